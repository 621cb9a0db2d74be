/** Keys made, and compared with what they should belong to. */
import { keyFields, makeKey, spki } from '../../model/keys.js';
import { fileStem } from '../../model/names.js';
import { type Fact, fact, type Product } from '../../model/outcome.js';
import { about, Problem } from '../../model/problem.js';
import type { Kit, Task } from '../../model/task.js';
import { keyText, pemOf } from '../../model/things.js';

export const key: Task = {
  id: 'key',
  group: 'keys',
  fields: [{ kind: 'text', name: 'label', optional: true }, ...keyFields(true, false)],
  run: async (input, kit) => {
    const title = input.text('label') || input.text('keyType').toUpperCase();
    const made = await makeKey(input, kit, title);
    const publicDer = await spki('publicKey' in made.key ? made.key.publicKey : made.key, kit);
    const stem = fileStem(title, 'key');
    const publicProduct: Product = {
      ...{ name: 'publicKey', title },
      forms: [
        {
          form: 'PEM',
          name: `${stem}.pub.pem`,
          type: 'application/x-pem-file',
          content: pemOf('PUBLIC KEY', publicDer),
        },
        { form: 'DER', name: `${stem}.pub.der`, type: 'application/octet-stream', content: publicDer },
      ],
    };
    return {
      ...{ sentence: made.isKept ? 'keptKeyMade' : 'keyMade', title, facts: await keyFacts(publicDer, kit) },
      warnings: made.isKept ? ['keptKeyWarning'] : [],
      products: [...made.products, publicProduct],
    };
  },
};

async function keyFacts(der: Uint8Array, kit: Kit): Promise<readonly Fact[]> {
  const [read, prints] = await Promise.all([kit.readKey(der), kit.fingerprints(der)]);
  return [
    ...fact('keyKind', keyText(read), true),
    ...fact('bits', read.bits),
    ...fact('pin', prints.pin, true),
    ...fact('sshPrint', prints.ssh, true),
  ];
}

const HOLDERS = ['certificate', 'request', 'private-key', 'public-key'] as const;

export const match: Task = {
  id: 'match',
  group: 'keys',
  fields: [
    { kind: 'item', name: 'first', accepts: HOLDERS },
    {
      ...{ kind: 'item', name: 'second', accepts: HOLDERS },
      fits: ({ id }, { values }) => String(values.first) !== id,
    },
  ],
  run: async (input, kit) => {
    const items = [input.needed('first'), input.needed('second')] as const;
    const [one, other] = items;
    const half = (item: typeof one) => (item.signer === undefined ? item.bytes : item.signer.publicKey);
    const holds = await about('second', () => kit.isSameKey(half(one), half(other)));
    for (const [item, field] of [[one, 'first'] as const, [other, 'second'] as const]) {
      if (item.kind !== 'private-key' || item.signer !== undefined) continue;
      const { fault } = await about(field, () => kit.checkKey(item.bytes));
      if (fault !== null) throw new Problem(field, { sentence: fault });
    }
    const pins = await Promise.all(items.map(async (item) => (await kit.fingerprints(half(item))).pin));
    const facts = pins.flatMap((pin, index) => fact(index === 0 ? 'firstPin' : 'secondPin', pin, true));
    return {
      ...{ sentence: holds ? 'keysMatch' : 'keysDiffer', facts, products: [] },
      verdict: { holds, sentence: holds ? 'keysMatch' : 'keysDiffer' },
    };
  },
};

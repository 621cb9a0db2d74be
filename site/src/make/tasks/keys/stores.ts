/** PKCS #12 files and bundles. */
import type { ShelfItem } from '../../../frame/shelf.js';
import type { FormState } from '../../model/fields.js';
import { fileStem } from '../../model/names.js';
import { fact } from '../../model/outcome.js';
import { about, Problem } from '../../model/problem.js';
import type { Task } from '../../model/task.js';
import { pemAndDer, plainProduct } from '../../model/things.js';

const P12_TYPE = 'application/pkcs12';

export const p12: Task = {
  id: 'p12',
  group: 'keys',
  fields: [
    {
      ...{ kind: 'item', name: 'identity', accepts: ['certificate'], withKey: true },
    },
    { kind: 'item', name: 'chain', accepts: ['certificate'], several: true, optional: true, fits: isOther },
    { kind: 'password', name: 'newPassword' },
    { kind: 'text', name: 'friendlyName', optional: true },
    { kind: 'choice', name: 'profile', options: ['modern', 'legacy'], more: true },
  ],
  blame: [
    [/password/i, 'newPassword'],
    [/friendlyName|name/i, 'friendlyName'],
    [/issuer|chain/i, 'chain'],
  ],
  run: async (input, kit) => {
    const { certificate, key, item } = input.identity('identity');
    if (!(key instanceof Uint8Array)) throw new Problem('identity', { word: 'keptKeyStays' });
    const chain = input.ders('chain');
    const profile = input.text('profile') === 'legacy' ? 'legacy' : 'modern';
    const friendlyName = input.text('friendlyName') || item.title;
    const { der } = await kit.createPkcs12({
      entries: [{ type: 'key', key, certificate, chain, ...(friendlyName !== '' && { friendlyName }) }],
      ...{ password: input.raw('newPassword'), profile },
    });
    const stem = fileStem(friendlyName, 'identity');
    const product = plainProduct('pkcs12', { kind: 'pkcs12', title: friendlyName, bytes: der }, [
      { form: 'P12', name: `${stem}.p12`, type: P12_TYPE, content: der },
    ]);
    return {
      ...{ sentence: 'p12Made', title: friendlyName },
      facts: [
        ...fact('friendlyName', friendlyName),
        ...fact('subject', item.title),
        ...fact('chainLength', chain.length),
        ...fact('protection', { word: profile }),
      ],
      warnings: profile === 'legacy' ? ['legacyWarning'] : [],
      products: [{ ...product, isSecret: true }],
    };
  },
};

function isOther({ id }: ShelfItem, { values }: FormState): boolean {
  return String(values.identity) !== id;
}

export const bundle: Task = {
  id: 'bundle',
  group: 'keys',
  fields: [
    { kind: 'item', name: 'certificates', accepts: ['certificate'], several: true },
    { kind: 'item', name: 'crls', accepts: ['crl'], several: true, optional: true, more: true },
  ],
  run: async (input, kit) => {
    const certificates = input.ders('certificates');
    const made = await about('certificates', () => kit.bundleCertificates(certificates, { crls: input.ders('crls') }));
    const titles = input.items('certificates').map(({ title }) => title);
    const stem = fileStem(titles[0] ?? '', 'certificates');
    const forms = pemAndDer(stem, made.pem, made.der, 'application/pkcs7-mime').map((form) => ({
      ...form,
      name: `${stem}${form.form === 'PEM' ? '.pem' : ''}.p7b`,
    }));
    return {
      ...{ sentence: 'bundleMade', title: String(titles.length) },
      facts: fact('holds', titles),
      products: [plainProduct('bundle', { kind: 'message', title: titles[0] ?? '', bytes: made.der }, forms)],
    };
  },
};

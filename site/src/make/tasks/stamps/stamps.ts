/** Time stamps: asked for, given, and judged. */
import type { TimeStampData } from 'tsopenssl/pki';
import type { ShelfItem } from '../../../frame/shelf.js';
import { fileStem } from '../../model/names.js';
import { fact } from '../../model/outcome.js';
import { about, sentenceOf } from '../../model/problem.js';
import type { Kit, Task } from '../../model/task.js';
import { plainProduct } from '../../model/things.js';
import { titleOf } from '../messages/sign.js';

const DIGESTS = ['sha256', 'sha384', 'sha512'];
/** OpenSSL's own policy for tests. */
const POLICY = '1.2.3.4.1';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const stampRequest: Task = {
  id: 'stamp-request',
  group: 'stamps',
  fields: [
    { kind: 'content', name: 'content' },
    { kind: 'choice', name: 'stampDigest', options: DIGESTS },
    { kind: 'text', name: 'policy', optional: true, more: true, isCode: true },
    { kind: 'flag', name: 'nonce', initial: true, more: true },
    { kind: 'flag', name: 'withCertificates', initial: true, more: true },
  ],
  blame: [[/policy|OID|dotted/i, 'policy']],
  run: async (input, kit) => {
    const { der } = await kit.createTimeStampRequest({
      ...{ data: input.content('content'), digest: input.text('stampDigest'), ...input.given('policy', 'policy') },
      certificates: input.flag('withCertificates'),
      ...(!input.flag('nonce') && { nonce: false }),
    });
    const read = await kit.readTimeStampRequest(der);
    const title = titleOf(input);
    const stem = fileStem(input.item('content')?.title ?? '', 'request');
    return {
      ...{ sentence: 'stampRequestMade', title },
      facts: [
        ...fact('imprint', `${read.imprint.digest} ${hex(read.imprint.value)}`, true),
        ...fact('policy', read.policy, true),
        ...fact('nonce', read.nonce?.toString(16), true),
      ],
      products: [
        plainProduct('stampRequest', { kind: 'time-stamp-request', title, bytes: der }, [
          { form: 'TSQ', name: `${stem}.tsq`, type: 'application/timestamp-query', content: der },
        ]),
      ],
    };
  },
};

export const stampAnswer: Task = {
  id: 'stamp-answer',
  group: 'stamps',
  fields: [
    { kind: 'item', name: 'stampRequest', accepts: ['time-stamp-request'] },
    {
      kind: 'item',
      name: 'authority',
      accepts: ['certificate'],
      withKey: true,
      fits: ({ usages }) => usages?.includes('timeStamping') === true,
    },
    { kind: 'item', name: 'chain', accepts: ['certificate'], several: true, optional: true, more: true },
    { kind: 'text', name: 'policy', initial: POLICY, more: true, isCode: true },
    { kind: 'number', name: 'accuracy', optional: true, min: 1, max: 86_400, more: true },
    { kind: 'flag', name: 'ordering', more: true },
  ],
  blame: [
    [/policy/i, 'policy'],
    [/accuracy/i, 'accuracy'],
    [/request/i, 'stampRequest'],
    [/timeStamping|certificate|signer|key/i, 'authority'],
  ],
  run: async (input, kit) => {
    const { certificate, key, item } = input.identity('authority');
    const request = input.needed('stampRequest');
    const seconds = input.whole('accuracy');
    const made = await kit.createTimeStampResponse(request.bytes, {
      ...{ signer: { certificate, key }, policy: input.text('policy'), certificates: input.ders('chain') },
      ...{ ordering: input.flag('ordering'), ...(seconds !== undefined && { accuracy: { seconds } }) },
    });
    const stem = /\.\w+$/.test(request.title) ? fileStem(request.title, 'stamp') : 'stamp';
    const forms = [
      { form: 'TSR', name: `${stem}.tsr`, type: 'application/timestamp-reply', content: made.der },
      ...(made.token === undefined
        ? []
        : [{ form: 'Token', name: `${stem}.tst`, type: 'application/timestamp-token', content: made.token }]),
    ];
    const read = await kit.readTimeStampResponse(made.der);
    return {
      ...{ sentence: made.granted ? 'stampGiven' : 'stampRefused', title: item.title },
      facts: [
        ...fact('stampTime', read.untrustedStamp?.genTime.date),
        ...fact('policy', read.untrustedStamp?.policy, true),
        ...fact('serialNumber', read.untrustedStamp?.serialNumber.toString(16), true),
        ...fact('failure', made.failure, true),
      ],
      products: [plainProduct('stamp', { kind: 'time-stamp', title: request.title, bytes: made.der }, forms)],
    };
  },
};

export const stampCheck: Task = {
  id: 'stamp-check',
  group: 'stamps',
  fields: [
    { kind: 'item', name: 'stamp', accepts: ['time-stamp', 'message'] },
    { kind: 'content', name: 'content' },
    { kind: 'item', name: 'trust', accepts: ['certificate'], several: true, fits: isRoot },
    { kind: 'item', name: 'chain', accepts: ['certificate'], several: true, optional: true, more: true },
    { kind: 'item', name: 'stampRequest', accepts: ['time-stamp-request'], optional: true, more: true },
    { kind: 'text', name: 'policy', optional: true, more: true, isCode: true },
  ],
  run: async (input, kit) => {
    const stamp = input.needed('stamp');
    const request = input.item('stampRequest');
    const read = await stampIn(stamp.bytes, kit);
    const verified = await about('stamp', () =>
      kit.verifyTimeStamp(stamp.bytes, {
        ...{ data: input.content('content'), trust: input.ders('trust'), intermediates: input.ders('chain') },
        // A request says itself what its policy is.
        ...(request ? { request: request.bytes } : input.given('policy', 'policy')),
      }),
    );
    const known = verified.valid ? verified.stamp : read;
    const facts = [
      ...fact('stampTime', known?.genTime.date),
      ...fact('imprint', known && `${known.imprint.digest} ${hex(known.imprint.value)}`, true),
      ...fact('policy', known?.policy, true),
      ...fact('serialNumber', known?.serialNumber.toString(16), true),
    ];
    const sentence = verified.valid ? 'stampHolds' : 'stampFails';
    const reason = verified.valid ? {} : { reason: sentenceOf(verified.reason) };
    return {
      ...{ sentence, title: stamp.title, facts, products: [] },
      verdict: { holds: verified.valid, sentence, ...reason },
    };
  },
};

/** What a token, or the one in an answer, says of itself. */
async function stampIn(bytes: Uint8Array, kit: Kit): Promise<TimeStampData | undefined> {
  try {
    return await kit.readTimeStamp(bytes);
  } catch {
    return (await about('stamp', () => kit.readTimeStampResponse(bytes))).untrustedStamp;
  }
}

function isRoot(item: ShelfItem): boolean {
  return item.isRoot === true;
}

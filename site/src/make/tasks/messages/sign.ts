/** Messages and mails, signed and verified. */
import type { SignerVerdict, VerifiedMessage } from 'tsopenssl/pki';
import type { Field } from '../../model/fields.js';
import type { Input } from '../../model/input.js';
import { called, fileStem, nameLine } from '../../model/names.js';
import { type Fact, fact, type Outcome, type Product } from '../../model/outcome.js';
import { about, sentenceOf } from '../../model/problem.js';
import type { Kit, Task } from '../../model/task.js';
import { knownCertificate, pemAndDer, plainProduct } from '../../model/things.js';
import { signature } from '../certificates/common.js';

export const MAIL_TYPE = 'message/rfc822';

export const isMail: Field['when'] = ({ values }) => values.messageForm === 'mail' || values.messageForm === 'opaque';

/** Fields of a mail. */
export const mailFields: readonly Field[] = [
  { kind: 'text', name: 'from', optional: true, isCode: true, when: isMail },
  { kind: 'text', name: 'mailTo', optional: true, isCode: true, when: isMail },
  { kind: 'text', name: 'mailSubject', optional: true, when: isMail },
];

const EXCERPT = 24;

/** What a content is called: the name of its file, or how its text begins. */
export function titleOf(input: Input): string {
  const file = input.item('content');
  if (file !== undefined) return file.title;
  const [line = ''] = input.text('content').split('\n');
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT).trimEnd()}…` : line;
}

/** A mail of the fields that were filled in; one that was opened is taken as it is. */
export function mailOf(input: Input) {
  const item = input.item('content');
  if (item?.kind === 'mail') return item.bytes;
  const fields = [
    ['From', input.text('from')],
    ['To', input.text('mailTo')],
    ['Subject', input.text('mailSubject')],
  ] as const;
  const headers = fields.flatMap(([name, value]) => (value === '' ? [] : [{ name, value }]));
  return { headers, body: input.content('content') };
}

export const sign: Task = {
  id: 'sign',
  group: 'messages',
  fields: [
    { kind: 'content', name: 'content' },
    { kind: 'item', name: 'signer', accepts: ['certificate'], withKey: true },
    { kind: 'choice', name: 'messageForm', options: ['attached', 'detached', 'mail', 'opaque'] },
    ...mailFields,
    { kind: 'item', name: 'chain', accepts: ['certificate'], several: true, optional: true, more: true },
    { kind: 'choice', name: 'digest', options: ['usual', 'sha256', 'sha384', 'sha512'], more: true },
    { kind: 'choice', name: 'padding', options: ['pkcs1', 'pss'], more: true },
  ],
  blame: [
    [/field|header/i, 'mailSubject'],
    [/certificate|signer|key/i, 'signer'],
  ],
  run: async (input, kit) => {
    const { certificate, key, item } = input.identity('signer');
    const form = input.text('messageForm');
    const options = { signers: [{ certificate, key, ...signature(input) }], certificates: input.ders('chain') };
    const facts = [...fact('signer', item.title), ...fact('form', { word: wordOf(form) })];
    if (form === 'mail' || form === 'opaque') {
      const mail = await kit.signMail(mailOf(input), { ...options, opaque: form === 'opaque' });
      return { sentence: 'mailSigned', title: item.title, facts, products: [mailProduct('signedMail', mail, input)] };
    }
    const made = await kit.signMessage(input.content('content'), { ...options, detached: form === 'detached' });
    const title = titleOf(input);
    const stem = `${fileStem(input.item('content')?.title ?? '', 'message')}.${form === 'detached' ? 'p7s' : 'p7m'}`;
    const product = plainProduct(
      form === 'detached' ? 'signature' : 'signedMessage',
      { kind: 'message', title, bytes: made.der },
      messageForms(stem, made.pem, made.der),
    );
    return { sentence: 'messageSigned', title: item.title, facts, products: [product] };
  },
};

const wordOf = (form: string) => (form === 'detached' || form === 'mail' || form === 'opaque' ? form : 'attached');

/** DER first: it is what other programs expect under these names. */
export const messageForms = (stem: string, pem: string, der: Uint8Array) =>
  pemAndDer(stem, pem, der, 'application/pkcs7-mime').map((one) => (one.form === 'DER' ? { ...one, name: stem } : one));

export function mailProduct(name: 'signedMail' | 'sealedMail', bytes: Uint8Array, input: Input): Product {
  const title = input.text('mailSubject') || titleOf(input);
  const stem = fileStem(input.text('mailSubject') || (input.item('content')?.title ?? ''), 'mail');
  const forms = [{ form: 'EML', name: `${stem}.eml`, type: MAIL_TYPE, content: bytes }];
  return plainProduct(name, { kind: 'mail', title, bytes }, forms);
}

export const verify: Task = {
  id: 'verify',
  group: 'messages',
  fields: [
    { kind: 'item', name: 'message', accepts: ['message', 'mail'] },
    {
      ...{ kind: 'content', name: 'signedContent', optional: true },
      when: ({ values, shelf }) => shelf.find(({ id }) => id === String(values.message))?.kind !== 'mail',
    },
    {
      ...{ kind: 'item', name: 'trust', accepts: ['certificate'], several: true, optional: true },
      fits: (item) => item.isRoot === true,
    },
    { kind: 'item', name: 'chain', accepts: ['certificate'], several: true, optional: true, more: true },
    { kind: 'choice', name: 'verifyPurpose', options: ['smimesign', 'any', 'codesign'], more: true },
    { kind: 'text', name: 'checkedAt', optional: true, more: true, isCode: true },
  ],
  blame: [[/content|detached/i, 'signedContent']],
  run: async (input, kit) => {
    const message = input.needed('message');
    const at = input.date('checkedAt');
    const purpose = input.text('verifyPurpose') as 'smimesign';
    const options = {
      ...{ trust: input.ders('trust'), intermediates: input.ders('chain'), purpose },
      ...(at && { time: at }),
    };
    const content =
      input.item('signedContent') || input.raw('signedContent') ? input.content('signedContent') : undefined;
    if (message.kind === 'mail') {
      const verdict = await about('message', () => kit.verifyMail(message.bytes, options));
      return await verifiedOutcome(message.title, verdict, verdict.part?.body, input, kit);
    }
    const verdict = await kit.verifyMessage(message.bytes, { ...options, ...(content !== undefined && { content }) });
    return await verifiedOutcome(message.title, verdict, verdict.valid ? verdict.content : undefined, input, kit);
  },
};

async function verifiedOutcome(
  title: string,
  verdict: VerifiedMessage,
  content: Uint8Array | undefined,
  input: Input,
  kit: Kit,
): Promise<Outcome> {
  const known = await Promise.all(verdict.signers.map((signer) => signerFacts(signer, kit)));
  // Whom nobody trusts may still have signed this and nothing else.
  const isIntact = !verdict.valid && verdict.signers.length > 0 && verdict.signers.every((one) => one.signatureValid);
  const isUntrusted = isIntact && input.items('trust').length === 0;
  const sentence = verdict.valid ? 'messageHolds' : isUntrusted ? 'messageUntrusted' : 'messageFails';
  const reason = verdict.valid ? {} : { reason: sentenceOf(verdict.reason) };
  const carried = await Promise.all(
    verdict.certificates.map(async (one) => {
      const { entry } = await knownCertificate(one, kit, 'opened');
      return { name: 'certificate' as const, title: entry.title, entry, forms: [] };
    }),
  );
  return {
    ...{
      sentence,
      title,
      facts: known.flat(),
      verdict: { holds: verdict.valid, sentence, ...reason, isOpen: isUntrusted },
    },
    products: [...carried, ...(content === undefined ? [] : [contentProduct(title, content)])],
    ...textOf(content),
  };
}

async function signerFacts(signer: SignerVerdict, kit: Kit): Promise<readonly Fact[]> {
  const { certificate, identifier, signingTime, signatureValid } = signer;
  const data = certificate && (await kit.readCertificate(certificate));
  const named = 'issuer' in identifier ? nameLine(identifier.issuer) : '';
  return [
    ...fact('signer', data === undefined ? named : called(data.subject, data.subjectAltName)),
    ...fact('signatureIs', { word: signatureValid ? 'intact' : 'broken' }),
    ...fact('chainIs', { word: signer.chainError === 0 ? 'trusted' : 'untrusted' }),
    ...fact('signedAt', signingTime?.date),
  ];
}

const MAX_SHOWN = 100_000;

/** What was inside, where it is text that can be shown. */
export function textOf(content: Uint8Array | undefined): { readonly text?: string } {
  if (content === undefined || content.length > MAX_SHOWN) return {};
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return /(?![\t\n\v\f\r])\p{Cc}/u.test(text) ? {} : { text };
  } catch {
    return {};
  }
}

export function contentProduct(title: string, content: Uint8Array): Product {
  const stem = fileStem(title.replace(/\.(p7m|p7s|eml|pem|der|cms)$/i, ''), 'content');
  return {
    ...{ name: 'content', title },
    forms: [
      { form: 'File', name: stem.includes('.') ? stem : `${stem}.bin`, type: 'application/octet-stream', content },
    ],
  };
}

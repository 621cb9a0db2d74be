/** Messages and mails, encrypted and decrypted. */
import type { MessageRecipient } from 'tsopenssl/pki';
import { fileStem } from '../../model/names.js';
import { fact, type Outcome } from '../../model/outcome.js';
import { about, Problem } from '../../model/problem.js';
import type { Task } from '../../model/task.js';
import { plainProduct } from '../../model/things.js';
import { contentProduct, mailFields, mailOf, mailProduct, messageForms, textOf, titleOf } from './sign.js';

export const encrypt: Task = {
  id: 'encrypt',
  group: 'messages',
  fields: [
    { kind: 'content', name: 'content' },
    { kind: 'item', name: 'recipients', accepts: ['certificate'], several: true, optional: true },
    { kind: 'password', name: 'messagePassword', optional: true },
    { kind: 'choice', name: 'messageForm', options: ['message', 'mail'] },
    ...mailFields,
    {
      kind: 'choice',
      name: 'cipher',
      options: ['aes-256-cbc', 'aes-256-gcm', 'aes-128-cbc', 'aes-128-gcm'],
      more: true,
    },
    { kind: 'choice', name: 'rsaPadding', options: ['pkcs1', 'oaep'], more: true },
  ],
  blame: [
    [/password/i, 'messagePassword'],
    [/field|header/i, 'mailSubject'],
    [/recipient|certificate|key/i, 'recipients'],
  ],
  run: async (input, kit) => {
    const password = input.raw('messagePassword');
    const padding = input.text('rsaPadding') === 'oaep' ? 'oaep' : 'pkcs1';
    const recipients = await recipientsOf(input.items('recipients'), padding, kit);
    if (password !== '') recipients.push({ password });
    if (recipients.length === 0) throw new Problem('recipients', { word: 'noRecipient' });
    const cipher = input.text('cipher');
    const options = { recipients, cipher };
    const names = input.items('recipients').map(({ title }) => title);
    const facts = [
      ...fact('recipients', [...names, ...(password === '' ? [] : [{ word: 'whoKnowsPassword' as const }])]),
      ...fact('cipher', cipher, true),
    ];
    if (input.text('messageForm') === 'mail') {
      const mail = await kit.encryptMail(mailOf(input), options);
      return { sentence: 'mailEncrypted', facts, products: [mailProduct('sealedMail', mail, input)] };
    }
    const made = await kit.encryptMessage(input.content('content'), options);
    const title = titleOf(input);
    const stem = fileStem(input.item('content')?.title ?? '', 'message');
    const forms = messageForms(`${stem}.p7m`, made.pem, made.der);
    const product = plainProduct('sealedMessage', { kind: 'message', title, bytes: made.der }, forms);
    return { sentence: 'messageEncrypted', facts, products: [product] };
  },
};

/** Padding is a matter of RSA alone. */
async function recipientsOf(
  items: readonly { readonly bytes: Uint8Array }[],
  padding: 'pkcs1' | 'oaep',
  kit: Parameters<Task['run']>[1],
): Promise<MessageRecipient[]> {
  return await about('recipients', () =>
    Promise.all(
      items.map(async ({ bytes: certificate }): Promise<MessageRecipient> => {
        const { publicKey } = await kit.readCertificate(certificate);
        return /^rsa/i.test(publicKey.algorithm.name) ? { certificate, padding } : { certificate };
      }),
    ),
  );
}

export const decrypt: Task = {
  id: 'decrypt',
  group: 'messages',
  fields: [
    { kind: 'item', name: 'message', accepts: ['message', 'mail'] },
    { kind: 'choice', name: 'decryptWith', options: ['key', 'password'] },
    {
      ...{
        kind: 'item',
        name: 'recipientKey',
        accepts: ['private-key'],
        when: ({ values }) => values.decryptWith === 'key',
      },
      fits: ({ signer }) => signer === undefined,
    },
    { kind: 'password', name: 'messagePassword', when: ({ values }) => values.decryptWith === 'password' },
  ],
  blame: [
    [/key|decrypted/i, 'recipientKey'],
    [/password|decrypted/i, 'messagePassword'],
  ],
  run: async (input, kit): Promise<Outcome> => {
    const message = input.needed('message');
    const byKey = input.text('decryptWith') === 'key';
    const options = byKey ? { key: input.needed('recipientKey').bytes } : { password: input.raw('messagePassword') };
    if (message.kind !== 'mail') {
      const content = await kit.decryptMessage(message.bytes, options);
      return {
        ...{ sentence: 'messageDecrypted', facts: fact('bytes', content.length), ...textOf(content) },
        products: [contentProduct(message.title, content)],
      };
    }
    const { part, headers } = await kit.decryptMail(message.bytes, options);
    const inner = await kit.readMail(part.bytes).catch(() => undefined);
    const isSigned = inner !== undefined && inner.kind !== 'plain';
    const subject = headers.find(({ name }) => /^subject$/i.test(name))?.value ?? '';
    const entry = { kind: 'mail', title: subject, bytes: part.bytes } as const;
    const form = { form: 'EML', name: `${fileStem(subject, 'mail')}.eml`, type: 'message/rfc822', content: part.bytes };
    return {
      ...{ sentence: isSigned ? 'signedMailDecrypted' : 'messageDecrypted', facts: fact('bytes', part.body.length) },
      ...textOf(part.body),
      products: [isSigned ? plainProduct('signedMail', entry, [form]) : contentProduct(subject, part.body)],
    };
  },
};

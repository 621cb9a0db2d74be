/** Messages of CMS, bundles, and mails that carry them. */
import type { MessageData, SignerData } from 'tsopenssl/pki';
import { crypto } from 'tsopenssl/worker';
import type { Inner, Row, Section } from '../model.js';
import { inner, type Opener, rows } from './tools.js';

const { FILETYPE_ASN1 } = crypto;

export const openMessage: Opener = async (pki, { input, found }) => {
  const message = await pki.readMessage(found.bytes ?? input);
  return { ...described(message), inside: insideOf(message) };
};

/** Letters of a mail's text that are shown. */
const SHOWN = 400;

export const openMail: Opener = async (pki, { input }) => {
  const { headers, kind, message } = await pki.readMail(input);
  const head: readonly Row[] = headers.map(({ name, value }) => [name, value.slice(0, SHOWN)]);
  const known = ['from', 'to', 'subject', 'date'];
  const summary = head.filter(([name]) => known.includes(name.toLowerCase()));
  if (message === undefined) return { summary, sections: [{ title: 'headers', rows: head }], inside: [] };
  const { sections, summary: more } = described(message);
  return {
    summary: [...summary, ['mailKind', kind], ...more],
    sections: [{ title: 'headers', rows: head }, ...sections],
    inside: insideOf(message),
  };
};

function described(message: MessageData): { summary: readonly Row[]; sections: readonly Section[] } {
  if (message.kind === 'signed') {
    const { contentType, signers, certificates, crls, untrustedContent } = message;
    const counts: readonly Row[] = rows(
      ['contentType', contentType],
      ['signers', signers.length],
      ['certificates', certificates.length],
      ['crls', crls.length],
      ['content', untrustedContent ?? 'detached'],
    );
    const each = signers.map((signer): Section => ({ title: 'signer', rows: signerRows(signer) }));
    return { summary: counts, sections: [{ title: 'message', rows: counts }, ...each] };
  }
  if ('recipients' in message) {
    const { contentType, contentEncryption, recipients } = message;
    const facts: readonly Row[] = [
      ['contentType', contentType],
      ['cipher', contentEncryption],
      ['recipients', recipients.length],
    ];
    return {
      summary: facts,
      sections: [
        { title: 'message', rows: facts },
        { title: 'recipients', rows: recipients.map((recipient, at) => [`${at + 1}`, recipient]) },
      ],
    };
  }
  const facts = rows(['contentType', message.type], ['content', message.untrustedContent]);
  return { summary: facts, sections: [{ title: 'message', rows: facts }] };
}

const signerRows = ({ identifier, digestAlgorithm, signatureAlgorithm, signingTime, ...more }: SignerData) =>
  rows(
    ['identifier', identifier],
    ['digest', digestAlgorithm],
    ['algorithm', signatureAlgorithm],
    ['signingTime', signingTime],
    ['signedAttributes', more.signedAttributes],
    ['unsignedAttributes', more.unsignedAttributes.length > 0 ? more.unsignedAttributes : undefined],
    ['signature', more.signature],
  );

function insideOf(message: MessageData): Inner[] {
  if (message.kind !== 'signed') return [];
  return [
    ...inner(
      message.certificates.map((object) => ({ name: '', object })),
      (object) => crypto.dumpCertificate(FILETYPE_ASN1, object),
    ),
    ...inner(
      message.crls.map((object) => ({ name: '', object })),
      (object) => crypto.dumpCrl(FILETYPE_ASN1, object),
    ),
  ];
}

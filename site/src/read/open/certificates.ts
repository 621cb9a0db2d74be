/** Certificates, requests and lists of revoked certificates. */
import type { RemotePki } from 'tsopenssl/worker';
import type { Section } from '../model.js';
import { judged, nameRows, type Opener, rows } from './tools.js';

export const openCertificate: Opener = async (pki, { input, found }) => {
  const der = found.bytes ?? input;
  const data = await pki.readCertificate(input);
  const [key, prints, lint, text] = await Promise.all([
    pki.readKey(data.publicKey.der).catch(() => undefined),
    pki.fingerprints(data.der).catch(() => undefined),
    judged(pki, der),
    pki.toText(data),
  ]);
  const keyRows = rows(
    ['algorithm', key?.type ?? data.publicKey.algorithm],
    ['bits', key?.bits],
    ['curve', key?.curve ?? undefined],
    ['encoded', data.publicKey.key],
  );
  key?.key.free();
  return {
    summary: rows(
      ['subject', data.subject],
      ['issuer', data.issuer],
      ['names', data.subjectAltName.length > 0 ? data.subjectAltName : undefined],
      ['notBefore', data.notBefore],
      ['notAfter', data.notAfter],
      ['key', key === undefined ? data.publicKey.algorithm.name : [key.type, key.curve ?? key.bits].join(' ')],
      ['sha256', prints?.sha256],
    ),
    sections: [
      { title: 'subject', rows: nameRows(data.subject) },
      { title: 'issuer', rows: nameRows(data.issuer) },
      {
        title: 'certificate',
        rows: rows(
          ['version', data.version],
          ['serialNumber', data.serialNumber],
          ['notBefore', data.notBefore],
          ['notAfter', data.notAfter],
          ['issuerUniqueId', data.issuerUniqueId],
          ['subjectUniqueId', data.subjectUniqueId],
        ),
      },
      { title: 'key', rows: keyRows },
      { title: 'extensions', rows: data.extensions.map((extension) => [extension.name, extension]) },
      printsSection(prints),
      {
        title: 'signature',
        rows: [
          ['algorithm', data.signatureAlgorithm],
          ['signature', data.signature],
        ],
      },
    ],
    ...lint,
    text,
    inside: [],
  };
};

export const openRequest: Opener = async (pki, { input, found }) => {
  const data = await pki.readRequest(input);
  const [key, prints, lint, text] = await Promise.all([
    pki.readKey(data.publicKey.der).catch(() => undefined),
    pki.fingerprints(data.der).catch(() => undefined),
    judged(pki, found.bytes ?? input),
    pki.toText(data),
  ]);
  key?.key.free();
  return {
    summary: rows(
      ['subject', data.subject],
      ['names', data.subjectAltName.length > 0 ? data.subjectAltName : undefined],
      ['key', key === undefined ? data.publicKey.algorithm.name : [key.type, key.curve ?? key.bits].join(' ')],
    ),
    sections: [
      { title: 'subject', rows: nameRows(data.subject) },
      {
        title: 'key',
        rows: rows(
          ['algorithm', key?.type ?? data.publicKey.algorithm],
          ['bits', key?.bits],
          ['curve', key?.curve ?? undefined],
        ),
      },
      {
        title: 'attributes',
        rows: data.attributes.map(({ type, values }) => [type, values.map(({ value }) => value)]),
      },
      { title: 'extensions', rows: data.extensions.map((extension) => [extension.name, extension]) },
      printsSection(prints),
      {
        title: 'signature',
        rows: [
          ['algorithm', data.signatureAlgorithm],
          ['signature', data.signature],
        ],
      },
    ],
    ...lint,
    text,
    inside: [],
  };
};

/** Entries that are shown; the rest is counted. */
const SHOWN = 200;
/** Entries up to which openssl's text is made: beyond, it has many megabytes. */
const TEXT = 2000;

/** Bytes of a list up to which its entries cross to the page: more of them would hold it up. */
const LARGE = 1 << 20;

/** A large list: its entries stay in the thread, and are counted there. */
async function openLargeCrl(pki: RemotePki, der: Uint8Array): ReturnType<Opener> {
  const { items } = await pki.identify(der, { maxRead: der.length });
  const [item] = items;
  const facts = item?.kind === 'crl' ? rows(['issuer', item.issuer], ['revokedCount', item.revoked]) : [];
  return { summary: facts, sections: [{ title: 'list', rows: facts }], ...(await judged(pki, der)), inside: [] };
}

export const openCrl: Opener = async (pki, { input, found }) => {
  if (found.bytes !== undefined && found.bytes.length > LARGE) return openLargeCrl(pki, found.bytes);
  const data = await pki.readCrl(input);
  const lint = await judged(pki, found.bytes ?? input);
  const text = data.revoked.length > TEXT ? undefined : await pki.toText(data);
  return {
    summary: rows(
      ['issuer', data.issuer],
      ['revokedCount', data.revoked.length],
      ['thisUpdate', data.thisUpdate],
      ['nextUpdate', data.nextUpdate],
    ),
    sections: [
      { title: 'issuer', rows: nameRows(data.issuer) },
      {
        title: 'list',
        rows: rows(
          ['version', data.version],
          ['thisUpdate', data.thisUpdate],
          ['nextUpdate', data.nextUpdate],
          ['crlNumber', data.crlNumber],
          ['revokedCount', data.revoked.length],
        ),
      },
      {
        title: 'revoked',
        rows: data.revoked
          .slice(0, SHOWN)
          .map(({ serialNumber, revocationDate, reason }) => [
            serialText(serialNumber),
            reason === undefined ? revocationDate : [revocationDate, reason],
          ]),
      },
      { title: 'extensions', rows: data.extensions.map((extension) => [extension.name, extension]) },
      {
        title: 'signature',
        rows: [
          ['algorithm', data.signatureAlgorithm],
          ['signature', data.signature],
        ],
      },
    ],
    ...lint,
    ...(text !== undefined && { text }),
    inside: [],
  };
};

/** A serial number as openssl(1) prints long ones. */
export function serialText(serial: bigint): string {
  const hex = (serial < 0n ? -serial : serial).toString(16);
  const whole = hex.length % 2 === 0 ? hex : `0${hex}`;
  return `${serial < 0n ? '-' : ''}${whole.match(/../g)?.join(':') ?? '0'}`;
}

const printsSection = (prints: object | undefined): Section => ({
  title: 'fingerprints',
  rows: rows(
    ...Object.entries(prints ?? {})
      .filter(([name, value]) => name !== 'kind' && value !== null)
      .map(([name, value]): readonly [string, unknown] => [name, value]),
  ),
});

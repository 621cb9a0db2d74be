/** What is given to the calls that provoke what is thrown. */
import { webcrypto } from 'node:crypto';
import * as pki from '../../../src/pki/index.js';

const { createCertificateAuthority, createKey, createRequest, issueCertificate, signMessage, writeKey } = pki;

export const ca = createCertificateAuthority({ subject: 'CA' });
export const other = createCertificateAuthority({ subject: 'Other' });
export const leaf = issueCertificate({ issuer: ca, names: ['a.example'] });
export const tsa = issueCertificate({ issuer: ca, subject: 'tsa', usages: ['timeStamping'] });
export const rsa = issueCertificate({ issuer: ca, subject: 'rsa', key: { type: 'RSA', bits: 2048 }, usages: [] });
export const kem = issueCertificate({ issuer: ca, subject: 'kem', key: { type: 'ML-KEM-512' }, usages: [] });
export const request = createRequest({ subject: 'x', names: ['a.example'] }).der;
export const brainpool = createKey({ type: 'EC', curve: 'brainpoolP256r1' }).key;
export const x25519 = createKey({ type: 'X25519' }).key;
export const junk = Uint8Array.of(0x30, 3, 2, 1, 1);
export const lying = Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff);
export const signed = signMessage('x', { signers: [leaf] }).der;
export const detached = signMessage('x', { signers: [leaf], detached: true }).der;
export const bundle = pki.bundleCertificates([ca.certificate]).der;
export const encrypted = pki.encryptMessage('x', { recipients: [rsa.certificate] }).der;
export const closed = writeKey(ca.key, { passphrase: 'right', encryption: { iterations: 1000 } });
export const stranger = { certificate: leaf.certificate, key: x25519 };
export const day = 86_400_000;
export const whole = async (pieces: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of pieces);
};
export const jwk = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' };
/** A certificate's shape, and nothing in it. */
export const hollow = Uint8Array.of(0x30, 9, 0x30, 0, 0x30, 3, 6, 1, 42, 3, 0);
export const scan = { headers: [{ name: 'Subject', value: 'a\r\nBcc: b' }], body: 'x' };
export const ownKey = async () =>
  (await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as pki.WebCryptoPair;

/** A public key of P-256 whose point is not on the curve. */
export function badPoint(): Uint8Array {
  const der = (writeKey(ca.key, { format: 'spki', encoding: 'der' }) as Uint8Array).slice();
  return changed(der);
}

export function changed(der: Uint8Array): Uint8Array {
  const copy = der.slice();
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

export const changedDigest = (): Uint8Array => changed(pki.digestMessage('x').der);

export function store(algorithm?: 'none'): Uint8Array {
  const entries = [{ type: 'key', key: ca.key }] as const;
  return pki.createPkcs12({ entries, password: 'x', ...(algorithm && { mac: algorithm }) }).der;
}

/** Words of what a doc comment says, and a call that provokes it. */
export type Row = readonly [words: string, provoke: () => unknown];

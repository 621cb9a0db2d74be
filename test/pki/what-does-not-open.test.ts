/** What is closed and does not open: `ERR_PKI_PASSWORD` is of passwords, `ERR_PKI_DECRYPT` of keys, by every way in. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  addSigners,
  checkKey,
  createCertificateAuthority,
  createCrl,
  createKey,
  createOcspRequest,
  createOcspResponder,
  createOcspResponse,
  createPkcs12,
  createRequest,
  createTimeStampRequest,
  createTimeStampResponse,
  decryptMail,
  decryptMessage,
  decryptStream,
  encryptMail,
  encryptMessage,
  fingerprints,
  isSameKey,
  issueCertificate,
  issueFromRequest,
  issueIntermediate,
  jwkThumbprint,
  type MessageRecipient,
  PkiError,
  readJks,
  readKey,
  readPkcs12,
  renewCertificate,
  signData,
  signMail,
  signMessage,
  signStream,
  writeKey,
} from '../../src/pki/index.js';

const ca = createCertificateAuthority({ subject: 'CA' });
const rsa = issueCertificate({ issuer: ca, subject: 'rsa', key: { type: 'RSA', bits: 2048 }, usages: [] });
const kem = issueCertificate({ issuer: ca, subject: 'kem', key: { type: 'ML-KEM-512' }, usages: [] });
const tsa = issueCertificate({ issuer: ca, subject: 'tsa', usages: ['timeStamping'] });
const stranger = createKey({ type: 'RSA' }).key;
const { der: request } = createRequest({ subject: 'x' });
const SECRET = new Uint8Array(16).fill(1);
/** An empty store of Java's: its head, and the digest behind the password in UTF-16. */
function emptyJks(password: string): Uint8Array {
  const head = Uint8Array.from([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 0]);
  const wide = Buffer.from(password, 'utf16le').swap16();
  return Buffer.concat([head, createHash('sha1').update(wide).update('Mighty Aphrodite').update(head).digest()]);
}

async function codeOf(body: () => unknown): Promise<string> {
  try {
    await body();
  } catch (error) {
    if (error instanceof PkiError) return error.code;
    throw error;
  }
  return 'it opens';
}

const whole = async (pieces: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const piece of pieces) void piece;
};

/** Forms in which a key is closed with a password, `right`. */
const passphrase = 'right';
const CLOSED: readonly (readonly [string, string | Uint8Array])[] = [
  ['PKCS #8', writeKey(ca.key, { passphrase, encryption: { iterations: 2000 } })],
  ['PKCS #8 as DER', writeKey(ca.key, { passphrase, encoding: 'der', encryption: { iterations: 2000 } })],
  ['PKCS #8 by scrypt', writeKey(ca.key, { passphrase, encryption: { scheme: 'scrypt', cost: 1024 } })],
  ['PEM of RFC 1421', writeKey(ca.key, { format: 'sec1', passphrase, encryption: { scheme: 'pem' }, unchecked: true })],
  ["OpenSSH's", writeKey(ca.key, { format: 'openssh', passphrase })],
];

describe('a key that is closed with a password', () => {
  it.each(CLOSED)('is not opened by another, the empty one, or none: %s', async (_, key) => {
    expect(await codeOf(() => readKey(key, { passphrase }))).toBe('it opens');
    for (const options of [{ passphrase: 'wrong' }, { passphrase: '' }, { passphrase: () => 'wrong' }, {}])
      expect(await codeOf(() => readKey(key, options))).toBe('ERR_PKI_PASSWORD');
  });

  const [, [, key] = ['', '']] = CLOSED;
  const wrong = { passphrase: 'wrong' };
  const issuer = (given: object) => ({ certificate: ca.certificate, key, ...given });
  const signer = (given: object) => ({ certificate: tsa.certificate, key, ...given });
  const closed = { certificate: rsa.certificate, key: writeKey(rsa.key, { passphrase }) };
  const encrypted = encryptMessage('x', { recipients: [rsa.certificate] }).der;
  const mail = encryptMail({ body: 'x' }, { recipients: [rsa.certificate] });
  /** Every call that takes a closed key. @param given - the wrong passphrase, or none */
  const ways: readonly (readonly [string, (given: { passphrase?: string }) => unknown])[] = [
    ['createCertificateAuthority', (given) => createCertificateAuthority({ subject: 'x', key, ...given })],
    ['issueIntermediate', (given) => issueIntermediate({ subject: 'x', issuer: issuer(given) })],
    ['issueCertificate, the key', (given) => issueCertificate({ subject: 'x', issuer: ca, key, ...given })],
    ['issueCertificate, of the issuer', (given) => issueCertificate({ subject: 'x', issuer: issuer(given) })],
    ['issueFromRequest', (given) => issueFromRequest({ request, issuer: issuer(given) })],
    ['renewCertificate', (given) => renewCertificate({ certificate: rsa.der, issuer: issuer(given) })],
    ['createRequest', (given) => createRequest({ subject: 'x', key, ...given })],
    ['createCrl', (given) => createCrl({ issuer: issuer(given) })],
    ['createOcspResponse', (given) => createOcspResponse({ responder: issuer(given) })],
    [
      'createOcspResponder',
      (given) => createOcspResponder({ responder: issuer(given), lookup: () => ({ error: 'tryLater' }) }),
    ],
    [
      'createOcspRequest',
      (given) => createOcspRequest({ certificates: [{ certificate: rsa.der, issuer: ca.der }], signer: signer(given) }),
    ],
    ['signMessage', (given) => signMessage('x', { signers: [signer(given)] })],
    ['addSigners', (given) => addSigners(signMessage('x', { signers: [tsa] }).der, { signers: [signer(given)] })],
    ['signMail', (given) => signMail({ body: 'x' }, { signers: [signer(given)] })],
    ['signStream', async (given) => whole(await signStream(['x'], { signers: [signer(given)] }))],
    [
      'createTimeStampResponse',
      (given) =>
        createTimeStampResponse(createTimeStampRequest({ data: 'x' }).der, { signer: signer(given), policy: '1.2.3' }),
    ],
    ['signData', (given) => signData(key, 'x', given)],
    ['decryptMessage', (given) => decryptMessage(encrypted, { key: closed.key, ...given })],
    ['decryptMail', (given) => decryptMail(mail, { key: closed.key, ...given })],
    ['decryptStream', (given) => whole(decryptStream([encrypted], { key: closed.key, ...given }))],
  ];
  it.each(ways)('is not opened by a wrong password, or none: %s', async (_, way) => {
    expect(await codeOf(() => way(wrong))).toBe('ERR_PKI_PASSWORD');
    expect(await codeOf(() => way({}))).toBe('ERR_PKI_PASSWORD');
  });

  it.each<readonly [string, () => unknown]>([
    ['checkKey', () => checkKey(key)],
    ['isSameKey', () => isSameKey(key, ca.key)],
    ['fingerprints', () => fingerprints(key)],
    ['jwkThumbprint', () => jwkThumbprint(key)],
    ['writeKey', () => writeKey(key)],
    ['createPkcs12', () => createPkcs12({ entries: [{ type: 'key', key }], password: 'x' })],
  ])('is refused where no password is taken: %s', async (_, way) => {
    expect(await codeOf(way)).toBe('ERR_PKI_PASSWORD');
  });
});

describe('key stores', () => {
  const entries = [{ type: 'key', key: rsa.key, certificate: rsa.der }] as const;
  it.each<readonly [string, object]>([
    ['with a MAC', {}],
    ['with PBMAC1', { mac: { algorithm: 'pbmac1' } }],
  ])('PKCS #12 %s is not opened by a wrong password, or none', async (_, how) => {
    const { der } = createPkcs12({ entries, password: passphrase, ...how });
    expect(await codeOf(() => readPkcs12(der, { password: passphrase }))).toBe('it opens');
    for (const options of [{ password: 'wrong' }, { password: '' }, {}])
      expect(await codeOf(() => readPkcs12(der, options))).toBe('ERR_PKI_PASSWORD');
  });

  it('PKCS #12 without a MAC is not, and JKS is not', async () => {
    const { der } = createPkcs12({ entries, password: passphrase, mac: 'none' });
    expect(await codeOf(() => readPkcs12(der, { password: 'wrong', allowMissingMac: true }))).toBe('ERR_PKI_PASSWORD');
    expect(await codeOf(() => readJks(emptyJks(passphrase), { password: passphrase }))).toBe('it opens');
    expect(await codeOf(() => readJks(emptyJks(passphrase), { password: 'wrong' }))).toBe('ERR_PKI_PASSWORD');
  });
});

describe('a message', () => {
  const mailed = (recipients: readonly MessageRecipient[]) => encryptMail({ body: 'x' }, { recipients });
  it('that a password does not open is ERR_PKI_PASSWORD', async () => {
    const recipients = [{ password: passphrase, iterations: 1000 }];
    for (const cipher of ['aes-256-cbc', 'aes-256-gcm']) {
      const { der } = encryptMessage('x', { recipients, cipher });
      expect(await codeOf(() => decryptMessage(der, { password: passphrase }))).toBe('it opens');
      expect(await codeOf(() => decryptMessage(der, { password: 'wrong' }))).toBe('ERR_PKI_PASSWORD');
      expect(await codeOf(() => decryptMessage(der, { password: '' }))).toBe('ERR_PKI_PASSWORD');
      expect(await codeOf(() => whole(decryptStream([der], { password: 'wrong' })))).toBe('ERR_PKI_PASSWORD');
    }
    expect(await codeOf(() => decryptMail(mailed(recipients), { password: 'wrong' }))).toBe('ERR_PKI_PASSWORD');
    // It has no place for a password at all.
    const { der } = encryptMessage('x', { recipients: [rsa.certificate] });
    expect(await codeOf(() => decryptMessage(der, { password: 'wrong' }))).toBe('ERR_PKI_PASSWORD');
  });

  it('that a key does not open is ERR_PKI_DECRYPT, whatever the key is', async () => {
    const ec = createKey().key;
    for (const cipher of ['aes-256-cbc', 'aes-256-gcm']) {
      const { der } = encryptMessage('x', {
        ...{ recipients: [{ certificate: rsa.certificate, padding: 'oaep' }, kem.certificate], cipher },
      });
      for (const key of [stranger, ec, createKey({ type: 'ML-KEM-512' }).key, createKey({ type: 'X25519' }).key]) {
        expect(await codeOf(() => decryptMessage(der, { key }))).toBe('ERR_PKI_DECRYPT');
        expect(await codeOf(() => whole(decryptStream([der], { key })))).toBe('ERR_PKI_DECRYPT');
      }
      expect(await codeOf(() => decryptMessage(der, { secretKey: SECRET }))).toBe('ERR_PKI_DECRYPT');
    }
    const shared = encryptMessage('x', { recipients: [{ secretKey: SECRET, keyId: SECRET }], cipher: 'aes-128-gcm' });
    const secretKey = new Uint8Array(16);
    expect(await codeOf(() => decryptMessage(shared.der, { secretKey }))).toBe('ERR_PKI_DECRYPT');
    expect(await codeOf(() => decryptMail(mailed([rsa.certificate]), { key: ec }))).toBe('ERR_PKI_DECRYPT');
  });
});

describe('too much work', () => {
  it('is ERR_PKI_REFUSED, of keys, stores and messages', async () => {
    const maxIterations = 1000;
    const key = writeKey(ca.key, { passphrase, encryption: { iterations: 5000 } });
    expect(await codeOf(() => readKey(key, { passphrase, maxIterations }))).toBe('ERR_PKI_REFUSED');
    const store = createPkcs12({ entries: [{ type: 'key', key: ca.key }], password: passphrase }).der;
    expect(await codeOf(() => readPkcs12(store, { password: passphrase, maxIterations }))).toBe('ERR_PKI_REFUSED');
    const { der } = encryptMessage('x', { recipients: [{ password: passphrase, iterations: 5000 }] });
    expect(await codeOf(() => decryptMessage(der, { password: passphrase, maxIterations }))).toBe('ERR_PKI_REFUSED');
    const ssh = writeKey(ca.key, { format: 'openssh', passphrase });
    expect(await codeOf(() => readKey(ssh, { passphrase, maxIterations: 1 }))).toBe('ERR_PKI_REFUSED');
  });
});

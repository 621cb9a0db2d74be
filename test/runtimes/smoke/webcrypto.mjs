/** Keys of WebCrypto in a page: those that nobody can export sign certificates, the others come and go. */

/** @typedef {typeof import('../../../src/pki/index.js')} Pki */

const RSA = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' };
const ALGORITHMS = [
  { name: 'RSASSA-PKCS1-v1_5', ...RSA },
  { name: 'RSA-PSS', ...RSA },
  { name: 'ECDSA', namedCurve: 'P-256' },
  { name: 'ECDSA', namedCurve: 'P-384' },
  { name: 'Ed25519' },
];

/** @param {string} entry - the address of the entry of tsopenssl/pki */
export async function runWebCrypto(entry) {
  /** @type {Pki} */
  const pki = await import(entry);
  const results = [];
  for (const algorithm of ALGORITHMS) {
    const name = `${algorithm.name} ${'namedCurve' in algorithm ? algorithm.namedCurve : ''}`.trim();
    try {
      await tried(pki, algorithm);
      results.push({ name });
    } catch (error) {
      results.push({ name, error: String(/** @type {Error} */ (error)?.stack ?? error) });
    }
  }
  return results;
}

/** @param {Pki} pki @param {{ name: string }} algorithm */
async function tried(pki, algorithm) {
  const { subtle } = globalThis.crypto;
  const generate = (/** @type {boolean} */ extractable) =>
    /** @type {Promise<CryptoKeyPair>} */ (subtle.generateKey(algorithm, extractable, ['sign', 'verify']));
  const key = await pki.webCryptoSigner(await generate(false));
  const issuer = await pki.createCertificateAuthority({ subject: 'Root', key });
  const { der } = await pki.issueCertificate({ issuer, names: ['localhost'] });
  if (pki.readCertificate(der).subjectAltName[0]?.type !== 'dns') throw new Error('the leaf names no host');
  const pair = await generate(true);
  const copy = await pki.fromCryptoKey(pair.privateKey);
  const back = await pki.toCryptoKey(copy, { name: algorithm.name, hash: 'SHA-256' });
  const how = { name: algorithm.name, hash: 'SHA-256', saltLength: 32 };
  const data = Uint8Array.of(1, 2, 3);
  const signature = await subtle.sign(how, back, data);
  if (!(await subtle.verify(how, pair.publicKey, signature, data))) throw new Error('the copy is another key');
}

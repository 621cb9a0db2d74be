/** Tasks of certificates that libraries are compared on: what is given, and how to see that the answer is right. */
import { X509Certificate } from 'node:crypto';
import { crypto } from 'tsopenssl';
import * as pki from 'tsopenssl/pki';

/** @typedef {ReturnType<typeof inputs>} Inputs */
/** @typedef {{ readonly [task: string]: string | ((given: Inputs) => unknown) }} Contender */
/** @typedef {{ id: string, title: string, check: (answer: any, given: Inputs) => unknown }} Task */

const PASSWORD = 'changeit';
const CONTENT = 'what is signed, or sealed';
const HOST = 'www.example.com';

/** What every contender is given: keys, certificates and files, made once. */
export function inputs() {
  /** @param {number} bits */
  const rsa = (bits) => {
    const key = new crypto.PKey();
    key.generateKey(crypto.TYPE_RSA, bits);
    return key;
  };
  const pem = (/** @type {crypto.PKey} */ key) => text(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key));
  const root = pki.createCertificateAuthority({ subject: 'Root', key: rsa(2048) });
  const middle = pki.issueIntermediate({ issuer: root, subject: 'Middle', key: rsa(2048) });
  const leaf = pki.issueCertificate({ issuer: middle, subject: HOST, names: [HOST], key: rsa(2048) });
  const entries = [{ type: /** @type {const} */ ('key'), key: leaf.key, certificate: leaf.certificate }];
  const ec = new crypto.PKey();
  ec.generateKey({ type: 'EC', curve: 'P-256' });
  return {
    password: PASSWORD,
    content: CONTENT,
    host: HOST,
    root: { pem: root.pem, der: root.der, key: pem(root.key) },
    middle: { pem: middle.pem, der: middle.der, key: pem(middle.key) },
    leaf: { pem: leaf.pem, der: leaf.der, key: pem(leaf.key) },
    ecKey: pem(ec),
    p12: pki.createPkcs12({ entries, password: PASSWORD }).der,
    signed: pki.signMessage(CONTENT, { signers: [{ certificate: leaf.certificate, key: leaf.key }] }).der,
    sealed: pki.encryptMessage(CONTENT, { recipients: [{ certificate: leaf.certificate }] }).der,
    openssh: pki.writeKey(ec, { format: 'openssh' }),
  };
}

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);
const isContent = (/** @type {string | Uint8Array} */ answer) =>
  (typeof answer === 'string' ? answer : text(answer)) === CONTENT;

/** @type {readonly Task[]} */
export const TASKS = [
  { id: 'read', title: 'Read the names of a certificate', check: (answer, { host }) => answer.join() === host },
  {
    id: 'issue',
    title: 'Issue a certificate for a host (RSA)',
    check: (answer, { middle, host }) => {
      const cert = new X509Certificate(answer);
      return cert.verify(new X509Certificate(middle.pem).publicKey) && cert.checkHost(host) === host;
    },
  },
  {
    id: 'request',
    title: 'Make a request (P-256)',
    check: (answer) => pki.readRequest(answer).subjectAltName.length === 1,
  },
  { id: 'chain', title: 'Verify a chain for a host', check: (answer) => answer === true },
  { id: 'stranger', title: 'Refuse the same chain for another host', check: (answer) => answer === true },
  {
    id: 'crl',
    title: 'Make a list of revoked certificates',
    check: (answer, { leaf }) => pki.findRevoked(answer, pki.readCertificate(leaf.pem).serialNumber) !== null,
  },
  {
    id: 'ocsp',
    title: 'Make an OCSP request',
    check: (answer) => pki.readOcspRequest(answer).requests.length === 1,
  },
  {
    id: 'time-stamp',
    title: 'Make a time stamp request',
    check: (answer) => pki.readTimeStampRequest(answer) !== undefined,
  },
  {
    id: 'write-p12',
    title: 'Write a PKCS #12 file (PBES2)',
    check: (answer) => pki.readPkcs12(answer, { password: PASSWORD }).identities.length === 1,
  },
  {
    id: 'read-p12',
    title: 'Read a PKCS #12 file of today (PBES2, SHA-256)',
    check: (answer) => /BEGIN .*PRIVATE KEY/.test(answer),
  },
  {
    id: 'sign',
    title: 'Sign a message (CMS)',
    check: (answer, { root, middle }) =>
      pki.verifyMessage(answer, { trust: [root.pem], intermediates: [middle.pem], purpose: 'any' }).valid,
  },
  { id: 'verify', title: 'Verify a message and the chain of its signer', check: isContent },
  {
    id: 'encrypt',
    title: 'Encrypt for a certificate (CMS)',
    check: (answer, { leaf }) => isContent(pki.decryptMessage(answer, { key: leaf.key, certificate: leaf.pem })),
  },
  { id: 'decrypt', title: 'Decrypt it', check: isContent },
  { id: 'jwk', title: 'A key of P-256 as JWK', check: (answer) => answer.crv === 'P-256' },
  { id: 'openssh', title: 'Read an OpenSSH private key', check: (answer) => /BEGIN .*PRIVATE KEY/.test(answer) },
  {
    id: 'ml-dsa',
    title: 'A CA with ML-DSA-65',
    check: (answer) => pki.readCertificate(answer).signatureAlgorithm.name === 'ML-DSA-65',
  },
  {
    id: 'text',
    title: 'A certificate as openssl x509 -text',
    check: (answer) => /Signature Algorithm: sha256WithRSAEncryption/.test(answer),
  },
];

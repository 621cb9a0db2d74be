/** The tasks with @peculiar/x509, over the platform's WebCrypto. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const { subtle } = globalThis.crypto;
x509.cryptoProvider.set(globalThis.crypto);
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const privateKey = (/** @type {string} */ pem, /** @type {any} */ algorithm = RSA) =>
  subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), algorithm, true, ['sign']);

/** @type {import('./tasks.mjs').Contender} */
export const peculiarTasks = {
  read({ leaf }) {
    const extension = new x509.X509Certificate(leaf.pem).getExtension(x509.SubjectAlternativeNameExtension);
    return extension?.names.items.map(({ value }) => value);
  },
  async issue({ middle, leaf, host }) {
    const issuer = new x509.X509Certificate(middle.pem);
    const cert = await x509.X509CertificateGenerator.create({
      issuer: issuer.subjectName,
      subject: '',
      notBefore: new Date(),
      notAfter: new Date(Date.now() + 90 * 86_400_000),
      signingAlgorithm: RSA,
      publicKey: new x509.X509Certificate(leaf.pem).publicKey,
      signingKey: await privateKey(middle.key),
      extensions: [
        new x509.BasicConstraintsExtension(false),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }], true),
        await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ],
    });
    return cert.toString('pem');
  },
  async request({ ecKey, host }) {
    const signingKey = await privateKey(ecKey, EC);
    const { d: _secret, ...jwk } = await subtle.exportKey('jwk', signingKey);
    const publicKey = await subtle.importKey('jwk', { ...jwk, key_ops: ['verify'] }, EC, true, ['verify']);
    const request = await x509.Pkcs10CertificateRequestGenerator.create({
      keys: { privateKey: signingKey, publicKey },
      signingAlgorithm: EC,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
    });
    return request.toString('pem');
  },
  chain: 'a chain is put together, and not judged',
  stranger: 'no host names',
  async crl({ middle, leaf }) {
    const list = await x509.X509CrlGenerator.create({
      issuer: new x509.X509Certificate(middle.pem).subjectName,
      thisUpdate: new Date(),
      nextUpdate: new Date(Date.now() + 7 * 86_400_000),
      signingAlgorithm: RSA,
      signingKey: await privateKey(middle.key),
      entries: [{ serialNumber: new x509.X509Certificate(leaf.pem).serialNumber, revocationDate: new Date() }],
    });
    return new Uint8Array(list.rawData);
  },
  ocsp: 'no OCSP',
  'time-stamp': 'no time stamps',
  'write-p12': 'no PKCS #12',
  'read-p12': 'no PKCS #12',
  sign: 'no messages',
  verify: 'no messages',
  encrypt: 'no messages',
  decrypt: 'no messages',
  async jwk({ ecKey }) {
    return subtle.exportKey('jwk', await privateKey(ecKey, EC));
  },
  openssh: 'no OpenSSH keys',
  'ml-dsa': 'what WebCrypto has, and in Node 20 it has none of it',
  text: 'a text of its own, of some extensions',
};

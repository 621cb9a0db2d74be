/** The tasks with node-forge. */
import forge from 'node-forge';

const { pki, pkcs12, pkcs7, asn1, util } = forge;
const bytesOf = (/** @type {string} */ binary) => Uint8Array.from(binary, (char) => char.charCodeAt(0));
const binaryOf = (/** @type {Uint8Array} */ bytes) => util.createBuffer(/** @type {any} */ (bytes)).getBytes();

/** @type {import('./tasks.mjs').Contender} */
export const forgeTasks = {
  read({ leaf }) {
    const extension = /** @type {any} */ (pki.certificateFromPem(leaf.pem).getExtension('subjectAltName'));
    return extension.altNames.map((/** @type {{ value: string }} */ { value }) => value);
  },
  issue({ middle, leaf, host }) {
    const issuer = pki.certificateFromPem(middle.pem);
    const key = pki.privateKeyFromPem(leaf.key);
    const cert = pki.createCertificate();
    cert.publicKey = pki.setRsaPublicKey(key.n, key.e);
    cert.serialNumber = `40${util.bytesToHex(forge.random.getBytesSync(15))}`;
    cert.validity.notBefore = new Date();
    cert.validity.notAfter = new Date(Date.now() + 90 * 86_400_000);
    cert.setSubject([]);
    cert.setIssuer(issuer.subject.attributes);
    cert.setExtensions([
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', critical: true, digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', critical: true, altNames: [{ type: 2, value: host }] },
      { name: 'subjectKeyIdentifier' },
      { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
    ]);
    cert.sign(pki.privateKeyFromPem(middle.key), forge.md.sha256.create());
    return pki.certificateToPem(cert);
  },
  request: 'RSA alone',
  chain: 'no host names: whose certificate it is must be looked at by hand',
  stranger: 'no host names',
  crl: 'no lists',
  ocsp: 'no OCSP',
  'time-stamp': 'no time stamps',
  'write-p12'({ leaf, password }) {
    const key = pki.privateKeyFromPem(leaf.key);
    const p12 = pkcs12.toPkcs12Asn1(key, [pki.certificateFromPem(leaf.pem)], password, { algorithm: 'aes256' });
    return bytesOf(asn1.toDer(p12).getBytes());
  },
  'read-p12': 'only files whose MAC is over SHA-1 and whose PRF is HMAC-SHA-1',
  sign({ content, leaf }) {
    const p7 = pkcs7.createSignedData();
    const certificate = pki.certificateFromPem(leaf.pem);
    p7.content = util.createBuffer(content, 'utf8');
    p7.addCertificate(certificate);
    p7.addSigner({
      key: leaf.key,
      certificate,
      digestAlgorithm: pki.oids['sha256'] ?? '',
      authenticatedAttributes: [
        { type: pki.oids['contentType'] ?? '', value: pki.oids['data'] ?? '' },
        { type: pki.oids['messageDigest'] ?? '' },
        { type: pki.oids['signingTime'] ?? '', value: /** @type {any} */ (new Date()) },
      ],
    });
    p7.sign();
    return bytesOf(asn1.toDer(p7.toAsn1()).getBytes());
  },
  verify: 'not implemented',
  encrypt({ content, leaf }) {
    const p7 = pkcs7.createEnvelopedData();
    p7.addRecipient(pki.certificateFromPem(leaf.pem));
    p7.content = util.createBuffer(content, 'utf8');
    p7.encrypt();
    return bytesOf(asn1.toDer(p7.toAsn1()).getBytes());
  },
  decrypt({ sealed, leaf }) {
    const p7 = /** @type {any} */ (pkcs7.messageFromAsn1(asn1.fromDer(binaryOf(sealed))));
    p7.decrypt(p7.findRecipient(pki.certificateFromPem(leaf.pem)), pki.privateKeyFromPem(leaf.key));
    return bytesOf(p7.content.getBytes());
  },
  jwk: 'no JWK',
  openssh: 'writes them, and does not read them',
  'ml-dsa': 'RSA alone',
  text: 'no text',
};

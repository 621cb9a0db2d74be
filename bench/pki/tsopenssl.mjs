/** The tasks with tsopenssl. */
import * as pki from 'tsopenssl/pki';

/** @type {import('./tasks.mjs').Contender} */
export const tsopenssl = {
  read({ leaf }) {
    return pki.readCertificate(leaf.pem).subjectAltName.map(({ value }) => value);
  },
  issue({ middle, leaf, host }) {
    const issuer = { certificate: middle.pem, key: middle.key };
    return pki.issueCertificate({ issuer, key: leaf.key, names: [host] }).pem;
  },
  request({ ecKey, host }) {
    return pki.createRequest({ key: ecKey, names: [host] }).pem;
  },
  chain({ leaf, middle, root, host }) {
    const { ok } = pki.verifyChain({ certificate: leaf.pem, intermediates: [middle.pem], anchors: [root.pem], host });
    return ok;
  },
  stranger({ leaf, middle, root }) {
    const chain = { certificate: leaf.pem, intermediates: [middle.pem], anchors: [root.pem] };
    return !pki.verifyChain({ ...chain, host: 'other.example.com' }).ok;
  },
  crl({ middle, leaf }) {
    const { serialNumber } = pki.readCertificate(leaf.pem);
    return pki.createCrl({ issuer: { certificate: middle.pem, key: middle.key }, revoked: [{ serialNumber }] }).pem;
  },
  ocsp({ leaf, middle }) {
    return pki.createOcspRequest({ certificates: [{ certificate: leaf.pem, issuer: middle.pem }] }).der;
  },
  'time-stamp'({ content }) {
    return pki.createTimeStampRequest({ data: content }).der;
  },
  'write-p12'({ leaf, password }) {
    return pki.createPkcs12({ entries: [{ type: 'key', key: leaf.key, certificate: leaf.pem }], password }).der;
  },
  'read-p12'({ p12, password }) {
    const [identity] = pki.readPkcs12(p12, { password }).identities;
    return identity && pki.writeKey(identity.key);
  },
  sign({ content, leaf }) {
    return pki.signMessage(content, { signers: [{ certificate: leaf.pem, key: leaf.key }] }).der;
  },
  verify({ signed, root, middle }) {
    const message = pki.verifyMessage(signed, { trust: [root.pem], intermediates: [middle.pem], purpose: 'any' });
    return message.valid ? message.content : message.reason;
  },
  encrypt({ content, leaf }) {
    return pki.encryptMessage(content, { recipients: [{ certificate: leaf.pem }] }).der;
  },
  decrypt({ sealed, leaf }) {
    return pki.decryptMessage(sealed, { key: leaf.key, certificate: leaf.pem });
  },
  jwk({ ecKey }) {
    return pki.writeKey(ecKey, { format: 'jwk' });
  },
  openssh({ openssh }) {
    return pki.writeKey(pki.readKey(openssh).key);
  },
  'ml-dsa'() {
    return pki.createCertificateAuthority({ subject: 'Root', key: { type: 'ML-DSA-65' } }).pem;
  },
  text({ leaf }) {
    return pki.toText(pki.readCertificate(leaf.pem));
  },
};

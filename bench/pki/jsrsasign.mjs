/** The tasks with jsrsasign. */
import jsrsasign from 'jsrsasign';

const { KEYUTIL, KJUR, X509, utf8tohex } = /** @type {any} */ (jsrsasign);
const bytesOf = (/** @type {string} */ hex) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const utc = (/** @type {number} */ days) =>
  new Date(Date.now() + days * 86_400_000).toISOString().replace(/^..|[-:T]|\.\d+/g, '');

/** @type {import('./tasks.mjs').Contender} */
export const jsrsasignTasks = {
  read({ leaf }) {
    const cert = new X509();
    cert.readCertPEM(leaf.pem);
    return cert.getExtSubjectAltName().array.map((/** @type {{ dns: string }} */ { dns }) => dns);
  },
  issue({ middle, leaf, host }) {
    const issuer = new X509();
    issuer.readCertPEM(middle.pem);
    return new KJUR.asn1.x509.Certificate({
      serial: { hex: `40${KJUR.crypto.Util.getRandomHexOfNbytes(15)}` },
      sigalg: 'SHA256withRSA',
      issuer: issuer.getSubject(),
      notbefore: utc(0),
      notafter: utc(90),
      subject: { array: [] },
      sbjpubkey: KEYUTIL.getKey(leaf.pem),
      ext: [
        { extname: 'basicConstraints', cA: false },
        { extname: 'keyUsage', critical: true, names: ['digitalSignature'] },
        { extname: 'extKeyUsage', array: ['serverAuth'] },
        { extname: 'subjectAltName', critical: true, array: [{ dns: host }] },
        { extname: 'authorityKeyIdentifier', kid: issuer.getExtSubjectKeyIdentifier().kid },
      ],
      cakey: middle.key,
    }).getPEM();
  },
  request({ ecKey, host }) {
    const key = KEYUTIL.getKey(ecKey);
    return new KJUR.asn1.csr.CertificationRequest({
      subject: { array: [] },
      sbjpubkey: key,
      extreq: [{ extname: 'subjectAltName', array: [{ dns: host }] }],
      sigalg: 'SHA256withECDSA',
      sbjprvkey: key,
    }).getPEM();
  },
  chain: 'no verification of chains',
  stranger: 'no verification of chains',
  crl({ middle, leaf }) {
    const [cert, issuer] = [new X509(), new X509()];
    cert.readCertPEM(leaf.pem);
    issuer.readCertPEM(middle.pem);
    return new KJUR.asn1.x509.CRL({
      sigalg: 'SHA256withRSA',
      issuer: issuer.getSubject(),
      thisupdate: utc(0),
      nextupdate: utc(7),
      revcert: [{ sn: { hex: cert.getSerialNumberHex() }, date: utc(0) }],
      ext: [{ extname: 'cRLNumber', num: 1 }],
      cakey: middle.key,
    }).getPEM();
  },
  ocsp({ leaf, middle }) {
    const reqList = [{ issuerCert: middle.pem, subjectCert: leaf.pem, alg: 'sha1' }];
    return bytesOf(new KJUR.asn1.ocsp.OCSPRequest({ reqList }).tohex());
  },
  'time-stamp'({ content }) {
    const hash = KJUR.crypto.Util.hashString(content, 'sha256');
    return bytesOf(new KJUR.asn1.tsp.TimeStampReq({ messageImprint: { alg: 'sha256', hash }, certreq: true }).tohex());
  },
  'write-p12': 'no PKCS #12',
  'read-p12': 'no PKCS #12',
  sign({ content, leaf }) {
    const signer = {
      id: { type: 'isssn', cert: leaf.pem },
      hashalg: 'sha256',
      sattrs: {
        array: [
          { attr: 'contentType', type: 'data' },
          { attr: 'messageDigest', hex: KJUR.crypto.Util.hashString(content, 'sha256') },
          { attr: 'signingTime', str: utc(0) },
        ],
      },
      sigalg: 'SHA256withRSA',
      signkey: leaf.key,
    };
    const econtent = { type: 'data', content: { hex: utf8tohex(content) } };
    const data = { version: 1, hashalgs: ['sha256'], econtent, certs: { array: [leaf.pem] }, sinfos: [signer] };
    return bytesOf(new KJUR.asn1.cms.SignedData(data).getContentInfoEncodedHex());
  },
  verify: 'the signature, and not the chain of its signer',
  encrypt: 'no encrypted messages',
  decrypt: 'no encrypted messages',
  jwk({ ecKey }) {
    return KEYUTIL.getJWK(KEYUTIL.getKey(ecKey));
  },
  openssh: 'no OpenSSH keys',
  'ml-dsa': 'RSA, DSA and ECDSA alone',
  text: 'a text of its own, of some extensions',
};

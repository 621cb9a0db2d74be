/** The tasks with PKI.js, over the platform's WebCrypto. */
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

const { subtle } = globalThis.crypto;
const derOf = (/** @type {string} */ pem) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
const bufferOf = (/** @type {Uint8Array} */ bytes) => Uint8Array.from(bytes).buffer;
const certificateOf = (/** @type {string} */ pem) => pkijs.Certificate.fromBER(bufferOf(derOf(pem)));
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const rsaKey = (/** @type {string} */ pem, algorithm = RSA, usage = 'sign') =>
  subtle.importKey('pkcs8', bufferOf(derOf(pem)), algorithm, true, [/** @type {KeyUsage} */ (usage)]);
const extension = (/** @type {string} */ extnID, /** @type {any} */ value, critical = false) =>
  new pkijs.Extension({ extnID, critical, extnValue: value.toSchema().toBER(false), parsedValue: value });
const dnsNames = (/** @type {string} */ value) =>
  new pkijs.GeneralNames({ names: [new pkijs.GeneralName({ type: 2, value })] });
const derOfContent = (/** @type {string} */ contentType, /** @type {any} */ content) =>
  new Uint8Array(new pkijs.ContentInfo({ contentType, content: content.toSchema(true) }).toSchema().toBER(false));

/** @type {import('./tasks.mjs').Contender} */
export const pkijsTasks = {
  read({ leaf }) {
    const found = certificateOf(leaf.pem).extensions?.find(({ extnID }) => extnID === '2.5.29.17');
    return found?.parsedValue.altNames.map((/** @type {{ value: string }} */ { value }) => value);
  },
  async issue({ middle, leaf, host }) {
    const issuer = certificateOf(middle.pem);
    const cert = new pkijs.Certificate();
    cert.version = 2;
    cert.serialNumber = new asn1js.Integer({
      valueHex: globalThis.crypto
        .getRandomValues(new Uint8Array(16))
        .map((byte, at) => (at === 0 ? 0x40 | (byte & 0x3f) : byte)).buffer,
    });
    cert.issuer = issuer.subject;
    const commonName = new asn1js.Utf8String({ value: host });
    cert.subject.typesAndValues.push(new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value: commonName }));
    cert.notBefore.value = new Date();
    cert.notAfter.value = new Date(Date.now() + 90 * 86_400_000);
    cert.subjectPublicKeyInfo = certificateOf(leaf.pem).subjectPublicKeyInfo;
    const usage = new asn1js.BitString({ valueHex: new Uint8Array([0x80]).buffer, unusedBits: 7 });
    const id = issuer.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.parsedValue;
    cert.extensions = [
      extension('2.5.29.19', new pkijs.BasicConstraints({ cA: false }), true),
      new pkijs.Extension({ extnID: '2.5.29.15', critical: true, extnValue: usage.toBER(false) }),
      extension('2.5.29.37', new pkijs.ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.1'] })),
      extension('2.5.29.17', dnsNames(host), true),
      extension('2.5.29.35', new pkijs.AuthorityKeyIdentifier({ keyIdentifier: id })),
    ];
    await cert.sign(await rsaKey(middle.key), 'SHA-256');
    return Buffer.from(cert.toSchema(true).toBER(false));
  },
  async request({ ecKey, host }) {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const privateKey = await subtle.importKey('pkcs8', bufferOf(derOf(ecKey)), algorithm, true, ['sign']);
    const { d: _secret, ...jwk } = await subtle.exportKey('jwk', privateKey);
    const publicKey = await subtle.importKey('jwk', { ...jwk, key_ops: ['verify'] }, algorithm, true, ['verify']);
    const request = new pkijs.CertificationRequest();
    // Without a subject it writes a part of a name that is empty, which nobody may (X.501).
    const commonName = new asn1js.Utf8String({ value: host });
    request.subject.typesAndValues.push(new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value: commonName }));
    await request.subjectPublicKeyInfo.importKey(publicKey);
    const extensions = new pkijs.Extensions({ extensions: [extension('2.5.29.17', dnsNames(host))] });
    request.attributes = [new pkijs.Attribute({ type: '1.2.840.113549.1.9.14', values: [extensions.toSchema()] })];
    await request.sign(privateKey, 'SHA-256');
    return new Uint8Array(request.toSchema(true).toBER(false));
  },
  chain: 'a chain, and no host names',
  stranger: 'no host names',
  async crl({ middle, leaf }) {
    const list = new pkijs.CertificateRevocationList();
    list.version = 1;
    list.issuer = certificateOf(middle.pem).subject;
    list.thisUpdate = new pkijs.Time({ type: 0, value: new Date() });
    list.nextUpdate = new pkijs.Time({ type: 0, value: new Date(Date.now() + 7 * 86_400_000) });
    const userCertificate = certificateOf(leaf.pem).serialNumber;
    const revocationDate = new pkijs.Time({ type: 0, value: new Date() });
    list.revokedCertificates = [new pkijs.RevokedCertificate({ userCertificate, revocationDate })];
    const number = new pkijs.Extension({
      extnID: '2.5.29.20',
      extnValue: new asn1js.Integer({ value: 1 }).toBER(false),
    });
    list.crlExtensions = new pkijs.Extensions({ extensions: [number] });
    await list.sign(await rsaKey(middle.key), 'SHA-256');
    return new Uint8Array(list.toSchema(true).toBER(false));
  },
  async ocsp({ leaf, middle }) {
    const request = new pkijs.OCSPRequest();
    const options = { hashAlgorithm: 'SHA-1', issuerCertificate: certificateOf(middle.pem) };
    await request.createForCertificate(certificateOf(leaf.pem), options);
    return new Uint8Array(request.toSchema(true).toBER(false));
  },
  async 'time-stamp'({ content }) {
    const hash = await subtle.digest('SHA-256', new TextEncoder().encode(content));
    const hashAlgorithm = new pkijs.AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' });
    const hashedMessage = new asn1js.OctetString({ valueHex: hash });
    const messageImprint = new pkijs.MessageImprint({ hashAlgorithm, hashedMessage });
    return new Uint8Array(
      new pkijs.TimeStampReq({ version: 1, messageImprint, certReq: true }).toSchema().toBER(false),
    );
  },
  'write-p12': 'it can, in some eighty lines, which are left out here',
  'read-p12': 'it can, in some forty lines, which are left out here',
  async sign({ content, leaf }) {
    const certificate = certificateOf(leaf.pem);
    const data = new TextEncoder().encode(content);
    const eContent = new asn1js.OctetString({ valueHex: data.buffer });
    const encapContentInfo = new pkijs.EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.7.1', eContent });
    const sid = new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber });
    const hash = await subtle.digest('SHA-256', data);
    const attributes = [
      new pkijs.Attribute({
        type: '1.2.840.113549.1.9.3',
        values: [new asn1js.ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })],
      }),
      new pkijs.Attribute({ type: '1.2.840.113549.1.9.5', values: [new asn1js.UTCTime({ valueDate: new Date() })] }),
      new pkijs.Attribute({ type: '1.2.840.113549.1.9.4', values: [new asn1js.OctetString({ valueHex: hash })] }),
    ];
    const signedAttrs = new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes });
    const signerInfos = [new pkijs.SignerInfo({ version: 1, sid, signedAttrs })];
    const message = new pkijs.SignedData({ version: 1, encapContentInfo, signerInfos, certificates: [certificate] });
    await message.sign(await rsaKey(leaf.key), 0, 'SHA-256', data.buffer);
    return derOfContent(pkijs.ContentInfo.SIGNED_DATA, message);
  },
  async verify({ signed, root, middle }) {
    const { content } = pkijs.ContentInfo.fromBER(bufferOf(signed));
    const message = new pkijs.SignedData({ schema: content });
    message.certificates?.push(certificateOf(middle.pem));
    const trusted = { signer: 0, checkChain: true, trustedCerts: [certificateOf(root.pem)] };
    if (!(await message.verify(trusted))) throw new Error('not valid');
    return new Uint8Array(message.encapContentInfo.eContent?.getValue() ?? []);
  },
  async encrypt({ content, leaf }) {
    const message = new pkijs.EnvelopedData();
    message.addRecipientByCertificate(certificateOf(leaf.pem), { oaepHashAlgorithm: 'SHA-256' });
    await message.encrypt(
      /** @type {any} */ ({ name: 'AES-CBC', length: 256 }),
      new TextEncoder().encode(content).buffer,
    );
    return derOfContent(pkijs.ContentInfo.ENVELOPED_DATA, message);
  },
  decrypt: 'RSA-OAEP alone: WebCrypto has no PKCS #1 v1.5',
  async jwk({ ecKey }) {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    return subtle.exportKey('jwk', await subtle.importKey('pkcs8', bufferOf(derOf(ecKey)), algorithm, true, ['sign']));
  },
  openssh: 'no OpenSSH keys',
  'ml-dsa': 'what WebCrypto has, and in Node 20 it has none of it',
  text: 'no text',
};

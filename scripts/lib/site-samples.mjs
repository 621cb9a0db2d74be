/** Files for the page to read: for its pictures and its tests. All are made here, with the kit. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bundleCertificates,
  createCertificateAuthority,
  createCrl,
  createKey,
  createOcspRequest,
  createOcspResponse,
  createPkcs12,
  createRequest,
  createTimeStampRequest,
  createTimeStampResponse,
  issueCertificate,
  issueIntermediate,
  readCertificate,
  signMail,
  signMessage,
  writeKey,
} from 'tsopenssl/pki';

/** The password of the files that have one. */
export const PASSWORD = 'correct horse';

const key = /** @type {const} */ ({ type: 'EC', curve: 'prime256v1' });
const DAY = 86_400_000;

/** @param {string} text - attributes without commas in their values */
const name = (text) =>
  text.split(', ').map((part) => {
    const [type = '', value = ''] = part.split('=');
    return { type, value };
  });

/** @returns {Readonly<Record<string, Uint8Array | string>>} files by their names */
function samples() {
  const root = createCertificateAuthority({ subject: name('C=SE, O=Example Trust, CN=Example Root'), key });
  const inter = issueIntermediate({
    issuer: root,
    subject: name('C=SE, O=Example Trust, CN=Example Issuing CA 1'),
    key,
  });
  const leaf = issueCertificate({
    issuer: inter,
    subject: name('O=Example AB, CN=www.example.com'),
    names: ['www.example.com', 'example.com', '*.shop.example.com', '192.0.2.7'],
    key,
    days: 90,
  });
  const expired = issueCertificate({
    issuer: inter,
    names: ['old.example.com'],
    key: { type: 'RSA', bits: 2048 },
    notBefore: new Date(Date.now() - 400 * DAY),
    notAfter: new Date(Date.now() - 35 * DAY),
  });
  const mailer = issueCertificate({
    issuer: root,
    subject: name('CN=Anna'),
    names: [{ type: 'email', value: 'anna@example.com' }],
    usages: ['emailProtection'],
    key,
  });
  const stamper = issueCertificate({
    issuer: root,
    subject: name('CN=Time of Example'),
    key,
    extensions: [{ type: 'extKeyUsage', usages: ['timeStamping'], critical: true }],
  });
  const signers = [{ certificate: mailer.certificate, key: mailer.key }];
  const asked = { certificate: leaf.certificate, issuer: inter.certificate };
  const question = createOcspRequest({ certificates: [asked] }).der;
  const stampRequest = createTimeStampRequest({ data: 'a contract', certificates: true });
  const mail = {
    headers: [
      { name: 'From', value: 'anna@example.com' },
      { name: 'To', value: 'bert@example.com' },
      { name: 'Subject', value: 'Minutes of the meeting' },
      { name: 'Content-Type', value: 'text/plain; charset=utf-8' },
    ],
    body: 'All agreed.\n',
  };
  const plain = createKey({ type: 'ED25519' }).key;
  return {
    'root.pem': root.pem,
    'intermediate.pem': inter.pem,
    'www.example.com.pem': leaf.pem,
    'www.example.com.der': leaf.der,
    'fullchain.pem': leaf.pem + inter.pem + root.pem,
    'expired.pem': expired.pem,
    'request.csr': createRequest({ subject: name('O=Example AB, CN=new.example.com'), names: ['new.example.com'], key })
      .pem,
    'revoked.crl': createCrl({
      issuer: inter,
      revoked: [{ serialNumber: readCertificate(expired.pem).serialNumber, reason: 'superseded' }],
    }).der,
    'store.p12': createPkcs12({
      entries: [
        { type: 'key', key: leaf.key, certificate: leaf.certificate, chain: [inter.certificate], friendlyName: 'web' },
      ],
      password: PASSWORD,
    }).der,
    'bundle.p7b': bundleCertificates([leaf.certificate, inter.certificate, root.certificate]).der,
    'signed.p7m': signMessage('hello', { signers }).der,
    'request.ocsp': question,
    'response.ocsp': createOcspResponse({
      responder: inter,
      issuer: inter.certificate,
      request: question,
      statuses: [{ certificate: leaf.certificate, status: 'good' }],
    }).der,
    'request.tsq': stampRequest.der,
    'response.tsr': createTimeStampResponse(stampRequest.der, {
      signer: { certificate: stamper.certificate, key: stamper.key },
      policy: '1.2.3.4',
    }).der,
    'key.pem': String(writeKey(plain, { format: 'pkcs8' })),
    'locked.pem': String(writeKey(plain, { format: 'pkcs8', passphrase: PASSWORD })),
    'key.jwk': JSON.stringify(writeKey(plain, { format: 'jwk' })),
    id_ed25519: String(writeKey(plain, { format: 'openssh' })),
    'letter.eml': signMail(mail, { signers }),
  };
}

/** Writes them into a folder. @returns where they are */
export async function writeSamples() {
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-site-'));
  await Promise.all(Object.entries(samples()).map(([name, content]) => writeFile(join(folder, name), content)));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

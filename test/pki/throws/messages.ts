/** What messages, mail, time stamps and the status of certificates are refused for, as their doc comments say. */
import * as pki from '../../../src/pki/index.js';
import {
  bundle,
  ca,
  changedDigest,
  detached,
  encrypted,
  junk,
  kem,
  leaf,
  other,
  type Row,
  rsa,
  scan,
  signed,
  stranger,
  tsa,
  whole,
} from './world.js';

const { issueCertificate, signMessage } = pki;

/** By function and class. */
export const OF_MESSAGES: Readonly<Record<string, readonly Row[]>> = {
  'bundleCertificates PkiError': [['nothing to bundle', () => pki.bundleCertificates([])]],
  'readBundle PkiError': [['no signed message', () => pki.readBundle(encrypted)]],
  'verifyDigest crypto.Error': [['the digest is another', () => pki.verifyDigest(changedDigest())]],
  'readMessage PkiError': [['no message', () => pki.readMessage(leaf.der)]],
  'readMail PkiError': [
    ['what is in it is no message', () => pki.readMail('Content-Type: application/pkcs7-mime\r\n\r\nx')],
  ],
  'verifyMail PkiError': [['no signed mail', () => pki.verifyMail('A: b\r\n\r\nx', { trust: [ca.certificate] })]],
  'decryptMail PkiError': [
    [
      'ERR_PKI_DECRYPT',
      () => pki.decryptMail(pki.encryptMail({ body: 'x' }, { recipients: [rsa.certificate] }), { key: ca.key }),
    ],
  ],
  'signMail PkiError': [
    ['a field would begin another', () => pki.signMail(scan, { signers: [leaf] })],
    ['cannot sign so', () => pki.signMail({ body: 'x' }, { signers: [stranger] })],
  ],
  'encryptMail PkiError': [
    ['a field would begin another', () => pki.encryptMail(scan, { recipients: [rsa.certificate] })],
    ['no recipient', () => pki.encryptMail({ body: 'x' }, { recipients: [] })],
  ],
  'verifyOcspResponse PkiError': [
    [
      'ERR_PKI_UNVERIFIED',
      () =>
        pki.verifyOcspResponse({
          response: pki.createOcspResponse({ error: 'tryLater' }).der,
          certificate: leaf.der,
          issuer: ca.der,
        }),
    ],
    ['ERR_PKI_DER', () => pki.verifyOcspResponse({ response: junk, certificate: leaf.der, issuer: ca.der })],
  ],
  'createTimeStampRequest PkiError': [
    ['neither data', () => pki.createTimeStampRequest({})],
    ['or both', () => pki.createTimeStampRequest({ data: 'x', imprint: new Uint8Array(32) })],
  ],
  'readTimeStampRequest PkiError': [['it is none', () => pki.readTimeStampRequest(junk)]],
  'createTimeStampResponse PkiError': [
    [
      'what it cannot do',
      () => pki.createTimeStampResponse(pki.createTimeStampRequest({ data: 'x' }).der, { signer: tsa, policy: 'x' }),
    ],
  ],
  'readTimeStampResponse PkiError': [['it is none', () => pki.readTimeStampResponse(junk)]],
  'readTimeStamp PkiError': [['no time stamp', () => pki.readTimeStamp(signed)]],
  'verifyTimeStamp PkiError': [
    ['neither', () => pki.verifyTimeStamp(junk, { trust: [ca.certificate], data: 'x' } as never)],
  ],
  'decryptMessage PkiError': [
    ['ERR_PKI_DECRYPT', () => pki.decryptMessage(encrypted, { key: ca.key })],
    ['no encrypted message', () => pki.decryptMessage(signed, { key: rsa.key })],
    [
      'asks for too much',
      () =>
        pki.decryptMessage(pki.encryptMessage('x', { recipients: [{ password: 'x', iterations: 5000 }] }).der, {
          ...{ password: 'x', maxIterations: 10 },
        }),
    ],
  ],
  'encryptMessage PkiError': [
    ['no recipient', () => pki.encryptMessage('x', { recipients: [] })],
    [
      'does not encrypt so',
      () =>
        pki.encryptMessage('x', {
          recipients: [issueCertificate({ issuer: ca, subject: 'e', key: { type: 'ED25519' } }).certificate],
        }),
    ],
  ],
  'encryptMessage RangeError': [
    ['no such cipher', () => pki.encryptMessage('x', { recipients: [rsa.certificate], cipher: 'rot13' })],
  ],
  'encryptStream PkiError': [
    ['no recipient', () => whole(pki.encryptStream(['x'], { recipients: [] }))],
    ['recipients of ML-KEM', () => whole(pki.encryptStream(['x'], { recipients: [kem.certificate] }))],
  ],
  'decryptStream PkiError': [['ERR_PKI_DECRYPT', () => whole(pki.decryptStream([encrypted], { key: ca.key }))]],
  'signStream PkiError': [['cannot sign so', async () => whole(pki.signStream(['x'], { signers: [stranger] }))]],
  'verifyStream PkiError': [
    ['no signed message', () => pki.verifyStream([encrypted], { trust: [ca.certificate] })],
    ['nobody has signed it', () => pki.verifyStream([bundle], { trust: [ca.certificate] })],
  ],
  'signMessage PkiError': [['cannot sign so', () => signMessage('x', { signers: [stranger] })]],
  'addSigners PkiError': [
    ['no signed message', () => pki.addSigners(encrypted, { signers: [leaf] })],
    ['content is not there', () => pki.addSigners(detached, { signers: [leaf] })],
    ['cannot sign so', () => pki.addSigners(signed, { signers: [stranger] })],
  ],
  'verifyMessage PkiError': [
    ['no signed message', () => pki.verifyMessage(encrypted, { trust: [ca.certificate] })],
    ['nobody has signed it', () => pki.verifyMessage(bundle, { trust: [ca.certificate] })],
    ['content is not there', () => pki.verifyMessage(detached, { trust: [ca.certificate] })],
    [
      'too many signers',
      () =>
        pki.verifyMessage(signMessage('x', { signers: [leaf, tsa] }).der, { trust: [ca.certificate], maxSigners: 1 }),
    ],
  ],
  'createOcspRequest PkiError': [
    [
      'not of the issuer',
      () => pki.createOcspRequest({ certificates: [{ certificate: leaf.der, issuer: other.der }] }),
    ],
  ],
  'createOcspResponse PkiError': [
    [
      'neither the issuer nor delegated',
      () => pki.createOcspResponse({ responder: leaf, issuer: ca.der, statuses: [] }),
    ],
    [
      'nothing is said of a certificate',
      () =>
        pki.createOcspResponse({
          responder: ca,
          request: pki.createOcspRequest({ certificates: [{ certificate: leaf.der, issuer: ca.der }] }).der,
        }),
    ],
  ],
  'readOcspRequest PkiError': [
    ['it is none', () => pki.readOcspRequest(junk)],
    ['larger than may be', () => pki.readOcspRequest(new Uint8Array(100), { maxBytes: 1 })],
  ],
  'readOcspResponse PkiError': [
    ['it is none', () => pki.readOcspResponse(junk)],
    ['larger than may be', () => pki.readOcspResponse(new Uint8Array(1000), { maxBytes: 1 })],
  ],
  'createOcspResponder PkiError': [
    [
      'neither the issuer nor delegated',
      () => pki.createOcspResponder({ responder: leaf, issuer: ca.der, lookup: () => ({ error: 'tryLater' }) }),
    ],
  ],
};

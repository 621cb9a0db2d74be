/** What certificates, lists, requests, keys and their files are refused for, as their doc comments say. */
import { webcrypto } from 'node:crypto';
import * as pki from '../../../src/pki/index.js';
import {
  badPoint,
  brainpool,
  ca,
  changed,
  closed,
  day,
  hollow,
  junk,
  jwk,
  leaf,
  lying,
  other,
  ownKey,
  type Row,
  request,
  store,
  x25519,
} from './world.js';

const { createCertificateAuthority, createKey, createRequest, issueCertificate, issueIntermediate, writeKey } = pki;

/** By function and class. */
export const OF_STRUCTURES: Readonly<Record<string, readonly Row[]>> = {
  'buildChain PkiError': [
    ['no certificate', () => pki.buildChain({ heap: [] })],
    ['beyond a bound', () => pki.buildChain({ heap: [ca.der, leaf.der], maxCertificates: 1 })],
  ],
  'verifyChain PkiError': [
    ['certificate or anchors are missing', () => pki.verifyChain({ certificate: leaf.der } as never)],
    ['cannot be read', () => pki.verifyChain({ certificate: junk, anchors: ca.der })],
  ],
  'verifyChain RangeError': [
    ['an unknown purpose', () => pki.verifyChain({ certificate: leaf.der, anchors: ca.der, purpose: 'x' as 'any' })],
    ['an empty host', () => pki.verifyChain({ certificate: leaf.der, anchors: ca.der, host: '' })],
  ],
  'asn1Tree PkiError': [
    ['no BER', () => pki.asn1Tree(lying)],
    ['beyond a bound', () => pki.asn1Tree(leaf.der, { maxNodes: 1 })],
  ],
  'createCrl PkiError': [
    ['may not sign lists', () => pki.createCrl({ issuer: leaf })],
    [
      'an entry is there twice',
      () => pki.createCrl({ issuer: ca, revoked: [{ serialNumber: 1 }, { serialNumber: 1 }] }),
    ],
    ['over when it begins', () => pki.createCrl({ issuer: ca, nextUpdate: new Date(0) })],
  ],
  'findRevoked PkiError': [['a length that lies', () => pki.findRevoked(lying, leaf.der)]],
  'findRevoked crypto.Error': [['for a list, or a certificate', () => pki.findRevoked(junk, leaf.der)]],
  'createCertificateAuthority PkiError': [
    ['nobody should take it', () => createCertificateAuthority({ subject: 'x', key: { type: 'RSA', bits: 1024 } })],
    ['cannot be made', () => createCertificateAuthority({ subject: [{ type: '1.2.x', value: 'x' }] as never })],
  ],
  'issueIntermediate PkiError': [
    ['the issuer is no CA', () => issueIntermediate({ issuer: leaf, subject: 'x' })],
    [
      'no CA stand below it',
      () => issueIntermediate({ issuer: issueIntermediate({ issuer: ca, subject: 'x' }), subject: 'y' }),
    ],
  ],
  'issueCertificate PkiError': [
    ['names nobody', () => issueCertificate({ issuer: ca })],
    ["a server's and names no host", () => issueCertificate({ issuer: ca, subject: 'x', usages: ['serverAuth'] })],
    [
      'outlives its issuer',
      () => issueCertificate({ issuer: ca, subject: 'x', notAfter: new Date(Date.now() + 36_500 * day) }),
    ],
    ['more than 825 days', () => issueCertificate({ issuer: ca, names: ['a.example'], days: 826 })],
  ],
  'createRequest PkiError': [
    ['nobody should take it', () => createRequest({ subject: 'x', key: { type: 'RSA', bits: 1024 } })],
    ['cannot be made', () => createRequest({ subject: 'x', key: x25519 })],
  ],
  'checkKey PkiError': [
    ['no key', () => pki.checkKey(junk)],
    ['a JWK', () => pki.checkKey(jwk as never)],
    ['does not even read it', () => pki.checkKey(badPoint())],
  ],
  'createKey PkiError': [
    ['no such type or curve', () => createKey({ type: 'EC', curve: 'P-1' } as never)],
    ['nobody should use it', () => createKey({ type: 'RSA', bits: 512 })],
  ],
  'createKey RangeError': [['out of range', () => createKey({ type: 'RSA', bits: 1_000_000 })]],
  'fingerprints PkiError': [['none of them', () => pki.fingerprints(junk)]],
  'jwkThumbprint PkiError': [
    ['no JWK of such keys', () => pki.jwkThumbprint(brainpool)],
    ['no such digest', () => pki.jwkThumbprint(ca.key, 'sha0')],
  ],
  'isSameKey PkiError': [['one of them is none', () => pki.isSameKey(ca.key, junk)]],
  'readKey PkiError': [
    ['no key', () => pki.readKey(leaf.pem)],
    ['missing or wrong', () => pki.readKey(closed, { passphrase: 'wrong' })],
    ['numbers out of range', () => pki.readKey(badPoint())],
    ['numbers out of range', () => pki.readKey({ ...jwk, x: 'A'.repeat(43), y: 'A'.repeat(43) })],
  ],
  'signData PkiError': [['cannot sign so', () => pki.signData(x25519, 'x')]],
  'verifySignature PkiError': [
    ['no key', () => pki.verifySignature(junk, new Uint8Array(64), 'x')],
    ['does not sign so', () => pki.verifySignature(x25519, new Uint8Array(64), 'x')],
  ],
  'signatureToRaw PkiError': [['no such DER', () => pki.signatureToRaw(junk, 32)]],
  'signatureToDer PkiError': [['not of one length', () => pki.signatureToDer(new Uint8Array(3))]],
  'writeKey PkiError': [
    ['no JWK of such keys', () => writeKey(brainpool, { format: 'jwk' })],
    ['none of its type', () => writeKey(x25519, { format: 'pkcs1' })],
    ['not be encrypted so', () => writeKey(ca.key, { format: 'sec1', passphrase: 'x', encryption: { scheme: 'pem' } })],
  ],
  'lint PkiError': [['a password protects', () => pki.lint(closed)]],
  'readJks PkiError': [['it is none', () => pki.readJks(new Uint8Array(64))]],
  'readPkcs12 PkiError': [
    ['no such file', () => pki.readPkcs12(leaf.der)],
    ['no MAC', () => pki.readPkcs12(store('none'), { password: 'x' })],
    ['missing or wrong', () => pki.readPkcs12(store(), { password: 'y' })],
    ['more work', () => pki.readPkcs12(store(), { password: 'x', maxIterations: 1 })],
  ],
  'createPkcs12 PkiError': [
    ['does not fit together', () => pki.createPkcs12({ entries: [], password: 'x' })],
    ['nobody should make it', () => pki.createPkcs12({ entries: [{ type: 'key', key: ca.key }], password: 'a\0b' })],
  ],
  'readCertificate PkiError': [['a length that lies', () => pki.readCertificate(lying)]],
  'readCertificate crypto.Error': [['OpenSSL does not take it', () => pki.readCertificate(hollow)]],
  'readCrl PkiError': [
    ['a length that lies', () => pki.readCrl(lying)],
    [
      'more entries',
      () =>
        pki.readCrl(pki.createCrl({ issuer: ca, revoked: [1, 2].map((serialNumber) => ({ serialNumber })) }).der, {
          maxEntries: 1,
        }),
    ],
  ],
  'readCrl crypto.Error': [['OpenSSL does not take it', () => pki.readCrl(hollow)]],
  'readRequest PkiError': [['a length that lies', () => pki.readRequest(lying)]],
  'readRequest crypto.Error': [['OpenSSL does not take it', () => pki.readRequest(hollow)]],
  'needsRenewal PkiError': [],
  'renewCertificate PkiError': [
    ['somebody else has issued the old one', () => pki.renewCertificate({ certificate: leaf.der, issuer: other })],
  ],
  'judgeRequest PkiError': [['a length that lies', () => pki.judgeRequest({ request: lying })]],
  'judgeRequest crypto.Error': [['OpenSSL does not take it', () => pki.judgeRequest({ request: junk })]],
  'issueFromRequest RequestRefusedError': [
    ['the request is refused', () => pki.issueFromRequest({ request: changed(request), issuer: ca })],
  ],
  'issueFromRequest PkiError': [['cannot be made', () => pki.issueFromRequest({ request, issuer: leaf })]],
  'fromCryptoKey PkiError': [
    [
      'a secret key',
      async () =>
        pki.fromCryptoKey(
          (await webcrypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt'])) as never,
        ),
    ],
    [
      'cannot be exported',
      async () =>
        pki.fromCryptoKey(
          (await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']))
            .privateKey as never,
        ),
    ],
  ],
  'fromCryptoKey crypto.Error': [],
  'toCryptoKey PkiError': [
    ['no such algorithm', () => pki.toCryptoKey(brainpool)],
    [
      'another kind of key',
      () => pki.toCryptoKey(ca.key, { algorithm: { name: 'RSA-PSS', hash: 'SHA-256' } } as never),
    ],
  ],
  'webCryptoSigner PkiError': [
    [
      'cannot sign',
      async () =>
        pki.webCryptoSigner(
          (await webcrypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])) as never,
        ),
    ],
  ],
  'webCryptoSigner TypeError': [
    ['the pair is none', async () => pki.webCryptoSigner({ ...(await ownKey()), publicKey: 1 } as never)],
  ],
};

/** What no call of a test can provoke, and why. */
export const UNPROVOKED: Readonly<Record<string, string>> = {
  'needsRenewal PkiError': 'its certificate would have a time that is none: test/pki/renew.test.ts has one',
  'fromCryptoKey crypto.Error': 'no engine has a kind of key in WebCrypto that OpenSSL has not',
};

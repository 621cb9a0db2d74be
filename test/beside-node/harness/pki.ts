/** Certificates, keys, lists and parameters that the scripts use. */
import { getDiffieHellman } from 'node:crypto';
import { crypto } from '../../../src/index.js';
import { type Identity, issue, newKey } from '../../support/pki.js';
import type { Pki } from './given.js';
import { PASSPHRASE } from './script.js';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const LOCAL = 'DNS:localhost,IP:127.0.0.1';

export function makePki(): Pki {
  const ca = issue('Test Root', { ca: true });
  const server = issue('localhost', { issuer: ca, san: LOCAL });
  const rsa = issue('localhost', { issuer: ca, san: LOCAL, key: newKey(crypto.TYPE_RSA, 2048) });
  const intermediate = issue('Test Intermediate', { issuer: ca, ca: true });
  const leaf = issue('localhost', { issuer: intermediate, san: LOCAL });
  const usage = new crypto.X509Extension('extendedKeyUsage', false, 'clientAuth');
  const revoked = issue('localhost', { issuer: ca, san: LOCAL, serial: 4242 });
  const client = issue('a client', { issuer: ca });
  const future = issue('localhost', { issuer: ca, san: LOCAL });
  future.cert.setNotBefore('20490101000000Z');
  future.cert.setNotAfter('20491231000000Z');
  future.cert.sign(ca.key, 'sha256');
  return {
    ...pair('server', server),
    ...pair('rsa', rsa),
    ...pair('other', issue('other.example', { issuer: ca, san: 'DNS:other.example' })),
    ...pair('client', client),
    ...pair('stranger', issue('localhost', { san: LOCAL })),
    ...pair('expired', issue('localhost', { issuer: ca, san: LOCAL, notAfter: '20200101000000Z' })),
    ...pair('clientOnly', issue('localhost', { issuer: ca, san: LOCAL, extensions: [usage] })),
    ...pair('revoked', revoked),
    ...pair('nameOnly', issue('localhost', { issuer: ca })),
    future: text(crypto.dumpCertificate(crypto.FILETYPE_PEM, future.cert)),
    futureKey: future.keyPem,
    ca: ca.certPem,
    caKey: ca.keyPem,
    crl: listOf(ca, '1092'),
    emptyCrl: listOf(ca),
    leaf: leaf.certPem,
    intermediate: intermediate.certPem,
    chain: leaf.certPem + intermediate.certPem,
    chainKey: leaf.keyPem,
    encryptedKey: text(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, server.key, 'aes256', PASSPHRASE)),
    pfx: pfxOf(server, ca),
    dhparam: dhparamOf('modp14'),
    smallDhparam: dhparamOf('modp1'),
  } as Pki;
}

const pair = (name: string, one: Identity) => ({ [name]: one.certPem, [`${name}Key`]: one.keyPem });

/** With what is revoked, by serial number. */
function listOf(issuer: Identity, serial?: string): string {
  const list = new crypto.CRL();
  if (serial !== undefined) {
    const entry = new crypto.Revoked();
    entry.setSerial(serial);
    entry.setRevDate('20240101000000Z');
    list.addRevoked(entry);
  }
  return text(list.export(issuer.cert, issuer.key, crypto.FILETYPE_PEM, 100, 'sha256'));
}

function pfxOf(one: Identity, ca: Identity): string {
  const file = new crypto.PKCS12();
  file.setPrivatekey(one.key);
  file.setCertificate(one.cert);
  file.setCaCertificates([ca.cert]);
  return Buffer.from(file.export(PASSPHRASE)).toString('base64');
}

/** DH parameters of a standard group (PKCS #3: prime and generator). */
function dhparamOf(group: string): string {
  const { getPrime, getGenerator } = bound(getDiffieHellman(group));
  const body = Buffer.concat([der(2, unsigned(getPrime())), der(2, unsigned(getGenerator()))]);
  const base64 = der(0x30, body).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN DH PARAMETERS-----\n${base64}\n-----END DH PARAMETERS-----\n`;
}

const bound = (group: { getPrime(): Buffer; getGenerator(): Buffer }) => ({
  getPrime: () => group.getPrime(),
  getGenerator: () => group.getGenerator(),
});

const unsigned = (number: Buffer) => ((number[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), number]) : number);

function der(tag: number, body: Buffer): Buffer {
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}

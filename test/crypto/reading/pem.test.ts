/** PEM as people have it, by every way in. */
import { describe, expect, it } from 'vitest';
import { createSecureContext } from '../../../src/adapters/node/index.js';
import { crypto, SSL, ssl } from '../../../src/index.js';
import { readCertificate } from '../../../src/pki/index.js';
import { localPki } from '../../support/pki.js';
import { thrownBy } from '../../support/thrown.js';

const PEM = crypto.FILETYPE_PEM;
const { ca, server } = localPki();
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function utf16(text: string, isBig: boolean): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
  return isBig ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes;
}

/** What people do to a file, or it to them. */
const SPOILT: Readonly<Record<string, (pem: string) => string | Uint8Array>> = {
  'as it is': (pem) => pem,
  'lines ended by CR LF': (pem) => pem.replaceAll('\n', '\r\n'),
  'lines ended by CR': (pem) => pem.replaceAll('\n', '\r'),
  'no end of the last line': (pem) => pem.trimEnd(),
  'a byte order mark': (pem) => `\ufeff${pem}`,
  'UTF-16, little end first': (pem) => utf16(pem, false),
  'UTF-16, big end first': (pem) => utf16(pem, true),
  indented: (pem) => pem.replaceAll(/^/gm, '    '),
  'indented by tabs': (pem) => pem.replaceAll(/^/gm, '\t'),
  'blanks behind each line': (pem) => pem.replaceAll(/$/gm, '  '),
  'a blank line between all lines': (pem) => pem.replaceAll('\n', '\n\n'),
  'blank lines before the end': (pem) => pem.replaceAll('-----END', '\n\n-----END'),
  'one long line': (pem) => pem.replaceAll(/(?<=[^-])\n(?=[^-])/g, ''),
  'short lines': (pem) => pem.replaceAll(/^[^-\n]{64}$/gm, (line) => line.replaceAll(/.{7}/g, '$&\n')),
  'blanks for ends of lines': (pem) => pem.replaceAll('\n', ' '),
  'an escaped end of each line': (pem) => pem.replaceAll('\n', '\\n'),
  'a doubly escaped end of each line': (pem) => pem.replaceAll('\n', '\\\\n'),
  'escaped ends as Windows has them': (pem) => pem.replaceAll('\n', '\\r\\n'),
  'a JSON string': (pem) => JSON.stringify({ pem }),
  'a mail that quotes it': (pem) => `Here it is:\n\n${pem.replaceAll(/^/gm, '> ')}\n> --\n> me`,
  'text around it': (pem) => `subject=CN = x\nissuer=y\n${pem}\nand what comes after it\n`,
  'a sentence of it in front': (pem) =>
    `It begins with -----BEGIN CERTIFICATE----- and has a\n-----END CERTIFICATE-----\n${pem}`,
  'another block in front': (pem) => `${decoder.decode(crypto.dumpPublickey(PEM, ca.key))}${pem}`,
  'a broken block of another kind in front': (pem) => `-----BEGIN OTHER-----\n!!!\n-----END SOMETHING-----\n${pem}`,
  'no padding': (pem) => pem.replaceAll(/=+$/gm, ''),
  'blanks that do not break': (pem) => pem.replaceAll(/^/gm, '\u00a0'),
};

/** Every way in, with what it takes, and what shows that it was read. */
const request = new crypto.X509Req();
request.setPubkey(server.key);
request.sign(server.key, 'sha256');
const list = new crypto.CRL();
const listPem = decoder.decode(list.export(ca.cert, ca.key));
const sealed = decoder.decode(crypto.dumpPrivatekey(PEM, server.key, 'aes-128-cbc', 'secret'));
const requestPem = decoder.decode(crypto.dumpCertificateRequest(PEM, request));
const publicPem = decoder.decode(crypto.dumpPublickey(PEM, server.key));
const signedPem = decoder.decode(crypto.PKCS7.sign(server.cert, server.key, 'data').dump(PEM));
type Pem = string | Uint8Array;

const READERS: readonly (readonly [name: string, pem: string, read: (pem: Pem) => unknown])[] = [
  ['loadCertificate', server.certPem, (pem) => expect(crypto.loadCertificate(PEM, pem).equals(server.cert)).toBe(true)],
  ['loadCertificates', server.certPem + ca.certPem, (pem) => expect(crypto.loadCertificates(pem)).toHaveLength(2)],
  ['loadPrivatekey', server.keyPem, (pem) => expect(crypto.loadPrivatekey(PEM, pem).equals(server.key)).toBe(true)],
  ['loadPrivatekey, encrypted', sealed, (pem) => crypto.loadPrivatekey(PEM, pem, 'secret')],
  ['loadPublickey', publicPem, (pem) => (typeof pem === 'string' ? crypto.loadPublickey(PEM, pem) : undefined)],
  ['loadCertificateRequest', requestPem, (pem) => crypto.loadCertificateRequest(PEM, pem)],
  ['loadCrl', listPem, (pem) => crypto.loadCrl(PEM, pem)],
  ['loadPkcs7Data', signedPem, (pem) => expect(crypto.loadPkcs7Data(PEM, pem).typeIsSigned()).toBe(true)],
  ['Context.useCertificateChain', server.certPem, (pem) => new SSL.Context(SSL.TLS_METHOD).useCertificateChain(pem)],
  [
    'Context.loadVerifyData',
    server.certPem + ca.certPem,
    (pem) => expect(new SSL.Context(SSL.TLS_METHOD).loadVerifyData(pem)).toBe(2),
  ],
  [
    'SSLContext.loadVerifyLocations',
    ca.certPem,
    (pem) => {
      const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
      context.loadVerifyLocations(null, null, typeof pem === 'string' ? pem : ca.certPem);
      expect(context.certStoreStats().x509).toBe(1);
    },
  ],
  ['cert and key of node', server.certPem, (pem) => createSecureContext({ cert: pem as never, key: server.keyPem })],
  ['key of node', server.keyPem, (pem) => createSecureContext({ cert: server.certPem, key: pem as never })],
  ['ca of node', ca.certPem, (pem) => createSecureContext({ ca: pem as never })],
  ['crl of node', listPem, (pem) => createSecureContext({ crl: pem as never })],
  ['readCertificate', server.certPem, (pem) => expect(readCertificate(pem).serialNumber).toBeDefined()],
];

describe.each(Object.entries(SPOILT))('PEM: %s', (_how, spoil) => {
  it.each(READERS)('is read by %s', (_name, pem, read) => {
    const spoilt = spoil(pem);
    read(spoilt);
    read(typeof spoilt === 'string' ? encoder.encode(spoilt) : spoilt);
  });
});

describe('joined blocks', () => {
  const joined = server.certPem.trimEnd() + ca.certPem;

  it('are two certificates, and a key beside a certificate is each found', () => {
    expect(joined).toContain('----------');
    expect(crypto.loadCertificates(joined)).toHaveLength(2);
    const both = server.keyPem.trimEnd() + server.certPem;
    expect(crypto.loadCertificate(PEM, both).equals(server.cert)).toBe(true);
    expect(crypto.loadPrivatekey(PEM, both).equals(server.key)).toBe(true);
  });
});

describe('an encrypted key of the traditional form', () => {
  const traditional = `-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

AAAA
-----END RSA PRIVATE KEY-----
`;

  it.each(['\r\n', '\\n', '\n> '])('keeps its headers, with lines ended by %j', (end) => {
    const error = thrownBy(() => crypto.loadPrivatekey(PEM, traditional.replaceAll('\n', end), 'x')) as crypto.Error;
    // Of the letters that are encrypted nothing can be made: but the headers were understood.
    expect(error.message).toMatch(/wrong password|bad decrypt|too short|wrong final block/i);
  });
});

describe('what can be read in two ways is refused', () => {
  it.each([
    ['another END', server.certPem.replace('END CERTIFICATE', 'END X509 CRL'), 'ends as "X509 CRL"'],
    ['no END', server.certPem.replace(/-----END.*/, ''), 'there is no line "END CERTIFICATE"'],
    ['a block in a block', server.certPem.replace(/-----END.*/, '') + ca.certPem, 'there is no line "END'],
    ['a letter that is none', server.certPem.replace(/\nM/, '\nM*'), 'has "*", which is not of base64'],
    ['more behind the padding', server.certPem.replace('-----END', 'AA==AA\n-----END'), 'goes on behind its end'],
    ['nothing in it', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----', 'is empty'],
  ])('%s', (_how, pem, said) => {
    for (const load of [() => crypto.loadCertificate(PEM, pem), () => crypto.loadCertificates(pem)]) {
      const error = thrownBy(load);
      expect(error).toBeInstanceOf(crypto.Error);
      expect((error as Error).message).toContain(said);
    }
  });
});

describe('time', () => {
  const HUGE = 20_000_000;

  it.each([
    ['dashes', '-'.repeat(HUGE)],
    ['begins', '-----BEGIN '.repeat(HUGE / 11)],
    ['begins that are whole', '-----BEGIN CERTIFICATE-----\n'.repeat(HUGE / 100)],
    ['backslashes', `-----BEGIN CERTIFICATE-----\n${'\\'.repeat(HUGE)}`],
    ['colons', `-----BEGIN CERTIFICATE-----\n${':\n'.repeat(HUGE / 2)}`],
    ['quotation marks', `-----BEGIN CERTIFICATE-----\n${'>'.repeat(HUGE)}`],
    ['base64', `-----BEGIN CERTIFICATE-----\n${'A'.repeat(HUGE)}\n-----END CERTIFICATE-----`],
  ])('grows with the file alone: 20 MB of %s', { timeout: 60_000 }, (_what, text) => {
    const bytes = encoder.encode(text);
    const start = performance.now();
    expect(thrownBy(() => crypto.loadCertificates(bytes))).toBeInstanceOf(crypto.Error);
    // A hundred times what it takes here: what grew with the square would need hours.
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});

/** OpenSSL's own responses: read, printed and judged as native does, by the list that its test has. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { PkiError, readOcspResponse, toText, verifyOcspResponse } from '../../../src/pki/index.js';
import { run } from '../../support/native.js';
import { isSameNative, opensslFiles, pemBlocks, TREE } from '../../support/openssl-tree.js';
import { Scratch } from '../../support/scratch.js';

const FOLDER = `${TREE}test/ocsp-tests/`;
const file = (name: string): string => readFileSync(FOLDER + name, 'utf8');
const response = (name: string): Uint8Array => new Uint8Array(Buffer.from(file(name), 'base64'));

/** What an older version writes otherwise: spaces around the signs of names. */
const asOlder = (text: string): string => text.replace(/ ?([=+]) ?/g, '$1').replace(/\n *\n/g, '\n');
const comparable = (text: string): string => (isSameNative ? text : asOlder(text));
const scratch = new Scratch();
afterAll(() => scratch.remove());
const nativeText = (der: Uint8Array): string =>
  run('openssl', ['ocsp', '-respin', scratch.file('response.der', der), '-noverify', '-resp_text']);

describe('every response of OpenSSL’s tests', () => {
  const encoded = opensslFiles(/\.ors$/, ['test/ocsp-tests']).map((path) => path.replace(/.*\//, ''));
  const plain = opensslFiles(/ocsp.*\.der$/, ['test/ocsp-tests', 'test/recipes']);
  const all: [string, Uint8Array][] = [
    ...encoded.map((name): [string, Uint8Array] => [name, response(name)]),
    ...plain.map((path): [string, Uint8Array] => [path.replace(/.*\//, ''), new Uint8Array(readFileSync(path))]),
  ];

  it('is there', () => expect(all.length).toBeGreaterThanOrEqual(37));

  it.each(all)('%s is read, and printed as native prints it', (_, der) => {
    const data = readOcspResponse(der);
    expect(data.status).toBe('successful');
    expect(comparable(toText(data))).toBe(comparable(nativeText(der)));
  });
});

/** The calls of OpenSSL's script: what is answered, who is trusted, what helps, and native's exit code. */
const CALLS = [
  ...readFileSync(`${TREE}test/recipes/80-test_ocsp.t`, 'utf8').matchAll(
    /test_ocsp\("([^"]+)",\s*"([^"]+)", "([^"]+)",\s*"([^"]*)", ([01]), [01](, "-issuer")?\)/g,
  ),
].map(([, title = '', answer = '', trusted = '', others = '', code = '']) => ({
  title,
  answer,
  trusted,
  others,
  code,
}));

describe('what OpenSSL’s test judges', () => {
  it('is there', () => expect(CALLS.length).toBeGreaterThanOrEqual(59));

  it.each(CALLS)('$answer, $trusted, $others: exits with $code', ({ answer, trusted, others, code }) => {
    // Which certificate it is about is in the name: ND1, D2.
    const [, which = ''] = /(N?D\d)/.exec(answer) ?? [];
    const kind = { 1: 'EE', 2: 'ICA', 3: 'EE' }[which.at(-1) ?? ''];
    const certificate = file(`${which}_Cert_${kind}.pem`);
    const store = new crypto.X509Store();
    store.addCert(crypto.loadCertificate(crypto.FILETYPE_PEM, file(trusted)));
    store.setFlags(crypto.X509StoreFlags.PARTIAL_CHAIN);
    const issuer = file(others === '' ? trusted : others);
    const outcome = () =>
      verifyOcspResponse({
        ...{ response: response(answer), certificate, issuer, at: new Date(1355875200_000) },
        ...(others !== '' && { store, certificates: pemBlocks(Buffer.from(issuer), 'CERTIFICATE') }),
        // Of 2012: signed over SHA-1, and some over by then, which native is not told to look at.
        ...{ allowBrokenDigests: true, leeway: 400 * 86_400 },
      });
    if (code === '0') expect(outcome().status).toBe('good');
    else expect(outcome).toThrow(PkiError);
  });

  it('refuses them all today, and where SHA-1 is not allowed', () => {
    const { certificate, issuer } = { certificate: file('ND1_Cert_EE.pem'), issuer: file('ND1_Issuer_ICA.pem') };
    const options = { response: response('ND1.ors'), certificate, issuer };
    expect(() => verifyOcspResponse({ ...options, allowBrokenDigests: true })).toThrow('certificate has expired');
    expect(() => verifyOcspResponse({ ...options, at: new Date(1355875200_000) })).toThrow(
      'the response is signed over SHA1, by which it can be forged',
    );
  });
});

/** Time stamps, both ways with openssl ts; the authority's refusals; what does not hold. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createTimeStampRequest,
  createTimeStampResponse,
  type Issued,
  issueCertificate,
  readTimeStamp,
  readTimeStampRequest,
  readTimeStampResponse,
  signer,
  signMessage,
  type TimeStampRequestOptions,
  verifyTimeStamp,
} from '../../../src/pki/index.js';
import { heldByNode } from '../../support/external.js';
import { MailPki } from '../../support/mail-pki.js';

const POLICY = '1.2.3.45.1';
const pki = new MailPki();
const { native, ca } = pki;
const stamping = {
  extensions: [
    { type: 'extKeyUsage', usages: ['timeStamping'], critical: true },
    { type: 'keyUsage', usages: ['digitalSignature'] },
  ],
} as const;
const tsa = pki.person('tsa', stamping);
pki.person('rsa', { ...stamping, key: { type: 'RSA', bits: 2048 } });
const mail = pki.person('mail');
const trust = [ca.certificate];
const file = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../cms/cases/${name}`, import.meta.url)));
const TIME = new Date('2026-11-12T13:14:15.120Z');
const authority = ({ certificate, key }: Issued) => ({ signer: { certificate, key }, policy: POLICY });
native.file('data', 'hello');
native.file(
  'tsa.cnf',
  `[tsa]
default_tsa = a
[a]
serial = serial
crypto_device = builtin
signer_cert = rsa.pem
certs = ca.pem
signer_key = rsa.key
signer_digest = sha256
default_policy = ${POLICY}
digests = sha256, sha512
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
`,
);
native.file('serial', '01');

afterAll(() => native.remove());

const request = (more: TimeStampRequestOptions = {}) =>
  createTimeStampRequest({ ...(more.imprint === undefined && { data: 'hello' }), ...more });

describe('requests', () => {
  it('are read by openssl, and read as they were made', () => {
    const made = request({ policy: POLICY, digest: 'sha512', nonce: 0xdeadbeefn });
    native.file('q.tsq', made.der);
    const printed = native.line('ts -query -in q.tsq -text');
    for (const said of [
      'Hash Algorithm: sha512',
      'Policy OID: 1.2.3.45.1',
      'Nonce: 0xDEADBEEF',
      'Certificate required: yes',
    ])
      expect(printed).toContain(said);
    expect(readTimeStampRequest(made.der)).toMatchObject({
      ...{ version: 1, policy: POLICY, nonce: 0xdeadbeefn, certificates: true, extensions: [] },
      imprint: { digest: 'sha512' },
    });
    native.line('ts -query -data data -sha256 -no_nonce -out theirs.tsq');
    const theirs = readTimeStampRequest(native.read('theirs.tsq'));
    expect(theirs).toMatchObject({ version: 1, certificates: false, imprint: { digest: 'sha256' } });
    expect(theirs).not.toHaveProperty('nonce');
    expect([...request({ nonce: false, certificates: false }).der]).toEqual([...native.read('theirs.tsq')]);
    expect(request().nonce).not.toBe(request().nonce);
  });

  it('are refused for what they cannot be', () => {
    expect(() => createTimeStampRequest({})).toThrow('one of data and imprint');
    expect(() => createTimeStampRequest({ data: '', imprint: new Uint8Array(32) })).toThrow('one of data and imprint');
    expect(() => request({ imprint: new Uint8Array(5) })).toThrow('has 32 bytes, not 5');
    expect(() => request({ digest: 'no' })).toThrow('no digest');
    expect(() => request({ nonce: -1n })).toThrow('positive');
    expect(() => request({ nonce: 5 as never })).toThrow(TypeError);
    for (const bad of ['', ca.der, Uint8Array.of(0x30, 0)])
      expect(() => readTimeStampRequest(bad)).toThrow(/time stamp request/);
  });
});

describe('an authority', () => {
  it('stamps for openssl, with all that it can say', () => {
    native.line('ts -query -data data -sha256 -cert -out theirs.tsq');
    const answer = createTimeStampResponse(native.read('theirs.tsq'), {
      ...authority(tsa),
      ...{ genTime: TIME, fractionDigits: 3, serialNumber: 77n, ordering: true },
      accuracy: { seconds: 1, milliseconds: 20, microseconds: 300 },
      tsa: { type: 'dirName', value: 'tsa' },
      certificates: [ca.certificate],
    });
    expect(answer.granted).toBe(true);
    native.file('ours.tsr', answer.der);
    expect(native.line('ts -verify -queryfile theirs.tsq -in ours.tsr -CAfile ca.pem')).toContain('Verification: OK');
    expect(native.line('ts -verify -data data -in ours.tsr -CAfile ca.pem')).toContain('Verification: OK');
    const printed = native.line('ts -reply -in ours.tsr -text');
    for (const said of [
      '13:14:15.12',
      'Serial number: 0x4D',
      '0x01 seconds, 0x14 millis, 0x012C micros',
      'Ordering: yes',
    ])
      expect(printed).toContain(said);
    const data = readTimeStampResponse(answer.der);
    expect(data).toMatchObject({ status: 'granted', texts: [] });
    expect(data.untrustedStamp).toMatchObject({
      ...{ version: 1, policy: POLICY, serialNumber: 77n, ordering: true },
      genTime: { date: TIME, text: '20261112131415.12Z' },
      accuracy: { seconds: 1, milliseconds: 20, microseconds: 300 },
      tsa: { type: 'dirName' },
    });
  });

  it('stamps with a key that is elsewhere', async () => {
    const held = heldByNode({ type: 'EC', curve: 'P-256' });
    const key = signer({ publicKey: held.publicKey, sign: async (data, how) => held.sign(data, how) });
    const { certificate } = issueCertificate({ issuer: ca, subject: 'far', key, ...stamping });
    const asked = request();
    const answer = await createTimeStampResponse(asked.der, { signer: { certificate, key }, policy: POLICY });
    expect(verifyTimeStamp(answer.der, { trust, request: asked.der }).valid).toBe(true);
  });

  it('says why it does not', () => {
    const options = authority(tsa);
    const refusals: [Uint8Array | string, string][] = [
      ['', 'badRequest'],
      [ca.der, 'badRequest'],
      [request({ digest: 'sha1' }).der, 'badAlg'],
      [request({ policy: '1.2.3.4.9' }).der, 'unacceptedPolicy'],
    ];
    for (const [asked, failure] of refusals) {
      const answer = createTimeStampResponse(asked, options);
      expect(answer).toMatchObject({ granted: false, failure });
      expect(readTimeStampResponse(answer.der)).toMatchObject({ status: 'rejection', failures: [failure] });
      expect(verifyTimeStamp(answer.der, { trust, data: 'hello' })).toMatchObject({
        valid: false,
        reason: expect.stringContaining(`answered rejection: ${failure}`),
      });
      native.file('no.tsr', answer.der);
      expect(native.line('ts -reply -in no.tsr -text')).toContain('Rejected');
    }
    expect(
      createTimeStampResponse(request({ policy: '1.2.3.4.9' }).der, { ...options, policies: ['1.2.3.4.9'] }).granted,
    ).toBe(true);
    expect(() => createTimeStampResponse(request().der, { signer: options.signer } as never)).toThrow(
      'policy must say',
    );
    expect(() => createTimeStampResponse(request().der, { ...options, accuracy: { milliseconds: 1000 } })).toThrow(
      RangeError,
    );
    expect(() => createTimeStampResponse(request().der, { ...options, genTime: new Date(Number.NaN) })).toThrow(
      'valid date',
    );
  });
});

describe('verifyTimeStamp', () => {
  it('verifies what openssl ts has stamped', () => {
    native.line('ts -query -data data -sha512 -cert -out q.tsq');
    native.run('ts', '-reply', '-config', 'tsa.cnf', '-section', 'a', '-queryfile', 'q.tsq', '-out', 'theirs.tsr');
    const verdict = verifyTimeStamp(native.read('theirs.tsr'), { trust, request: native.read('q.tsq'), data: 'hello' });
    expect(verdict).toMatchObject({
      valid: true,
      stamp: { ordering: true, imprint: { digest: 'sha512' }, tsa: { type: 'dirName' } },
    });
    if (!verdict.valid) throw new Error(verdict.reason);
    expect(verdict.certificate.getSubject().CN).toBe('rsa');
    expect(verdict.stamp.genTime.text).toMatch(/^\d{14}(\.\d{1,3})?Z$/);
    expect(Math.abs((verdict.stamp.genTime.date?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('reads the token of case 10', () => {
    const stamp = readTimeStamp(file('tst.der'));
    expect(stamp).toMatchObject({ version: 1 });
    const { value, digest } = stamp.imprint;
    const options = { trust: [file('root.pem')], imprint: value, digest };
    const verdict = verifyTimeStamp(file('tst.der'), options);
    expect(verdict.valid ? verdict.stamp.genTime.date : verdict.reason).toEqual(stamp.genTime.date);
    expect(verifyTimeStamp(file('tst.der'), { ...options, trust })).toMatchObject({ valid: false });
  });

  it('is of this data, this request, this authority, at this time', () => {
    const asked = request({ policy: POLICY });
    const { der } = createTimeStampResponse(asked.der, authority(tsa));
    const good = { trust, request: asked.der };
    expect(verifyTimeStamp(der, good).valid).toBe(true);
    const reasons = [
      verifyTimeStamp(der, { trust, data: 'hallo' }),
      verifyTimeStamp(der, { trust, imprint: new Uint8Array(32) }),
      verifyTimeStamp(der, { trust, request: request({ nonce: 5n }).der }),
      verifyTimeStamp(der, { trust, data: 'hello', nonce: 5n }),
      verifyTimeStamp(der, { trust, data: 'hello', policy: '1.2.3' }),
      verifyTimeStamp(der, { ...good, data: 'hallo' }),
      verifyTimeStamp(der, { ...good, trust: [mail.certificate] }),
      verifyTimeStamp(der, { ...good, time: new Date('2040-01-01') }),
      verifyTimeStamp(createTimeStampResponse(asked.der, authority(mail)).der, good),
    ].map((verdict) => (verdict.valid ? 'it holds' : verdict.reason));
    const sentences = [
      ...[/imprint mismatch/, /imprint mismatch/, /nonce mismatch/, /nonce (mismatch|not returned)/, /policy mismatch/],
      ...[/imprint mismatch/, /certificate/, /expired/, /purpose/],
    ];
    for (const [index, sentence] of sentences.entries()) expect(reasons[index]).toMatch(sentence);
    expect(verifyTimeStamp(der, { trust, data: 'hello', nonce: asked.nonce ?? 0n, policy: POLICY }).valid).toBe(true);
  });

  it('refuses what is changed, and what is no time stamp', () => {
    const asked = request();
    const { der, token } = createTimeStampResponse(asked.der, authority(tsa));
    const good = { trust, request: asked.der };
    expect(verifyTimeStamp(token ?? '', good).valid).toBe(true);
    let held = 0;
    for (let index = 0; index < der.length; index += 5) {
      const changed = der.slice();
      changed[index] = (changed[index] ?? 0) ^ 4;
      try {
        const verdict = verifyTimeStamp(changed, good);
        held += verdict.valid ? 1 : 0;
        if (verdict.valid) expect(verdict.stamp.imprint).toEqual(readTimeStampRequest(asked.der).imprint);
        else expect(verdict.reason).not.toContain('no reason');
      } catch (error) {
        expect((error as Error).message).not.toContain('no reason');
      }
    }
    expect(held).toBeLessThan(6);
    const { certificate, key } = tsa;
    expect(() => verifyTimeStamp(signMessage('x', { signers: [{ certificate, key }] }).der, good)).toThrow(
      'no time stamp',
    );
    expect(() => verifyTimeStamp(der, { trust })).toThrow('must say what the stamp is of');
    expect(() => verifyTimeStamp(der, { ...good, nonce: 5n })).toThrow('request says itself');
    expect(() => verifyTimeStamp('', good)).toThrow('not a time stamp');
  });
});

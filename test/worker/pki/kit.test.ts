/** The kit in threads: what crosses, and what comes back. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import * as kit from '../../../src/pki/index.js';
import { transfer } from '../../../src/worker/index.js';
import { heldByNode } from '../../support/external.js';
import { rejection } from '../../support/thrown.js';
import { usePools } from '../../support/worker-pool.js';

const { open } = usePools();
const call = (face: object, name: string, ...args: unknown[]): Promise<unknown> =>
  (Reflect.get(face, name) as (...all: unknown[]) => Promise<unknown>)(...args);

describe('the names', () => {
  it('of tsopenssl/pki are all there: each function answers in the thread as it does here', async () => {
    const { pki } = open();
    const functions = Object.entries(kit).filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name));
    expect(functions.length).toBeGreaterThan(30);
    for (const [name, body] of functions) {
      // Nothing takes a number for its first argument, and a stranger for its second.
      const here = await rejection(
        async () => await read(await (body as (...all: unknown[]) => unknown)(7, { no: 1 })),
      );
      const there = await rejection(async () => await read(await call(pki, name, 7, { no: 1 })));
      expect({ name, error: shown(there) }).toEqual({ name, error: shown(here) });
    }
  });

  it('that are none are refused, and no class is called', async () => {
    const { pki } = open();
    for (const name of ['noSuch', 'PkiError', 'ExternalKey', 'constructor', '__proto__', 'toString'])
      expect(String(await rejection(() => call(pki, name)))).toMatch(/has no function/);
    expect(Reflect.get(pki, 'then')).toBeUndefined();
    expect(await Promise.resolve(pki)).toBe(pki);
  });

  /** What gives pieces says what is wrong with the first. */
  async function read(value: unknown): Promise<unknown> {
    if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value)
      for await (const _piece of value as AsyncIterable<unknown>);
    return value;
  }

  const shown = (error: unknown) => {
    const { name, message, constructor: kind } = error as Error;
    return { name, message, kind, code: (error as { code?: unknown }).code };
  };
});

describe('what crosses', () => {
  it('is plain data and objects, of this thread when they come back', async () => {
    const { pki } = open();
    const root = await pki.createCertificateAuthority({ subject: 'root' });
    expect(root.certificate).toBeInstanceOf(crypto.X509);
    expect(root.key).toBeInstanceOf(crypto.PKey);
    const leaf = await pki.issueCertificate({ issuer: root, names: ['localhost'] });
    // @ts-expect-error What a function takes, it takes in a thread.
    const mistyped = () => pki.toText(7);
    expectTypeOf(mistyped).toBeFunction();
    expectTypeOf(pki.writeKey(leaf.key)).toEqualTypeOf<Promise<string>>();
    expectTypeOf(pki.writeKey(leaf.key, { encoding: 'der' })).toEqualTypeOf<Promise<Uint8Array<ArrayBuffer>>>();
    expectTypeOf(leaf.certificate).toEqualTypeOf<crypto.X509>();
    const there = await pki.readCertificate(leaf.certificate);
    expect(there).toEqual(kit.readCertificate(leaf.der));
    expect(there.notAfter.date).toBeInstanceOf(Date);
    expect(typeof there.serialNumber).toBe('bigint');
    expect(await pki.toText(leaf.certificate)).toBe(kit.toText(leaf.certificate));
    const request = await pki.createRequest({
      subject: 'asked',
      key: { type: 'EC', curve: crypto.getEllipticCurve('prime256v1') },
    });
    expect(request.request).toBeInstanceOf(crypto.X509Req);
    expect(await pki.readRequest(request.request)).toEqual(kit.readRequest(request.der));
    const signed = await pki.signMessage('a content', { signers: [{ certificate: leaf.certificate, key: leaf.key }] });
    const verified = await pki.verifyMessage(crypto.loadPkcs7Data(crypto.FILETYPE_ASN1, signed.der), {
      trust: [root.certificate],
      purpose: 'any',
    });
    expect(verified.valid).toBe(true);
    expect('content' in verified && verified.content).toEqual(new TextEncoder().encode('a content'));
  });

  it('is moved where it is given away, and copied where it is not', async () => {
    const { pki } = open();
    const { der } = kit.createCertificateAuthority({ subject: 'root' });
    const given = der.slice();
    expect((await pki.readCertificate(transfer(given))).der).toEqual(der);
    expect(given).toHaveLength(0);
    expect((await pki.readCertificate(der)).der).toEqual(der);
  });

  it('does not change with what was called before: the same calls twice', async () => {
    const { pki } = open();
    const root = kit.createCertificateAuthority({ subject: 'root' });
    for (let times = 0; times < 3; times++) {
      expect(await pki.readCertificate(root.der)).toEqual(kit.readCertificate(root.der));
      expect(await pki.readCertificate(root.pem)).toEqual(kit.readCertificate(root.der));
      expect(await pki.toText(root.certificate)).toBe(kit.toText(root.certificate));
    }
    // What is given stays here: it was copied.
    expect(root.der.length).toBeGreaterThan(100);
  });

  it.each([true, false])('are keys that are elsewhere, with shared memory or without (%s)', async (isShared) => {
    const { SharedArrayBuffer: shared } = globalThis;
    if (!isShared) Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    try {
      const { pki } = open();
      const held = heldByNode({ type: 'EC', curve: 'P-256' });
      const key = kit.signer({ publicKey: held.publicKey, sign: async (data, how) => held.sign(data, how) });
      const root = await pki.createCertificateAuthority({ subject: 'card', key });
      expect(root.key).toBe(key);
      expect(kit.readCertificate(root.certificate).subject).toEqual(kit.readCertificate(root.der).subject);
      const leaf = await pki.issueCertificate({ issuer: root, names: ['localhost'] });
      expect(leaf.certificate.getIssuer().commonName).toBe('card');
      const boom = new Error('the card was pulled');
      const failing = kit.signer({ publicKey: held.publicKey, sign: () => Promise.reject(boom) });
      expect(await rejection(() => pki.createRequest({ subject: 'x', key: failing }))).toBe(boom);
      const junk = kit.signer({ publicKey: held.publicKey, sign: () => new Uint8Array(8) });
      const refused = await rejection(() => pki.createRequest({ subject: 'x', key: junk }));
      expect(refused).toBeInstanceOf(kit.PkiError);
      expect(refused).toMatchObject({ code: 'ERR_PKI_SIGNER' });
    } finally {
      globalThis.SharedArrayBuffer = shared;
    }
  });

  it('are keys of WebCrypto, those that cannot be exported among them', async () => {
    const { pki } = open();
    const pair = await globalThis.crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    expect((await pki.fromCryptoKey(pair.privateKey)).typeName).toBe('EC');
    const closed = await globalThis.crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    const root = await pki.createCertificateAuthority({
      subject: 'closed',
      key: await kit.webCryptoSigner(closed),
    });
    expect(kit.readCertificate(root.der).subject).toMatchObject([[{ type: 'CN', value: 'closed' }]]);
  });

  it('is refused with one sentence where it holds what no message has', async () => {
    const { pki } = open();
    for (const value of [new crypto.X509Store(), new (class Own {})()])
      expect(String(await rejection(() => call(pki, 'readCertificate', value)))).toMatch(/cannot cross/);
    expect(String(await rejection(() => call(pki, 'readCertificate', Symbol('x'))))).toMatch(/cannot cross/);
    const key = heldByNode({ type: 'EC', curve: 'P-256' });
    expect(String(await rejection(() => call(pki, 'signer', key)))).toMatch(/acts where it is/);
  });
});

it('1,000 small calls are answered, in threads that stay as many as they are', async () => {
  const pool = open({ size: 2 });
  const { der } = kit.createCertificateAuthority({ subject: 'root' });
  const expected = kit.readCertificate(der);
  const all = await Promise.all(Array.from({ length: 1000 }, () => pool.pki.readCertificate(der)));
  for (const one of all) expect(one).toEqual(expected);
  expect(pool.threads).toBe(2);
});

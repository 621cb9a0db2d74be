/** What enters the heap is measured by the engine: no object can make a call write or read beside its bytes. */
import { afterEach, describe, expect, it } from 'vitest';
import { native } from '../../src/crypto/native.js';
import { allocate, closeFrames, copyInto, measured, openFrame, putBytes } from '../../src/ffi/memory.js';
import { crypto, rand, SSL } from '../../src/index.js';
import { connected } from '../support/connected.js';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';
import { thrownBy } from '../support/thrown.js';
import { detachedBytes, lyingBytes } from '../support/wrong-values.js';

const { server } = localPki();
const SAID = [0, 2, 1 << 24, -1, Number.NaN, 2 ** 32 + 3];
/** What is no bytes to the engine, whatever it looks like. */
const IMPOSTORS: readonly (() => Uint8Array)[] = [
  () => Object.create(Uint8Array.prototype) as Uint8Array,
  () => new Proxy(lyingBytes(), {}),
  () => new Proxy(new Uint8Array(3), { get: (target, key) => (key === 'length' ? 1 << 24 : Reflect.get(target, key)) }),
  () => Object.setPrototypeOf({ length: 1 << 24 }, Uint8Array.prototype) as Uint8Array,
  detachedBytes,
];

/** A view that grows with its buffer, over memory that another thread could grow. */
function growing(): Uint8Array {
  const buffer = Reflect.construct(SharedArrayBuffer, [4, { maxByteLength: 1 << 20 }]) as SharedArrayBuffer;
  return new Uint8Array(buffer);
}

/** The instance works, and its memory is what it was. */
afterEach(() => {
  expect(crypto.loadCertificate(crypto.FILETYPE_PEM, server.certPem).equals(server.cert)).toBe(true);
});

describe('bytes whose length lies', () => {
  it.each(SAID)('about %d are copied as they are', (said) => {
    const lying = lyingBytes(said);
    expect([...measured(lying)]).toEqual([1, 2, 3]);
    openFrame();
    const before = allocate(0);
    const { length } = putBytes(lying);
    expect(length).toBe(3);
    expect(allocate(0) - before).toBe(8);
    closeFrames(0);
  });

  it.each(SAID)('about %d are sent, received into and hashed as they are', (said) => {
    const { client, server: there } = connected();
    expect(client.send(lyingBytes(said))).toBe(3);
    expect(there.bioWrite(client.bioRead(65_536))).toBeGreaterThan(3);
    expect([...there.recv(100)]).toEqual([1, 2, 3]);
    there.send(new Uint8Array(1000).fill(7));
    client.bioWrite(there.bioRead(65_536));
    const target = lyingBytes(said);
    expect(client.recvInto(target)).toBe(3);
    expect([target[0], target[1], target[2]]).toEqual([7, 7, 7]);
    there.send('x');
    expect(there.bioReadInto(lyingBytes(said))).toBe(3);
    expect(client.bioWrite(lyingBytes(said))).toBe(3);
    rand.seed(lyingBytes(said));
    const key = new crypto.PKey();
    key.generateKey('ED25519');
    const signature = crypto.sign(key, lyingBytes(said), null);
    expect(signature).toEqual(crypto.sign(key, Uint8Array.of(1, 2, 3), null));
  });

  it('cannot be told to C longer than they are by any binding', () => {
    const lying = lyingBytes();
    expect(() => native.der_read_certificate(lying)).toThrow(/./);
    expect(() => native.d2i_X509_NAME(lying)).toThrow(/./);
    expect(() => crypto.X509.fromCryptography({ raw: lying })).toThrow(crypto.Error);
  });
});

describe('what only looks like bytes', () => {
  it('is refused by each way in with a TypeError', () => {
    for (const make of IMPOSTORS) {
      const { client } = connected();
      for (const way of [
        () => native.der_read_certificate(make()),
        () => client.send(make()),
        () => client.recvInto(make()),
        () => client.bioReadInto(make()),
        () => client.bioWrite(make()),
        () => client.giveInput(make()),
        () => client.writeStatus(make(), 0),
        () => rand.seed(make()),
        () => crypto.loadCertificate(crypto.FILETYPE_ASN1, make()),
        () => new SSL.Context(SSL.TLS_METHOD).setTicketKeys(make()),
        () => new SSL.Context(SSL.TLS_METHOD).setSessionId(make()),
        () => new SSL.Context(SSL.TLS_METHOD).useTmpDh(make()),
        () => new SSL.Context(SSL.TLS_METHOD).useCertificateChain(make()),
        () => new SSL.Context(SSL.TLS_METHOD).loadVerifyData(make()),
      ]) {
        expect(thrownBy(way)).toBeInstanceOf(TypeError);
      }
    }
  });

  it('is refused where a callback returns it', () => {
    const context = () => {
      const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
      const here = contextOf(SSL.TLS_CLIENT_METHOD);
      here.setAlpnProtos(['h2']);
      return { here, there };
    };
    for (const make of [...IMPOSTORS, () => lyingBytes(1 << 24)]) {
      const psk = () => ({ identity: make(), key: make() });
      for (const set of [
        ({ there }: ReturnType<typeof context>) => there.setAlpnSelectCallback(() => make()),
        ({ here, there }: ReturnType<typeof context>) => {
          here.setPskClientCallback(psk);
          there.setPskServerCallback(() => make());
        },
        ({ there, here }: ReturnType<typeof context>) => {
          there.setPskServerCallback(() => make());
          here.setPskClientCallback(() => ({ identity: 'x', key: new Uint8Array(32) }));
        },
      ]) {
        const contexts = context();
        set(contexts);
        const { client, server: serving } = pair(contexts.here, contexts.there);
        const error = thrownBy(() => {
          handshake(client, serving);
          throw new RangeError('a handshake that takes three bytes as they are');
        });
        expect(error instanceof TypeError || error instanceof RangeError || error instanceof SSL.Error).toBe(true);
      }
      const pem = crypto.dumpPrivatekey(crypto.FILETYPE_PEM, server.key, 'aes-256-cbc', 'secret');
      expect(() => crypto.loadPrivatekey(crypto.FILETYPE_PEM, pem, () => make())).toThrow(/./);
      expect(() => crypto.loadPrivatekey(crypto.FILETYPE_PEM, pem, make())).toThrow(/./);
    }
  });
});

describe('memory that grows', () => {
  it('is copied with the length that was measured', () => {
    const bytes = growing();
    const view = measured(bytes);
    (bytes.buffer as unknown as { grow(size: number): void }).grow(1 << 20);
    expect(bytes.length).toBe(1 << 20);
    expect(view.length).toBe(4);
  });
});

describe('numbers', () => {
  it('that are no bytes of memory are refused before the arena moves', () => {
    openFrame();
    const before = allocate(0);
    for (const size of [-1, Number.NaN, 1.5, Number.POSITIVE_INFINITY, 2 ** 60]) {
      expect(() => allocate(size)).toThrow(RangeError);
    }
    expect(allocate(0)).toBe(before);
    expect(() => copyInto(new Uint8Array(1), before, 2)).toThrow(RangeError);
    closeFrames(0);
    const { client } = connected();
    for (const size of [-1, Number.NaN, 1.5]) expect(() => client.readStatus(size)).toThrow(RangeError);
  });

  it('that C would cut are refused by every binding', () => {
    const handle = native.x509_chain_new();
    for (const index of [Number.NaN, 1.5, 2 ** 32 + 1, 2 ** 31, -(2 ** 31) - 1, Number.POSITIVE_INFINITY]) {
      expect(() => native.x509_chain_get(handle, index)).toThrow(RangeError);
    }
    for (const index of [10n, Symbol('x'), {}, '1', undefined] as never[]) {
      expect(() => native.x509_chain_get(handle, index)).toThrow(TypeError);
    }
    handle.release();
  });
});

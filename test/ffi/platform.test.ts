import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A fresh library with an instance of its own. */
async function fresh() {
  vi.resetModules();
  await import('../setup.js');
  const library = await import('../../src/index.js');
  const { wasm } = await import('../../src/ffi/instance.js');
  return { ...library, wasm };
}

const realCrypto = globalThis.crypto;

function withRandom(source: unknown): void {
  Object.defineProperty(globalThis, 'crypto', { value: source, configurable: true });
}

describe('entropy', () => {
  afterEach(() => withRandom(realCrypto));

  it.each([
    ['missing', undefined, /no crypto\.getRandomValues/],
    ['without the function', {}, /no crypto\.getRandomValues/],
    [
      'throwing',
      {
        getRandomValues: () => {
          throw new Error('not at global scope');
        },
      },
      /not at global scope/,
    ],
    ['filling nothing', { getRandomValues: (array: Uint8Array) => array }, /same byte/],
    ['filling a constant', { getRandomValues: (array: Uint8Array) => array.fill(7) }, /same byte/],
  ])('%s: a clear error and no bytes', async (_name, source, reason) => {
    withRandom(source);
    const { rand, SSL, crypto, EntropyError } = await fresh();
    expect(rand.status()).toBe(false);
    expect(() => rand.bytes(16)).toThrow(EntropyError);
    expect(() => rand.bytes(16)).toThrow(reason);
    expect(() => new crypto.PKey().generateKey('ED25519')).toThrow(EntropyError);
    expect(() => {
      const connection = new SSL.Connection(new SSL.Context(SSL.TLS_CLIENT_METHOD), null);
      connection.doHandshake();
    }).toThrow(EntropyError);
  });

  it('comes back with the platform', async () => {
    withRandom(undefined);
    const { rand } = await fresh();
    expect(() => rand.bytes(16)).toThrow();
    withRandom(realCrypto);
    expect(rand.bytes(16)).toHaveLength(16);
    expect(rand.bytes(16)).not.toEqual(rand.bytes(16));
  });

  it('does not explain a later failure of another kind', async () => {
    withRandom(undefined);
    const { rand, crypto, EntropyError } = await fresh();
    expect(() => rand.bytes(16)).toThrow(EntropyError);
    expect(() => new crypto.PKey().generateKey('NO-SUCH-ALGORITHM')).toThrow(crypto.Error);
  });

  it('is not drawn by the import, nor by what needs none', async () => {
    const draw = vi.fn(realCrypto.getRandomValues.bind(realCrypto));
    withRandom({ getRandomValues: draw });
    const { crypto, rand } = await fresh();
    crypto.X509Name.empty();
    expect(draw).not.toHaveBeenCalled();
    rand.bytes(1);
    expect(draw).toHaveBeenCalled();
  });
});

describe('a trap', () => {
  it('is a TrapError, and every later call is refused with it', async () => {
    const { rand, crypto, SSL, TrapError, wasm } = await fresh();
    const cert = new crypto.X509();
    expect(() => wasm().out_release(0xffff_fff0)).toThrow(TrapError);
    expect(() => rand.bytes(1)).toThrow(TrapError);
    expect(() => cert.getVersion()).toThrow(TrapError);
    expect(() => new SSL.Context(SSL.TLS_METHOD)).toThrow(TrapError);
    cert.free();
  });
});

describe('out of memory', () => {
  let addresses: number[];

  beforeEach(() => {
    addresses = [];
  });

  it('is a MemoryError, and the instance lives on', async () => {
    const { crypto, MemoryError, OpenSSLError, rand, wasm } = await fresh();
    expect(rand.bytes(4)).toHaveLength(4);
    for (let size = 2 ** 28; size >= 16; size >>>= 1) {
      for (let address = wasm().memory_alloc(size); address !== 0; address = wasm().memory_alloc(size))
        addresses.push(address);
    }
    expect(() => rand.bytes(1000)).toThrow(MemoryError);
    expect(() => crypto.loadCertificate(crypto.FILETYPE_PEM, new Uint8Array(200_000))).toThrow(MemoryError);
    expect(() => new crypto.PKey().generateKey('ED25519')).toThrow(OpenSSLError);
    expect(() => new crypto.X509()).toThrow(MemoryError);
    for (const address of addresses) wasm().memory_free(address);
    expect(rand.bytes(1000)).toHaveLength(1000);
    expect(new crypto.X509().getVersion()).toBe(0);
  });
});

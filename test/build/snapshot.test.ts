/** The memory that the module is shipped with: OpenSSL initialised, and nothing random in it. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { narrowed } from '../../wasm-build/build/narrow.mjs';

const realCrypto = globalThis.crypto;

/** A library with an instance of its own, as it comes from the file. */
async function fresh() {
  vi.resetModules();
  await import('../setup.js');
  const { moduleVariant } = await import('../../src/ffi/index.js');
  const library = await import('../../src/index.js');
  moduleVariant();
  return library;
}

function withRandom(source: unknown): void {
  Object.defineProperty(globalThis, 'crypto', { value: source, configurable: true });
}

/** Randomness that a seed decides: the same draws give the same bytes. */
function seeded(seed: number) {
  let state = seed;
  return vi.fn((array: Uint8Array) =>
    array.map((_, index) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      array[index] = state >>> 16;
      return 0;
    }),
  );
}

const distinct = (bytes: Uint8Array) => new Set(bytes).size;

describe('what is random', () => {
  afterEach(() => withRandom(realCrypto));

  it('is drawn for the first context, and not before', async () => {
    const getRandomValues = seeded(1);
    withRandom({ getRandomValues });
    const { SSL } = await fresh();
    expect(getRandomValues).not.toHaveBeenCalled();
    new SSL.Context(SSL.TLS_METHOD);
    expect(getRandomValues).toHaveBeenCalled();
  });

  it('comes from the platform alone: the same draws give the same keys, other draws other keys', async () => {
    const keys = [];
    for (const seed of [1, 1, 2]) {
      withRandom({ getRandomValues: seeded(seed) });
      // The DRBGs mix the time in.
      vi.useFakeTimers({ now: 0, toFake: ['Date', 'performance'] });
      const { SSL } = await fresh();
      keys.push(new SSL.Context(SSL.TLS_SERVER_METHOD).getTicketKeys());
      vi.useRealTimers();
    }
    expect(keys[1]).toEqual(keys[0]);
    expect(keys[2]).not.toEqual(keys[0]);
    // The name, the key of the MAC and that of the cipher each.
    for (const [from, to] of [
      [0, 16],
      [16, 48],
      [48, 80],
    ]) {
      const [one, other] = [keys[0], keys[2]].map((all) => all?.subarray(from, to) ?? new Uint8Array());
      expect(one).not.toEqual(other);
      expect(distinct(one ?? new Uint8Array())).toBeGreaterThan(8);
    }
  });

  it('fails the first context where the platform has none, and is whole in the next', async () => {
    withRandom(undefined);
    const { SSL, EntropyError } = await fresh();
    expect(() => new SSL.Context(SSL.TLS_SERVER_METHOD)).toThrow(EntropyError);
    withRandom(realCrypto);
    const contexts = [new SSL.Context(SSL.TLS_SERVER_METHOD), new SSL.Context(SSL.TLS_SERVER_METHOD)];
    const [first = new Uint8Array(), second] = contexts.map((context) => context.getTicketKeys());
    expect(first).not.toEqual(second);
    expect(distinct(first)).toBeGreaterThan(30);
  });
});

describe('the first context is like the next', () => {
  it.each(['TLS_METHOD', 'TLS_CLIENT_METHOD', 'TLS_SERVER_METHOD'] as const)('%s', async (method) => {
    const { SSL } = await fresh();
    const [first, second] = [0, 1].map(() => {
      const context = new SSL.Context(SSL[method]);
      const connection = new SSL.Connection(context, null);
      return {
        options: context.getOptions(),
        timeout: context.getTimeout(),
        verification: [context.getVerifyMode(), context.getVerifyDepth()],
        ciphers: connection.getCipherList(),
        hello: method === 'TLS_SERVER_METHOD' ? [] : helloOf(connection, SSL),
        refusal: refusalOf(connection, method === 'TLS_SERVER_METHOD', SSL),
      };
    });
    expect(first).toEqual(second);
    expect(first?.ciphers.length).toBeGreaterThan(20);
  });

  /** A ClientHello without what is random in it: head, then the length of the rest, where the key shares are. */
  function helloOf(
    connection: import('../../src/index.js').SSL.Connection,
    SSL: typeof import('../../src/index.js').SSL,
  ) {
    connection.setConnectState();
    expect(() => connection.doHandshake()).toThrow(SSL.WantReadError);
    const hello = connection.bioRead(65_536);
    const shares = hello.findIndex(
      (_, at) => at > 76 && hello[at] === 0 && hello[at + 1] === 51 && hello[at + 2] === 4,
    );
    expect(shares).toBeGreaterThan(100);
    return [...hello.subarray(0, 11), ...hello.subarray(76, shares), hello.length];
  }

  /** What one end says of the other's nonsense. */
  function refusalOf(
    connection: import('../../src/index.js').SSL.Connection,
    isServer: boolean,
    SSL: typeof import('../../src/index.js').SSL,
  ) {
    if (isServer) connection.setAcceptState();
    connection.bioWrite(new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'));
    try {
      connection.doHandshake();
    } catch (error) {
      if (error instanceof SSL.Error) return error.errors;
    }
    throw new Error('nonsense was taken for TLS');
  }
});

test.each(['openssl.wasm', 'openssl.wide.wasm'])('%s cannot be made to prepare once more', (name) => {
  const file = new Uint8Array(readFileSync(new URL(`../../dist/${name}`, import.meta.url)));
  const module = new WebAssembly.Module(narrowed(file));
  const names = WebAssembly.Module.exports(module).map((entry) => entry.name);
  expect(names).toContain('runtime_is_prepared');
  expect(names).not.toContain('snapshot_prepare');
});

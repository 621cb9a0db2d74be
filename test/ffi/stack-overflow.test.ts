/**
 * JavaScript's own stack may run out anywhere, also in the middle of C: then either everything works after it, or the
 * instance says of itself that it is dead, at every call and with one error.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';

const path = process.env['TSOPENSSL_WASM'] ?? new URL('../../dist/openssl.wasm', import.meta.url);
const module = new WebAssembly.Module(readFileSync(path));

type Library = typeof import('../../src/index.js');

/** The library anew, with an instance of its own. */
async function fresh(): Promise<{ lib: Library; calls: () => number }> {
  vi.resetModules();
  const ffi = await import('../../src/ffi/index.js');
  ffi.setModuleSource(() => module);
  const { progress } = await import('../../src/ffi/call.js');
  return { lib: await import('../../src/index.js'), calls: () => progress.calls };
}

function dive(depth: number, body: () => void): number {
  if (depth > 0) return 1 + dive(depth - 1, body);
  body();
  return 0;
}

/** How deep {@link dive} comes before it throws. */
function limit(): number {
  let low = 0;
  let high = 1 << 20;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    try {
      dive(middle, () => undefined);
      low = middle;
    } catch {
      high = middle;
    }
  }
  return low;
}

/** One of each kind of call: plain, with outputs, with an error, with records, with callbacks. */
function operations({ crypto, SSL }: Library): Record<string, () => void> {
  const cert = new crypto.X509();
  cert.getSubject().commonName = 'x'.repeat(64);
  const context = new SSL.Context(SSL.TLS_METHOD);
  context.setInfoCallback((connection) => void connection.getStateString());
  const client = () => {
    const connection = new SSL.Connection(context, null, 'client');
    try {
      connection.doHandshake();
    } catch (error) {
      if (!(error instanceof SSL.WantReadError)) throw error;
    }
    if (connection.bioRead(65_536).length < 100) throw new Error('there is no ClientHello');
    connection.free();
  };
  const operations = {
    getter: () => void cert.getVersion(),
    output: () => {
      if (cert.getSubject().commonName !== 'x'.repeat(64)) throw new Error('another name');
    },
    failure: () => {
      try {
        crypto.loadCertificate(crypto.FILETYPE_PEM, 'none');
      } catch (error) {
        if (!(error instanceof crypto.Error)) throw error;
      }
    },
    // More than the arena holds.
    large: () => {
      try {
        crypto.loadCertificate(crypto.FILETYPE_ASN1, new Uint8Array(300_000));
      } catch (error) {
        if (!(error instanceof crypto.Error)) throw error;
      }
    },
    life: () => new crypto.X509().free(),
    handshake: client,
  };
  for (const operation of Object.values(operations)) operation();
  return operations;
}

/** Whether everything works; if not, everything must say that the instance is dead. */
function judge(lib: Library, all: Record<string, () => void>, calls: () => number): boolean {
  expect(calls()).toBe(0);
  let dead = 0;
  const errors = new Set<unknown>();
  for (const operation of [...Object.values(all), () => void new lib.crypto.X509(), () => void lib.rand.bytes(4)]) {
    try {
      operation();
    } catch (error) {
      expect(error).toBeInstanceOf(lib.TrapError);
      errors.add(error);
      dead += 1;
    }
  }
  expect([0, Object.keys(all).length + 2]).toContain(dead);
  expect(errors.size).toBeLessThan(2);
  return dead === 0;
}

describe('a stack that runs out', () => {
  it.each(['getter', 'output', 'failure', 'large', 'life', 'handshake'])(
    'in a call (%s), leaves all or nothing, at every depth',
    async (name) => {
      let judged = 0;
      for (let round = 0; round < 6; round++) {
        const { lib, calls } = await fresh();
        const all = operations(lib);
        const deepest = limit();
        let alive = true;
        // Coarse from afar, where C begins to meet the end of the stack, and fine to the end of it.
        for (let left = 4000; alive && left >= -5; left -= left > 600 ? 97 + round : 1 + (left > 60 ? 7 : 0)) {
          let thrown: unknown;
          try {
            dive(Math.max(deepest - left, 0), all[name] ?? (() => undefined));
          } catch (error) {
            thrown = error;
          }
          if (thrown !== undefined) expect(thrown instanceof RangeError || thrown instanceof lib.TrapError).toBe(true);
          alive = judge(lib, all, calls);
          judged += 1;
        }
      }
      // From far enough above the end that calls still succeed.
      expect(judged).toBeGreaterThan(60);
    },
    120_000,
  );

  it('in a callback of the user, is the error of the operation, and the instance lives', async () => {
    const { lib, calls } = await fresh();
    const all = operations(lib);
    const { SSL } = lib;
    const forever = (): number => 1 + forever();
    for (let round = 0; round < 50; round++) {
      const context = new SSL.Context(SSL.TLS_METHOD);
      context.setInfoCallback(() => void forever());
      const connection = new SSL.Connection(context, null, 'client');
      expect(() => connection.doHandshake()).toThrow(RangeError);
      connection.free();
      context.free();
    }
    expect(judge(lib, all, calls)).toBe(true);
  });

  it('in a call that a callback makes, ends the call around it too', async () => {
    const { lib, calls } = await fresh();
    const all = operations(lib);
    const { SSL, TrapError } = lib;
    const context = new SSL.Context(SSL.TLS_METHOD);
    let steps = 0;
    const forever = (connection: { getStateString(): string }): void => {
      connection.getStateString();
      forever(connection);
    };
    context.setInfoCallback((connection) => {
      steps += 1;
      try {
        forever(connection);
      } catch {
        // It was the end of the stack, or of the instance.
      }
    });
    const connection = new SSL.Connection(context, null, 'client');
    let thrown: unknown;
    try {
      connection.doHandshake();
    } catch (error) {
      thrown = error;
    }
    const alive = judge(lib, all, calls);
    if (alive) expect(thrown).toBeInstanceOf(SSL.WantReadError);
    else {
      expect(thrown).toBeInstanceOf(TrapError);
      // C did not run on: no step came after the one in which the instance died.
      expect(steps).toBe(1);
    }
    connection.free();
  });
});

/** Every parameter of the shim takes handles of its own C type alone, whatever the caller's compiler was told. */
import { describe, expect, it } from 'vitest';
import { Bindings, HANDLE, Handle, MessageBindings, OpenSSLError, type Tag, TlsBindings } from '../../src/ffi/index.js';
import * as io from '../../src/ffi/io.js';
import { crypto, SSL } from '../../src/index.js';
import { readShim } from '../../wasm-build/generate/generate.mjs';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const { ca, server } = localPki();
const families = [Bindings, MessageBindings, TlsBindings].map(
  (Family) =>
    new Family((errors) => new OpenSSLError(errors)) as unknown as Record<string, (...args: unknown[]) => unknown>,
);
/** The bindings that have a function. */
const bindingsOf = (name: string) => families.find((family) => name in family);
const { functions } = await readShim();
const HANDLES = new Set(['Borrowed', 'BorrowedOrNull', 'Taken']);
const OTHERS: Record<string, unknown> = { BYTES: new Uint8Array(1), BYTES_OR_NULL: null, STRING: 'x', CSTRING: 'x' };

/** A handle of a type, over an address at which nothing is: it must never get as far as C. */
function handleOf(tag: string | undefined): Handle<Tag> {
  return new Handle(tag as Tag, 64, server.cert[HANDLE]);
}

const cases = functions.flatMap((f) =>
  f.parameters.flatMap((wrong, at) =>
    HANDLES.has(wrong.kind) && bindingsOf(f.name) !== undefined
      ? [{ f, at, title: `${f.name}, ${wrong.name}: ${wrong.tag}` }]
      : [],
  ),
);

describe('a handle of another type', () => {
  it('is refused by every parameter of every function', () => {
    expect(cases.length).toBeGreaterThan(250);
    for (const { f, at, title } of cases) {
      const inputs = f.parameters.filter((p) => !p.kind.startsWith('Out'));
      for (const wrong of [handleOf(f.parameters[at]?.tag === 'X509' ? 'SSL' : 'X509'), {}, 64, undefined]) {
        const args = inputs.map((p) => {
          if (p === f.parameters[at]) return wrong;
          return HANDLES.has(p.kind) ? handleOf(p.tag) : (OTHERS[p.kind] ?? 0);
        });
        expect(() => bindingsOf(f.name)?.[f.name]?.(...args), title).toThrow(TypeError);
      }
    }
  });

  it('is refused by the records of a connection', () => {
    const cert = handleOf('X509') as unknown as Handle<'SSL'>;
    for (const operation of [
      () => io.handshake(cert),
      () => io.read(cert, 1),
      () => io.write(cert, new Uint8Array(1), 0),
      () => io.takeOutput(cert, 1),
      () => io.giveInput(cert, new Uint8Array(1)),
      () => io.endInput(cert),
      () => io.shutdown(cert),
    ])
      expect(operation).toThrow(TypeError);
  });

  it('does not get to C by a method that is called on another object', () => {
    expect(() => crypto.X509.prototype.getSubject.call(server.key as never)).toThrow(TypeError);
    expect(() => crypto.PKey.prototype.bits.call(server.cert as never)).toThrow(TypeError);
    expect(() => SSL.Connection.prototype.pending.call(server.cert as never)).toThrow(TypeError);
  });
});

describe('a handle of the right type', () => {
  it('is taken whether it is owned or lives in another object', () => {
    const { client, server: serving } = pair(
      contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }),
      contextOf(SSL.TLS_SERVER_METHOD, { cert: server }),
    );
    handshake(client, serving);
    const [first] = client.getPeerCertChain() ?? [];
    expect(first?.getSubject().CN).toBe('localhost');
    expect(first?.getSubject().hash()).toBe(server.cert.getSubject().hash());
    const store = new crypto.X509Store();
    store.addCert(ca.cert);
    const chain = new crypto.X509StoreContext(store, server.cert).getVerifiedChain();
    expect(chain.map((cert) => cert.getSubject().CN)).toEqual(['localhost', 'tsopenssl test CA']);
    for (const cert of chain) expect(cert.getPubkey().bits()).toBeGreaterThan(0);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crypto, OpenSSLError, ReleasedError, rand, SSL } from '../../src/index.js';
import { issue, localPki } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';

const { ca, server } = localPki();
const PEM = crypto.FILETYPE_PEM;
const DER = crypto.FILETYPE_ASN1;
const sealed = crypto.dumpPrivatekey(PEM, server.key, 'aes-256-cbc', 'secret');

/** Runs what may fail; whatever it throws must be one of ours. @returns whether it threw */
function fails(body: () => void): boolean {
  try {
    body();
    return false;
  } catch (error) {
    const ours = error instanceof OpenSSLError || error instanceof TypeError || error instanceof RangeError;
    expect(ours, String(error)).toBe(true);
    expect((error as Error).name).not.toBe('TrapError');
    expect((error as Error).message).not.toBe('');
    return true;
  }
}

const loaders: [string, (type: number, data: Uint8Array) => void][] = [
  ['loadCertificate', (type, data) => crypto.loadCertificate(type, data).free()],
  ['loadPrivatekey', (type, data) => crypto.loadPrivatekey(type, data, 'x').free()],
  ['loadPublickey', (type, data) => crypto.loadPublickey(type, data).free()],
];

describe('bad input to the loaders', () => {
  it.each(loaders)('%s: random bytes are an error', (_name, load) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(PEM, DER), (data, type) => {
        expect(fails(() => load(type, data))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('truncated and damaged certificates are an error or a certificate', () => {
    const der = crypto.dumpCertificate(DER, server.cert);
    for (let length = 0; length < der.length; length++) {
      expect(fails(() => crypto.loadCertificate(DER, der.subarray(0, length)))).toBe(true);
    }
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = der.slice();
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        fails(() => {
          using cert = crypto.loadCertificate(DER, damaged);
          cert.getSubject().getComponents();
          crypto.dumpCertificate(crypto.FILETYPE_TEXT, cert);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('truncated PEM is an error', () => {
    for (const pem of [server.certPem, server.keyPem]) {
      for (const length of [0, 1, 27, 60, 200, pem.length - 30]) {
        const part = new TextEncoder().encode(pem.slice(0, length));
        for (const [, load] of loaders) expect(fails(() => load(PEM, part))).toBe(true);
      }
    }
  });

  it('wrong passwords are an error', () => {
    for (const password of ['', 'wrong', 'secrets', new Uint8Array([0xff, 0xfe])]) {
      expect(fails(() => crypto.loadPrivatekey(PEM, sealed, password))).toBe(true);
    }
  });

  it('wrong types are a TypeError', () => {
    for (const value of [null, undefined, 5, {}, [], true]) {
      for (const [, load] of loaders) expect(() => load(PEM, value as never)).toThrow(TypeError);
      expect(() => new SSL.Connection(value as never, null)).toThrow(TypeError);
      expect(() => contextOf(SSL.TLS_METHOD).useCertificate(value as never)).toThrow(TypeError);
      expect(() => contextOf(SSL.TLS_METHOD).usePrivatekey(value as never)).toThrow(TypeError);
      expect(() => new crypto.X509Store().addCert(value as never)).toThrow(TypeError);
    }
    expect(() => new SSL.Context('TLS' as never)).toThrow(TypeError);
    expect(() => new SSL.Context(99)).toThrow(RangeError);
    expect(() => rand.bytes('5' as never)).toThrow(TypeError);
    expect(() => rand.bytes(-1)).toThrow(RangeError);
  });
});

describe('bad input to a connection', () => {
  it('random records end the handshake with an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.boolean(), (data, framed) => {
        const sides = pair(contextOf(SSL.TLS_METHOD), contextOf(SSL.TLS_METHOD, { cert: server }));
        const record = framed ? Uint8Array.of(22, 3, 3, data.length >> 8, data.length & 255, ...data) : data;
        sides.server.bioWrite(record);
        expect(fails(() => sides.server.doHandshake())).toBe(true);
        sides.server.bioShutdown();
        expect(fails(() => sides.server.doHandshake())).toBe(true);
        sides.client.free();
        sides.server.free();
      }),
      { numRuns: 200 },
    );
  });

  it('damaged and truncated records after the handshake are an error, and the next connection works', () => {
    const damage: ((record: Uint8Array) => Uint8Array)[] = [
      (record) => record.map((byte, i) => (i === record.length - 1 ? byte ^ 1 : byte)),
      (record) => record.map((byte, i) => (i === 0 ? 99 : byte)),
      (record) => record.map((byte, i) => (i === 3 ? 0xff : byte)),
      (record) => record.subarray(0, record.length - 3),
    ];
    for (const harm of damage) {
      const sides = connected();
      transfer(sides.server, sides.client);
      sides.client.send('data');
      sides.server.bioWrite(harm(sides.client.bioRead(65_536)));
      sides.server.bioShutdown();
      expect(fails(() => sides.server.recv(100))).toBe(true);
      const next = connected();
      next.client.send('fine');
      transfer(next.client, next.server);
      expect(new TextDecoder().decode(next.server.recv(10))).toBe('fine');
    }
  });

  it('a flight cut at every byte waits, then reports the end', () => {
    const source = pair(contextOf(SSL.TLS_METHOD), contextOf(SSL.TLS_METHOD, { cert: server }));
    fails(() => source.client.doHandshake());
    const hello = source.client.bioRead(65_536);
    for (let length = 1; length < hello.length; length += 37) {
      const { server: side } = pair(contextOf(SSL.TLS_METHOD), contextOf(SSL.TLS_METHOD, { cert: server }));
      side.bioWrite(hello.subarray(0, length));
      expect(() => side.doHandshake()).toThrow(SSL.WantReadError);
      side.bioShutdown();
      expect(() => side.doHandshake()).toThrow(SSL.SysCallError);
    }
  });
});

describe('freed objects', () => {
  it('say so, and a second free does nothing', () => {
    const sides = connected();
    sides.client.free();
    sides.client.free();
    for (const use of [
      () => sides.client.send('x'),
      () => sides.client.recv(1),
      () => sides.client.bioRead(1),
      () => sides.client.bioWrite('x'),
      () => sides.client.shutdown(),
      () => sides.client.getPeerCertificate(),
    ]) {
      expect(use).toThrow(ReleasedError);
    }
    const cert = issue('short-lived').cert;
    const subject = cert.getSubject();
    cert.free();
    expect(() => subject.CN).toThrow(ReleasedError);
    expect(() => cert.getVersion()).toThrow(ReleasedError);
    const key = new crypto.PKey();
    key.free();
    expect(() => key.bits()).toThrow(ReleasedError);
  });

  it('may be freed by their own callback', () => {
    const context = contextOf(SSL.TLS_METHOD, { trust: ca });
    context.setVerify(SSL.VERIFY_PEER, (connection) => {
      connection.free();
      return true;
    });
    const sides = pair(context, contextOf(SSL.TLS_METHOD, { cert: server }));
    expect(() => handshake(sides.client, sides.server)).toThrow(ReleasedError);
    connected();
  });

  it('a callback must not call back into its connection', () => {
    const context = contextOf(SSL.TLS_METHOD, { trust: ca });
    context.setVerify(SSL.VERIFY_PEER, (connection) => {
      (connection as SSL.Connection).recv(1);
      return true;
    });
    const sides = pair(context, contextOf(SSL.TLS_METHOD, { cert: server }));
    expect(() => handshake(sides.client, sides.server)).toThrow('in use');
    connected();
  });

  it('a callback may use other connections', () => {
    const context = contextOf(SSL.TLS_METHOD, { trust: ca });
    context.setVerify(SSL.VERIFY_PEER, () => {
      connected();
      return true;
    });
    const sides = pair(context, contextOf(SSL.TLS_METHOD, { cert: server }));
    handshake(sides.client, sides.server);
  });

  it('a context that is in use is frozen', () => {
    const context = contextOf(SSL.TLS_METHOD);
    new SSL.Connection(context, null);
    expect(() => context.setOptions(SSL.OP_NO_TICKET)).toThrow(SSL.Error);
    expect(() => context.setVerify(SSL.VERIFY_NONE)).toThrow(SSL.Error);
  });
});

function connected() {
  const sides = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), contextOf(SSL.TLS_METHOD, { cert: server }));
  handshake(sides.client, sides.server);
  return sides;
}

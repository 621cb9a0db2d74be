import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bindings, OpenSSLError } from '../../src/ffi/index.js';
import { ReleasedError, ssl } from '../../src/index.js';
import { localPki } from '../support/pki.js';
import { clientContext, connectedPair, finishes, serverContext, shakeHands, wrapPair } from '../support/ssl-pair.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server: identity } = localPki();
const contexts = () => [clientContext(ca), serverContext(identity)] as const;
/** What may come out of bad input: never a trap, never something else. */
const isDefined = (error: unknown) =>
  error instanceof ssl.SSLError || error instanceof RangeError || error instanceof TypeError;

function attempt(body: () => unknown): void {
  try {
    body();
  } catch (error) {
    expect(isDefined(error), String(error)).toBe(true);
  }
}

describe('bad input', () => {
  it('at any place of a handshake ends it with an error', () => {
    const [client, there] = contexts();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(3), fc.boolean(), (noise, steps, toServer) => {
        const pair = wrapPair(client, there);
        for (let step = 0; step < steps; step++)
          attempt(() => finishes(() => (step % 2 === 0 ? pair.client : pair.server).doHandshake()));
        (toServer ? pair.toServer : pair.toClient).write(noise);
        for (let round = 0; round < 3; round++)
          for (const side of [pair.client, pair.server]) attempt(() => finishes(() => side.doHandshake()));
        pair.client.free();
        pair.server.free();
      }),
      { numRuns: 150 },
    );
    shakeHands(wrapPair(client, there));
  });

  it('as certificates, names and times', () => {
    const context = clientContext(ca);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, text) => {
        attempt(() => context.loadVerifyLocations(bytes));
        attempt(() => context.loadVerifyLocations(null, null, bytes));
        attempt(() => context.loadVerifyLocations(null, null, text));
        attempt(() => context.loadCertChain(bytes));
        attempt(() => context.loadDhParams(bytes));
        attempt(() => context.setCiphers(text));
        attempt(() => context.setGroups(text));
        attempt(() => context.setEcdhCurve(text));
        attempt(() => context.setServerSigalgs(text));
        attempt(() => context.setAlpnProtocols([bytes, text]));
        attempt(() => context.wrapBio(new ssl.MemoryBIO(), new ssl.MemoryBIO(), false, text).free());
        attempt(() => ssl.PEMCertToDERCert(`${ssl.PEM_HEADER}${text}${ssl.PEM_FOOTER}`));
        attempt(() => ssl.certTimeToSeconds(text));
        attempt(() => ssl.matchHostname({ subjectAltName: [['DNS', text]] }, text));
      }),
      { numRuns: 150 },
    );
  });

  it('certificates cut at each byte', () => {
    const der = ssl.PEMCertToDERCert(identity.certPem);
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
    for (let length = 1; length < der.length; length++)
      expect(() => context.loadVerifyLocations(null, null, der.subarray(0, length))).toThrow(ssl.SSLError);
    expect(context.certStoreStats().x509).toBe(0);
  });
});

describe('callbacks', () => {
  it('that use the connection they are called for get an error, and the handshake goes on', () => {
    const [client, there] = contexts();
    const errors: unknown[] = [];
    there.sni_callback = (object) => {
      errors.push(thrownBy(() => (object as ssl.SSLObject).doHandshake()));
      errors.push(thrownBy(() => (object as ssl.SSLObject).read()));
      return null;
    };
    shakeHands(wrapPair(client, there));
    expect(errors.length).toBe(2);
    expect(errors.every((error) => error instanceof ssl.SSLError)).toBe(true);
  });

  it('that free the connection they are called for end it', () => {
    const [client, there] = contexts();
    there.sni_callback = (object) => {
      (object as ssl.SSLObject).free();
      return null;
    };
    const pair = wrapPair(client, there);
    finishes(() => pair.client.doHandshake());
    attemptReleased(() => pair.server.doHandshake());
    expect(() => pair.server.doHandshake()).toThrow(ReleasedError);
    there.sni_callback = null;
    shakeHands(wrapPair(client, there));
  });

  it('of keys that throw or answer nonsense end the handshake, and leave the next one alone', () => {
    const client = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
    client.check_hostname = false;
    client.verify_mode = ssl.CERT_NONE;
    const there = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    for (const side of [client, there]) side.setCiphers('PSK');
    const key = new Uint8Array(16).fill(7);
    there.setPskServerCallback(() => key);
    const mine = new Error('mine');
    for (const bad of [
      () => {
        throw mine;
      },
      () => null,
      () => ['id'],
      () => ['i\0d', key],
      () => ['x'.repeat(1000), key],
      () => ['id', new Uint8Array(100_000)],
      () => ['id', 'text'],
    ]) {
      client.setPskClientCallback(bad as never);
      const error = thrownBy(() => shakeHands(wrapPair(client, there)));
      expect(error === mine || isDefined(error), String(error)).toBe(true);
    }
    client.setPskClientCallback(() => ['id', key]);
    shakeHands(wrapPair(client, there));
  });
});

function attemptReleased(body: () => unknown): void {
  try {
    body();
  } catch (error) {
    expect(error instanceof ReleasedError || error instanceof ssl.SSLError, String(error)).toBe(true);
  }
}

describe('memory', () => {
  const bindings = new Bindings((errors) => new OpenSSLError(errors));

  it('is after 600 sessions where it was after 200', () => {
    const [client, there] = contexts();
    there.verify_mode = ssl.CERT_OPTIONAL;
    const round = () => {
      const pair = connectedPair(client, there);
      pair.client.getpeercert();
      pair.client.getVerifiedChain();
      pair.server.sharedCiphers();
      pair.client.session?.free();
      finishes(() => pair.client.unwrap());
      for (const object of [pair.client, pair.server, pair.toClient, pair.toServer]) object.free();
      client.certStoreStats();
      client.getCaCerts();
      expect(() => client.loadVerifyLocations(null, null, new Uint8Array([1]))).toThrow(ssl.SSLError);
    };
    for (let i = 0; i < 200; i++) round();
    const before = bindings.heap_bytes_in_use();
    for (let i = 0; i < 400; i++) round();
    expect(bindings.heap_bytes_in_use() - before).toBeLessThan(2048);
  }, 60_000);
});

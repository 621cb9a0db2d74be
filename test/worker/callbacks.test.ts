import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SSL } from '../../src/index.js';
import type { RemoteContext, WorkerPool } from '../../src/worker/index.js';
import { issue } from '../support/pki.js';
import { rejection } from '../support/thrown.js';
import { usePools } from '../support/worker-pool.js';
import { contextsOf, pki, shakeBySteps } from '../support/worker-sides.js';

const { open } = usePools();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const wildcard = issue('other', { issuer: pki.ca, san: 'DNS:*.other.example' });

afterEach(() => vi.unstubAllGlobals());

/** A client and a server that have shaken hands. */
async function connected(pool: WorkerPool, here: RemoteContext, there: RemoteContext, host = 'localhost') {
  const client = new pool.SSL.Connection(here, null);
  const server = new pool.SSL.Connection(there, null);
  await client.setTlsextHostName(host);
  await shakeBySteps(client, server);
  return { client, server };
}

describe('a callback that answers', () => {
  it('may answer with a promise', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    await here.setVerify(SSL.VERIFY_PEER, async (_connection, certificate, _errnum, depth, ok) => {
      await sleep(5);
      return ok === 1 && (depth > 0 || certificate.getSubject().CN === 'localhost');
    });
    const { client } = await connected(pool, here, there);
    expect(await client.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
  });

  it('that never answers ends its handshake, and no other', async () => {
    const pool = open({ answerTimeout: 50 });
    const { here, there } = await contextsOf(pool);
    const stuck = await contextsOf(pool);
    let late: (answer: boolean) => void = () => undefined;
    await stuck.here.setVerify(
      SSL.VERIFY_PEER,
      () =>
        new Promise<boolean>((resolve) => {
          late = resolve;
        }),
    );
    const error = (await rejection(() => connected(pool, stuck.here, there))) as Error;
    expect(error).toBeInstanceOf(SSL.Error);
    expect(error.message).toMatch(/did not answer within 50 ms/);
    late(true);
    await connected(pool, here, there);
  });

  it('whose promise rejects ends the handshake with that', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const boom = new Error('later');
    await there.setAlpnSelectCallback(() => Promise.reject(boom));
    await here.setAlpnProtos(['h2']);
    expect(await rejection(() => connected(pool, here, there))).toBe(boom);
  });

  it('that answers nonsense, or too much, ends the handshake with a defined error', async () => {
    const pool = open();
    for (const [answer, message] of [
      [5, /must be a string or bytes/],
      ['', /1 to 255 bytes/],
      [() => 'h2', /a function cannot cross/],
      [new Uint8Array(600_000), /where \d+ fit/],
    ] as const) {
      const { here, there } = await contextsOf(pool);
      await here.setAlpnProtos(['h2']);
      await there.setAlpnSelectCallback(() => answer as never);
      expect(String(await rejection(() => connected(pool, here, there)))).toMatch(message);
    }
  });

  it('sees the name and the data of its connection, and may not change the context but for a name', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const seen: unknown[] = [];
    await here.setAlpnProtos(['h2']);
    await there.setAlpnSelectCallback((connection) => {
      seen.push(decode(connection.getServername() ?? new Uint8Array()), connection.getAppData());
      expect(connection.getContext()).toBe(there);
      expect(() => connection.setContext(there)).toThrow(SSL.Error);
      return 'h2';
    });
    const client = new pool.SSL.Connection(here, null);
    const server = new pool.SSL.Connection(there, null);
    server.setAppData('a peer');
    await client.setTlsextHostName('localhost');
    await shakeBySteps(client, server);
    expect(seen).toEqual(['localhost', 'a peer']);
  });

  it('for a name may bring a context that its thread has never seen', async () => {
    const pool = open({ size: 2 });
    const { here, there } = await contextsOf(pool);
    const made: RemoteContext[] = [];
    await there.setTlsextServernameCallback(async (connection) => {
      const context = new pool.SSL.Context(SSL.TLS_SERVER_METHOD);
      made.push(context);
      context.useCertificateChain(wildcard.certPem).catch(() => undefined);
      context.usePrivatekey(wildcard.key).catch(() => undefined);
      connection.setContext(context);
    });
    for (let i = 0; i < 3; i++) {
      const { client, server } = await connected(pool, here, there, 'x.other.example');
      expect((await client.getPeerCertificate())?.getSubject().CN).toBe('other');
      expect(server.getContext()).toBe(made[i]);
    }
  });

  it('for a ClientHello and for a certificate may answer later', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const hellos: SSL.ClientHello[] = [];
    await there.setClientHelloCallback(async (_connection, hello) => {
      hellos.push(hello);
    });
    await there.setCertificateCallback(async () => ({ chain: wildcard.certPem, key: wildcard.key }));
    const { client } = await connected(pool, here, there, 'x.other.example');
    expect((await client.getPeerCertificate())?.getSubject().CN).toBe('other');
    expect(hellos).toHaveLength(1);
    expect(hellos[0]?.random).toEqual(await client.clientRandom());
  });

  it('needs shared memory, and says so', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const pool = open();
    const { here, there } = await contextsOf(pool);
    await here.setVerify(SSL.VERIFY_PEER, () => true);
    expect(String(await rejection(() => connected(pool, here, there)))).toMatch(/cross-origin isolated/);
  });

  it('gives the passphrase of a key file', async () => {
    const { mkdtemp, rm, writeFile } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const { crypto } = await import('../../src/index.js');
    const folder = await mkdtemp(`${tmpdir()}/tsopenssl-key-`);
    try {
      const file = `${folder}/key.pem`;
      await writeFile(file, crypto.dumpPrivatekey(crypto.FILETYPE_PEM, pki.server.key, 'aes-256-cbc', 'secret'));
      const context = new (open().SSL.Context)(SSL.TLS_METHOD);
      await context.setPasswdCb((_length, _twice, data) => data as string, 'secret');
      await context.useCertificate(pki.server.cert);
      await context.usePrivatekeyFile(file);
      await context.checkPrivatekey();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('a callback that informs', () => {
  it('and throws is an uncaught exception: its call goes on', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const uncaught: unknown[] = [];
    vi.stubGlobal('queueMicrotask', (body: () => void) => {
      try {
        body();
      } catch (error) {
        uncaught.push(error);
      }
    });
    const boom = new Error('from the listener');
    await here.setKeylogCallback(() => {
      throw boom;
    });
    await connected(pool, here, there);
    expect(uncaught).toContain(boom);
  });

  it('comes to an end with null, on a context and on a connection', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const ofContext = vi.fn();
    const ofConnection = vi.fn();
    await here.setInfoCallback(ofContext);
    await here.setInfoCallback(null);
    const client = new pool.SSL.Connection(here, null);
    await client.setInfoCallback(ofConnection);
    await shakeBySteps(client, new pool.SSL.Connection(there, null));
    expect(ofContext).not.toHaveBeenCalled();
    expect(ofConnection.mock.calls[0]?.[0]).toBe(client);
    expect(ofConnection.mock.calls.some(([, where]) => where === SSL.SSL_CB_HANDSHAKE_DONE)).toBe(true);
  });
});

describe('what is told of each message', () => {
  it("comes in the order of the wire, to a context's callback or to a connection's own", async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const seen: [object, boolean, number][] = [];
    await here.setMessageCallback((connection, isSent, _version, contentType, bytes) => {
      if (contentType === 22) seen.push([connection, isSent, bytes[0] ?? 0]);
    });
    const { client, server } = await connected(pool, here, there);
    expect(seen.slice(0, 2)).toEqual([
      [client, true, 1],
      [client, false, 2],
    ]);
    const own: boolean[] = [];
    await server.setMessageCallback((_connection, isSent) => own.push(isSent));
    await server.shutdown();
    expect(own).toContain(true);
    await server.setMessageCallback(null);
    expect((await client.getPeerTemporaryKey())?.type).toBe('KEM');
    expect(await server.getSharedSigalgs()).toContain('ECDSA+SHA256');
  });
});

describe('keys that cross', () => {
  it("are a ticket's, by a callback, and raw public ones", async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    const keys = Uint8Array.from({ length: 80 }, (_, index) => index);
    const asked: (Uint8Array | null)[] = [];
    await there.setTicketKeyCallback(async (_connection, name) => {
      asked.push(name);
      return { keys, renew: true };
    });
    await there.setServerCertificateTypes(['rawPublicKey']);
    await here.setServerCertificateTypes(['rawPublicKey', 'x509']);
    await here.setExpectedRawKeys([pki.server.key]);
    const { client } = await connected(pool, here, there);
    expect(asked).toContain(null);
    expect(await client.getServerCertificateType()).toBe('rawPublicKey');
    expect((await client.getPeerRawKey())?.equals(pki.server.key)).toBe(true);
    expect(await client.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
    // Also where the context is in use.
    await there.setTicketKeys([keys, keys.slice(0, 48).fill(9)]);
    expect(await there.getTicketKeys()).toEqual(keys);
  });
});

describe('an answer that is known before', () => {
  // None of these needs shared memory.
  const withoutMemory = () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    return open({ size: 2 });
  };

  it('is a list of protocols', async () => {
    const pool = withoutMemory();
    const { here, there } = await contextsOf(pool);
    await here.setAlpnProtos(['http/1.1', 'h2']);
    await there.setAlpnSelectProtocols(['h2', 'http/1.1']);
    const { client } = await connected(pool, here, there);
    expect(decode(await client.getAlpnProtoNegotiated())).toBe('h2');
    const { here: strange } = await contextsOf(pool);
    await strange.setAlpnProtos(['smtp']);
    const error = (await rejection(() => connected(pool, strange, there))) as Error;
    expect(error.message).toMatch(/no common application protocol/);
  });

  it('is a table of names', async () => {
    const pool = withoutMemory();
    const { here, there } = await contextsOf(pool);
    const { there: other } = await contextsOf(pool, wildcard);
    await there.setTlsextServernames({ '*.Other.example': other, 'a.b.other.example': there });
    for (const [host, name] of [
      ['www.other.example', 'other'],
      ['WWW.OTHER.EXAMPLE', 'other'],
      ['a.b.other.example', 'localhost'],
      ['b.b.other.example', 'localhost'],
      ['other.example', 'localhost'],
    ] as const) {
      const { client } = await connected(pool, here, there, host);
      expect((await client.getPeerCertificate())?.getSubject().CN).toBe(name);
    }
    expect(await rejection(() => other.setTlsextServernames({ x: there }))).toBeInstanceOf(RangeError);
    expect(await rejection(() => other.setTlsextServernames({ x: {} as never }))).toBeInstanceOf(TypeError);
  });

  it('is a set of pins', async () => {
    const pool = withoutMemory();
    const digest = (identity: { cert: { digest(name: string): string } }) =>
      Uint8Array.from(identity.cert.digest('sha256').split(':'), (byte) => Number.parseInt(byte, 16));
    for (const pin of [pki.ca, pki.server]) {
      const { here, there } = await contextsOf(pool);
      await here.setVerifyPins([digest(pki.client), digest(pin)]);
      const { client } = await connected(pool, here, there);
      expect(await client.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
    }
    const { here, there } = await contextsOf(pool);
    await here.setVerifyPins([digest(pki.client)]);
    const error = (await rejection(() => connected(pool, here, there))) as SSL.Error;
    expect(error.errors.at(-1)?.[2]).toBe('certificate verify failed');
    // A pin is no trust.
    const untrusting = new pool.SSL.Context(SSL.TLS_CLIENT_METHOD);
    await untrusting.setVerifyPins([digest(pki.server), digest(pki.ca)]);
    expect(await rejection(() => connected(pool, untrusting, there))).toBeInstanceOf(SSL.Error);
    expect(await rejection(() => here.setVerifyPins([]))).toBeInstanceOf(RangeError);
    expect(await rejection(() => here.setVerifyPins([new Uint8Array(20)]))).toBeInstanceOf(RangeError);
  });

  it('is a table of pre-shared keys', async () => {
    const pool = withoutMemory();
    const key = Uint8Array.from({ length: 32 }, (_, i) => i);
    const there = new pool.SSL.Context(SSL.TLS_SERVER_METHOD);
    await there.setTls13Ciphersuites('TLS_AES_128_GCM_SHA256');
    await there.setPskKeys({ me: key, you: new Uint8Array(32).fill(1) });
    for (const [identity, works] of [
      ['me', true],
      ['you', false],
      ['nobody', false],
    ] as const) {
      const here = new pool.SSL.Context(SSL.TLS_CLIENT_METHOD);
      await here.setTls13Ciphersuites('TLS_AES_128_GCM_SHA256');
      await here.setPskIdentity(identity, key);
      const shaken = connected(pool, here, there);
      if (works) await shaken;
      else expect(await rejection(() => shaken)).toBeInstanceOf(SSL.Error);
    }
  });

  it('is an OCSP response', async () => {
    const pool = open();
    const { here, there } = await contextsOf(pool);
    await there.setOcspResponse(new Uint8Array([4, 5, 6]));
    const judge = vi.fn(() => true);
    await here.setOcspClientCallback(judge);
    const client = new pool.SSL.Connection(here, null);
    await client.requestOcsp();
    await shakeBySteps(client, new pool.SSL.Connection(there, null));
    expect(judge.mock.calls[0]?.[1 as never]).toEqual(new Uint8Array([4, 5, 6]));
  });
});

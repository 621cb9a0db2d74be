/** The public behaviour of a Connection, each call awaited: it holds for the one of this thread and for the one of a pool. */
import { afterEach, describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import type { RemoteConnection, RemoteContext, WorkerSSL } from '../../src/worker/index.js';
import { type Identity, issue, localPki } from '../support/pki.js';

const pki = localPki();
const other = issue('other.example', { issuer: pki.ca, san: 'DNS:other.example' });
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What a test needs of an implementation. */
export interface Implementation {
  readonly name: string;
  /** Its classes: those of this thread answer at once, which an `await` does not mind. */
  readonly SSL: () => WorkerSSL;
}

/** Gives what one side has for the other. */
export async function carry(from: RemoteConnection, to: RemoteConnection): Promise<void> {
  while ((await from.bioPending()) > 0) await to.bioWrite(await from.bioRead(65_536));
}

/** Runs both handshakes to their end; an error of either side comes out. */
export async function shake(client: RemoteConnection, server: RemoteConnection): Promise<void> {
  for (let round = 0; round < 20; round++) {
    let isDone = true;
    for (const [side, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      try {
        await side.doHandshake();
      } catch (error) {
        isDone = false;
        if (!(error instanceof SSL.WantReadError)) throw error;
      } finally {
        await carry(side, peer);
      }
    }
    if (isDone) return;
  }
  throw new Error('the handshake did not end');
}

/** What an operation rejects with. */
export async function rejection(body: () => unknown): Promise<unknown> {
  try {
    await body();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Defines the suite for an implementation. */
export function defineSuite({ name, SSL: find }: Implementation): void {
  const connections: RemoteConnection[] = [];
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.free();
  });

  async function contextOf(method: number, options: { cert?: Identity; trust?: Identity; version?: number } = {}) {
    const context = new (find().Context)(method);
    const { cert, trust, version } = options;
    if (cert !== undefined) {
      await context.useCertificate(cert.cert);
      await context.usePrivatekey(cert.key);
      await context.checkPrivatekey();
    }
    if (trust !== undefined) {
      await (await context.getCertStore()).addCert(trust.cert);
      await context.setVerify(SSL.VERIFY_PEER);
    }
    if (version !== undefined) {
      await context.setMinProtoVersion(version);
      await context.setMaxProtoVersion(version);
    }
    return context;
  }

  async function pair(here: RemoteContext, there: RemoteContext) {
    const { Connection } = find();
    const client = new Connection(here, null);
    const server = new Connection(there, null);
    connections.push(client, server);
    await client.setConnectState();
    await server.setAcceptState();
    return { client, server };
  }

  async function connected(version?: number, prepare?: (here: RemoteContext, there: RemoteContext) => unknown) {
    const limit = version === undefined ? {} : { version };
    const here = await contextOf(SSL.TLS_CLIENT_METHOD, { trust: pki.ca, ...limit });
    const there = await contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server, ...limit });
    await prepare?.(here, there);
    const sides = await pair(here, there);
    await sides.client.setTlsextHostName('localhost');
    await sides.client.setVerifyHost('localhost');
    await shake(sides.client, sides.server);
    return { ...sides, here, there };
  }

  describe.each([
    ['TLSv1.2', SSL.TLS1_2_VERSION],
    ['TLSv1.3', SSL.TLS1_3_VERSION],
  ])(`${name}: %s`, (versionName, version) => {
    it('shakes hands and carries data both ways', async () => {
      const { client, server } = await connected(version);
      expect(await client.getProtocolVersionName()).toBe(versionName);
      expect(await server.getProtocolVersion()).toBe(version);
      expect(await client.isHandshakeDone).toBe(true);
      expect(await client.send('from client')).toBe(11);
      await carry(client, server);
      expect(decode(await server.recv(100))).toBe('from client');
      await server.sendall(new TextEncoder().encode('from server'));
      await carry(server, client);
      expect(decode(await client.recv(4))).toBe('from');
      expect(await client.pending()).toBe(7);
      const buffer = new Uint8Array(10);
      expect(await client.recvInto(buffer)).toBe(7);
      expect(decode(buffer.subarray(0, 7))).toBe(' server');
    });

    it('carries more than one record, and leaves the bytes that it was given', async () => {
      const { client, server } = await connected(version);
      const data = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
      expect(await client.sendall(data)).toBe(data.length);
      await carry(client, server);
      const got: number[] = [];
      while (got.length < data.length) got.push(...(await server.recv(65_536)));
      expect(data).toHaveLength(100_000);
      expect(Uint8Array.from(got)).toEqual(data);
    });

    it('closes in both directions', async () => {
      const { client, server } = await connected(version);
      await carry(server, client);
      expect(await rejection(() => client.recv(1))).toBeInstanceOf(SSL.WantReadError);
      expect(await server.shutdown()).toBe(false);
      await carry(server, client);
      expect(await rejection(() => client.recv(1))).toBeInstanceOf(SSL.ZeroReturnError);
      expect(await client.getShutdown()).toBe(SSL.RECEIVED_SHUTDOWN);
      expect(await client.shutdown()).toBe(true);
    });

    it('tells an end without close_notify from an end', async () => {
      const { client } = await connected(version);
      await client.bioShutdown();
      const error = await rejection(() => client.recv(1));
      expect(error).toBeInstanceOf(SSL.SysCallError);
      expect((error as SSL.SysCallError).args).toEqual([-1, 'Unexpected EOF']);
    });

    it('resumes a session', async () => {
      const first = await connected(version);
      expect(await rejection(() => first.client.recv(1))).toBeInstanceOf(SSL.WantReadError);
      const session = await first.client.getSession();
      expect(session).toBeInstanceOf(SSL.Session);
      const again = await pair(first.here, first.there);
      await again.client.setSession(session as SSL.Session);
      await shake(again.client, again.server);
      expect(await again.client.sessionReused()).toBe(true);
      expect(await again.server.sessionReused()).toBe(true);
    });

    it('authenticates both sides, and shows their chains', async () => {
      const { client, server } = await connected(version, async (here, there) => {
        await here.useCertificate(pki.client.cert);
        await here.usePrivatekey(pki.client.key);
        await (await there.getCertStore()).addCert(pki.ca.cert);
        await there.addClientCa(pki.ca.cert);
        await there.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
      });
      expect((await server.getPeerCertificate())?.getSubject().CN).toBe('test client');
      expect((await client.getPeerCertificate())?.equals(pki.server.cert)).toBe(true);
      expect((await client.getVerifiedChain())?.map((cert) => cert.getSubject().CN)).toEqual([
        'localhost',
        'tsopenssl test CA',
      ]);
      expect((await client.getPeerCertChain())?.[0]?.getSerialNumber()).toEqual(pki.server.cert.getSerialNumber());
      expect((await client.getClientCaList())[0]?.CN).toBe('tsopenssl test CA');
    });

    it('refuses an issuer that it does not trust, with the queue in the error', async () => {
      const stranger = issue('stranger', { ca: true });
      const here = await contextOf(SSL.TLS_CLIENT_METHOD, { trust: stranger, version });
      const there = await contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server, version });
      const { client, server } = await pair(here, there);
      const error = (await rejection(() => shake(client, server))) as SSL.Error;
      expect(error).toBeInstanceOf(SSL.Error);
      expect(error.name).toBe('Error');
      expect(error.errors.at(-1)?.[2]).toBe('certificate verify failed');
      expect(await client.getVerifyResult()).toBe(SSL.X509VerificationCodes.ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
      const alert = (await rejection(() => server.doHandshake())) as SSL.Error;
      expect(alert.errors.at(-1)?.[2]).toMatch(/alert unknown ca/);
    });
  });

  describe(`${name}: callbacks`, () => {
    it('keylog and info tell of a handshake before it resolves', async () => {
      const lines: string[] = [];
      const steps: number[] = [];
      const { client } = await connected(undefined, async (here) => {
        await here.setKeylogCallback((connection, line) => {
          expect(connection).toBeInstanceOf(find().Connection);
          lines.push(decode(line).split(' ')[0] ?? '');
        });
        await here.setInfoCallback((_connection, where) => steps.push(where));
      });
      expect(lines).toContain('CLIENT_HANDSHAKE_TRAFFIC_SECRET');
      expect(lines).toContain('SERVER_TRAFFIC_SECRET_0');
      expect(steps).toContain(SSL.SSL_CB_HANDSHAKE_START);
      expect(steps).toContain(SSL.SSL_CB_HANDSHAKE_DONE);
      expect(await client.isHandshakeDone).toBe(true);
    });

    it('new sessions are told', async () => {
      const sessions: SSL.Session[] = [];
      const { client } = await connected(undefined, async (here) => {
        await here.setSessionCacheMode(SSL.SESS_CACHE_CLIENT);
        await here.setSessionNewCallback((_connection, session) => sessions.push(session));
      });
      expect(await rejection(() => client.recv(1))).toBeInstanceOf(SSL.WantReadError);
      expect(sessions).toHaveLength(2);
      expect(sessions[0]?.hasTicket).toBe(true);
    });

    it('SNI chooses another context', async () => {
      const second = await contextOf(SSL.TLS_SERVER_METHOD, { cert: other });
      const there = await contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server });
      await there.setTlsextServernameCallback((connection) => {
        if (decode(connection.getServername() ?? new Uint8Array()) === 'other.example') connection.setContext(second);
      });
      const here = await contextOf(SSL.TLS_CLIENT_METHOD, { trust: pki.ca });
      for (const [host, expected] of [
        ['other.example', 'other.example'],
        ['localhost', 'localhost'],
      ] as const) {
        const { client, server } = await pair(here, there);
        await client.setTlsextHostName(host);
        await shake(client, server);
        expect((await client.getPeerCertificate())?.getSubject().CN).toBe(expected);
        expect(decode((await server.getServername()) ?? new Uint8Array())).toBe(host);
        expect(await server.getContext()).toBe(expected === 'localhost' ? there : second);
      }
    });

    it('ALPN is chosen, or there is none', async () => {
      const offers: string[][] = [];
      const { client, server } = await connected(undefined, async (here, there) => {
        await here.setAlpnProtos(['h2', 'http/1.1']);
        await there.setAlpnSelectCallback((_connection, offer) => {
          offers.push(offer.map(decode));
          return 'http/1.1';
        });
      });
      expect(offers).toEqual([['h2', 'http/1.1']]);
      expect(decode(await client.getAlpnProtoNegotiated())).toBe('http/1.1');
      expect(decode(await server.getAlpnProtoNegotiated())).toBe('http/1.1');
      const without = await connected(undefined, async (here, there) => {
        await here.setAlpnProtos(['h2']);
        await there.setAlpnSelectCallback(() => SSL.NO_OVERLAPPING_PROTOCOLS);
      });
      expect(await without.client.getAlpnProtoNegotiated()).toHaveLength(0);
    });

    it('verify judges each certificate', async () => {
      const calls: unknown[] = [];
      const { client } = await connected(undefined, async (here) => {
        await here.setVerify(SSL.VERIFY_PEER, (_connection, certificate, errnum, depth, ok) => {
          calls.push([certificate.getSubject().CN, errnum, depth, ok]);
          return true;
        });
      });
      expect(calls).toEqual([
        ['tsopenssl test CA', 0, 1, 1],
        ['localhost', 0, 0, 1],
      ]);
      expect(await client.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
    });

    it('that throw end the handshake with what they threw', async () => {
      const boom = new RangeError('from the callback');
      const body = () =>
        connected(undefined, (here) =>
          here.setVerify(SSL.VERIFY_PEER, () => {
            throw boom;
          }),
        );
      expect(await rejection(body)).toBe(boom);
    });

    it('OCSP responses are stapled and judged', async () => {
      const staple = new Uint8Array([1, 2, 3]);
      const seen: unknown[] = [];
      const here = await contextOf(SSL.TLS_CLIENT_METHOD, { trust: pki.ca });
      const there = await contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server });
      await there.setOcspServerCallback((_connection, data: Uint8Array) => data, staple);
      await here.setOcspClientCallback((_connection, response, data) => {
        seen.push([...response], data);
        return true;
      }, 'data');
      const { client, server } = await pair(here, there);
      await client.requestOcsp();
      await shake(client, server);
      expect(seen).toEqual([[1, 2, 3], 'data']);
    });

    it('pre-shared keys stand for certificates', async () => {
      const key = Uint8Array.from({ length: 32 }, (_, i) => i);
      const here = await contextOf(SSL.TLS_CLIENT_METHOD, { version: SSL.TLS1_3_VERSION });
      const there = await contextOf(SSL.TLS_SERVER_METHOD, { version: SSL.TLS1_3_VERSION });
      for (const context of [here, there]) await context.setTls13Ciphersuites('TLS_AES_128_GCM_SHA256');
      await here.setPskClientCallback(() => ({ identity: 'me', key }));
      await there.setPskServerCallback((_connection, identity) => (identity === 'me' ? key : null));
      const { client, server } = await pair(here, there);
      await shake(client, server);
      expect(await client.getPeerCertificate()).toBeNull();
      expect(await client.getProtocolVersionName()).toBe('TLSv1.3');
    });
  });

  describe(`${name}: errors`, () => {
    it('are those of wrong arguments', async () => {
      const context = await contextOf(SSL.TLS_CLIENT_METHOD);
      const { Connection } = find();
      expect(await rejection(() => context.setVerifyDepth('x' as unknown as number))).toBeInstanceOf(TypeError);
      expect(await rejection(() => context.setSecurityLevel(9))).toBeInstanceOf(RangeError);
      expect(await rejection(() => context.setKeylogCallback(5 as never))).toBeInstanceOf(TypeError);
      expect(await rejection(() => context.useCertificateChain('no PEM'))).toBeInstanceOf(SSL.Error);
      const cipher = await rejection(() => context.setCipherList('no-such-cipher'));
      expect((cipher as SSL.Error).errors.at(-1)?.[2]).toBe('no cipher match');
      expect(await rejection(() => new Connection({} as never, null))).toBeInstanceOf(TypeError);
      const connection = new Connection(context, null);
      connections.push(connection);
      expect(await rejection(() => connection.bioRead(-1))).toBeInstanceOf(RangeError);
      expect(await rejection(() => connection.bioRead(10))).toBeInstanceOf(SSL.WantReadError);
      expect(await rejection(() => connection.bioWrite(5 as never))).toBeInstanceOf(TypeError);
    });

    it('are those of wrong moments: a context in use, a connection that is gone', async () => {
      const { client, here } = await connected();
      const frozen = (await rejection(() => here.setAlpnProtos(['h2']))) as Error;
      expect(frozen).toBeInstanceOf(SSL.Error);
      expect(frozen.message).toMatch(/cannot be changed any more/);
      await client.free();
      await client.free();
      expect(await client.isFreed).toBe(true);
      const gone = (await rejection(() => client.send('x'))) as Error;
      expect(gone.name).toBe('ReleasedError');
    });

    it('end a session that is spoken to in clear', async () => {
      const there = await contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server });
      const here = await contextOf(SSL.TLS_CLIENT_METHOD);
      const { server } = await pair(here, there);
      await server.bioWrite('GET / HTTP/1.0\r\n\r\n');
      const error = (await rejection(() => server.doHandshake())) as SSL.Error;
      expect(error.errors.at(-1)?.[2]).toBe('http request');
    });
  });

  it(`${name}: keeps any value with a context and a connection`, async () => {
    const { client, here } = await connected();
    expect(await client.getAppData()).toBeNull();
    await client.setAppData(pki);
    await here.setAppData(client);
    expect(await client.getAppData()).toBe(pki);
    expect(await here.getAppData()).toBe(client);
    expect(await client.getContext()).toBe(here);
  });
}

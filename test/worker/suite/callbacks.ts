/** What OpenSSL tells and asks. */
import { describe, expect, it } from 'vitest';
import { SSL } from '../../../src/index.js';
import { issue } from '../../support/pki.js';
import { rejection } from '../../support/thrown.js';
import { type Implementation, pki, type Sides, shake } from './sides.js';

const other = issue('other.example', { issuer: pki.ca, san: 'DNS:other.example' });
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

export function defineCallbacks({ name, SSL: find }: Implementation, { contextOf, pair, connected }: Sides): void {
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

    it('pre-shared keys of a single connection go before those of its context', async () => {
      const key = Uint8Array.from({ length: 32 }, (_, i) => i);
      const ciphers = 'PSK-AES128-CBC-SHA256';
      const here = await contextOf(SSL.TLS_CLIENT_METHOD, { version: SSL.TLS1_2_VERSION });
      const there = await contextOf(SSL.TLS_SERVER_METHOD, { version: SSL.TLS1_2_VERSION });
      for (const context of [here, there]) await context.setCipherList(ciphers);
      await here.setPskClientCallback(() => null);
      await there.setPskServerCallback(() => null);
      const { client, server } = await pair(here, there);
      const asked: unknown[] = [];
      await client.setPskClientCallback((_connection, hint) => {
        asked.push(hint);
        return { identity: 'me', key };
      });
      await server.setPskServerCallback((_connection, identity) => {
        asked.push(identity);
        return identity === 'me' ? key : null;
      }, 'a hint');
      await shake(client, server);
      expect(asked).toEqual(['a hint', 'me']);
      expect(await client.getCipherName()).toBe(ciphers);
    });
  });
}

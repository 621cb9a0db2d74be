import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { Pump } from '../../src/tls/transport/pump.js';
import { datagrams, shake, step } from '../support/dtls.js';
import { localPki } from '../support/pki.js';
import { contextOf, pair } from '../support/pump.js';

const { ca, server } = localPki();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const clientContext = () => contextOf(SSL.DTLS_CLIENT_METHOD, { trust: ca });
const serverContext = () => contextOf(SSL.DTLS_SERVER_METHOD, { cert: server });

describe('DTLS 1.2', () => {
  it('agrees and carries one message a datagram', () => {
    const { client, server: peer } = pair(clientContext(), serverContext());
    shake(client, peer);
    expect(client.getProtocolVersionName()).toBe('DTLSv1.2');
    client.send('one');
    client.send('two');
    for (const datagram of datagrams(client)) peer.bioWrite(datagram);
    expect(decode(peer.recv(100))).toBe('one');
    expect(decode(peer.recv(100))).toBe('two');
    peer.shutdown();
    for (const datagram of datagrams(peer)) client.bioWrite(datagram);
    expect(() => client.recv(10)).toThrow(SSL.ZeroReturnError);
  });

  it('answers only clients that can receive [SSL.Connection.DTLSv1_listen] [SSL.Context.set_cookie_generate_callback] [SSL.Context.set_cookie_verify_callback]', () => {
    const there = serverContext();
    const cookies: string[] = [];
    there.setCookieGenerateCallback(() => new TextEncoder().encode('xyzzy'));
    there.setCookieVerifyCallback((_, cookie) => {
      cookies.push(decode(cookie));
      return decode(cookie) === 'xyzzy';
    });
    const { client, server: peer } = pair(clientContext(), there);
    expect(() => peer.DTLSv1Listen()).toThrow(SSL.WantReadError);
    expect(step(client)).toBe(false);
    for (const datagram of datagrams(client)) peer.bioWrite(datagram);
    expect(() => peer.DTLSv1Listen()).toThrow(SSL.WantReadError);
    const [request, ...more] = datagrams(peer);
    expect(more).toEqual([]);
    // Handshake record, HelloVerifyRequest (RFC 6347, 4.2.1).
    expect([request?.[0], request?.[13]]).toEqual([22, 3]);
    client.bioWrite(request ?? new Uint8Array());
    expect(step(client)).toBe(false);
    for (const datagram of datagrams(client)) peer.bioWrite(datagram);
    peer.DTLSv1Listen();
    shake(client, peer);
    expect(cookies).toContain('xyzzy');
    expect(client.getProtocolVersionName()).toBe('DTLSv1.2');
  });

  it('reports what a cookie callback throws or returns wrong', () => {
    const boom = new Error('boom');
    for (const [callback, error] of [
      [
        () => {
          throw boom;
        },
        boom,
      ],
      [() => 'text' as unknown as Uint8Array, TypeError],
      [() => new Uint8Array(256), RangeError],
    ] as const) {
      const there = serverContext();
      there.setCookieGenerateCallback(callback);
      there.setCookieVerifyCallback(() => true);
      const { client, server: peer } = pair(clientContext(), there);
      expect(step(client)).toBe(false);
      for (const datagram of datagrams(client)) peer.bioWrite(datagram);
      expect(() => peer.DTLSv1Listen()).toThrow(error);
    }
  });

  it('sends a lost flight again when its timer has run out [SSL.Connection.DTLSv1_get_timeout] [SSL.Connection.DTLSv1_handle_timeout]', async () => {
    const { client, server: peer } = pair(clientContext(), serverContext());
    expect(client.DTLSv1GetTimeout()).toBeNull();
    expect(client.DTLSv1HandleTimeout()).toBe(false);
    expect(step(client)).toBe(false);
    const lost = datagrams(client);
    expect(lost.length).toBeGreaterThan(0);
    const seconds = client.DTLSv1GetTimeout() ?? Number.NaN;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(1);
    expect(client.DTLSv1HandleTimeout()).toBe(false);
    expect(datagrams(client)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000 + 50));
    expect(client.DTLSv1GetTimeout()).toBe(0);
    expect(client.DTLSv1HandleTimeout()).toBe(true);
    const again = datagrams(client);
    expect(again).toHaveLength(lost.length);
    for (const datagram of again) peer.bioWrite(datagram);
    shake(client, peer);
    expect(client.DTLSv1GetTimeout()).toBeNull();
  });

  it('keeps datagrams small [SSL.Connection.set_ciphertext_mtu] [SSL.Connection.get_cleartext_mtu] [SSL.DTLS_METHOD] [SSL.DTLS_CLIENT_METHOD] [SSL.DTLS_SERVER_METHOD]', () => {
    const contexts = [contextOf(SSL.DTLS_METHOD, { trust: ca }), contextOf(SSL.DTLS_METHOD, { cert: server })] as const;
    for (const context of contexts) context.setOptions(SSL.OP_NO_QUERY_MTU);
    const { client, server: peer } = pair(...contexts);
    client.setCiphertextMtu(500);
    peer.setCiphertextMtu(500);
    let longest = 0;
    shake(client, peer, (datagram) => {
      longest = Math.max(longest, datagram.length);
      return false;
    });
    expect(longest).toBeGreaterThan(200);
    expect(longest).toBeLessThanOrEqual(500);
    const most = client.getCleartextMtu();
    expect(most).toBeGreaterThan(400);
    expect(most).toBeLessThan(500);
    client.setCiphertextMtu(900);
    expect(client.getCleartextMtu()).toBe(most + 400);
    client.send(new Uint8Array(most));
    expect(datagrams(client)[0]?.length).toBeLessThanOrEqual(900);
    expect(() => client.setCiphertextMtu(0)).toThrow(RangeError);
    expect(() => client.setCiphertextMtu('x' as unknown as number)).toThrow(TypeError);
  });

  it('agrees on a profile for SRTP [SSL.Context.set_tlsext_use_srtp] [SSL.Connection.get_selected_srtp_profile]', () => {
    const here = clientContext();
    const there = serverContext();
    here.setTlsextUseSrtp('SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM');
    there.setTlsextUseSrtp('SRTP_AEAD_AES_128_GCM');
    const { client, server: peer } = pair(here, there);
    expect(client.getSelectedSrtpProfile()).toBe('');
    shake(client, peer);
    expect(client.getSelectedSrtpProfile()).toBe('SRTP_AEAD_AES_128_GCM');
    expect(peer.getSelectedSrtpProfile()).toBe('SRTP_AEAD_AES_128_GCM');
    const key = client.exportKeyingMaterial('EXTRACTOR-dtls_srtp', 56);
    expect(peer.exportKeyingMaterial('EXTRACTOR-dtls_srtp', 56)).toEqual(key);
    expect(() => new SSL.Context(SSL.DTLS_METHOD).setTlsextUseSrtp('no such profile')).toThrow(SSL.Error);
    expect(() => new SSL.Context(SSL.DTLS_METHOD).setTlsextUseSrtp(5 as unknown as string)).toThrow(TypeError);
  });

  it('drops what is no record, and goes on', () => {
    const { client, server: peer } = pair(clientContext(), serverContext());
    shake(client, peer);
    for (const junk of [new Uint8Array(1), new Uint8Array(2000).fill(23), Uint8Array.of(22, 254, 253, 0, 0)])
      peer.bioWrite(junk);
    expect(() => peer.recv(10)).toThrow(SSL.WantReadError);
    client.send('still here');
    for (const datagram of datagrams(client)) peer.bioWrite(datagram);
    expect(decode(peer.recv(100))).toBe('still here');
  });
});

describe('the end of a transport of datagrams', () => {
  const ended = [SSL.SysCallError, 'Unexpected EOF'] as const;
  const operations: Record<string, (connection: SSL.Connection) => void> = {
    recv: (connection) => void connection.recv(10),
    peek: (connection) => void connection.recv(10, 2),
    recvInto: (connection) => void connection.recvInto(new Uint8Array(10)),
    shutdown: (connection) => {
      while (!connection.shutdown());
    },
  };

  it.each(Object.keys(operations))('ends %s after the last datagram [bioShutdown over DTLS]', (name) => {
    const { client, server: peer } = pair(clientContext(), serverContext());
    shake(client, peer);
    client.send('last');
    for (const datagram of datagrams(client)) peer.bioWrite(datagram);
    peer.bioShutdown();
    peer.bioShutdown();
    expect(decode(peer.recv(10))).toBe('last');
    for (let again = 0; again < 3; again++) {
      expect(() => operations[name]?.(peer)).toThrow(ended[0]);
      expect(() => operations[name]?.(peer)).toThrow(ended[1]);
    }
  });

  it('ends a handshake, a wait for a ClientHello and a first message', () => {
    for (const begin of [
      (side: SSL.Connection) => side.doHandshake(),
      (side: SSL.Connection) => side.DTLSv1Listen(),
      (side: SSL.Connection) => void side.recv(1),
    ]) {
      const there = serverContext();
      there.setCookieGenerateCallback(() => Uint8Array.of(1));
      there.setCookieVerifyCallback(() => true);
      const { server: peer } = pair(clientContext(), there);
      expect(() => begin(peer)).toThrow(SSL.WantReadError);
      peer.bioShutdown();
      expect(() => begin(peer)).toThrow(ended[0]);
    }
    const { client } = pair(clientContext(), serverContext());
    client.bioShutdown();
    expect(() => client.doHandshake()).toThrow(ended[0]);
    expect(() => client.send('x')).toThrow(ended[0]);
  });

  it('is close_notify where that was sent before, and where it is not missed', () => {
    const { client, server: peer } = pair(clientContext(), serverContext());
    shake(client, peer);
    client.shutdown();
    for (const datagram of datagrams(client)) peer.bioWrite(datagram);
    peer.bioShutdown();
    expect(() => peer.recv(10)).toThrow(SSL.ZeroReturnError);
    client.setOptions(SSL.OP_IGNORE_UNEXPECTED_EOF);
    client.bioShutdown();
    expect(() => client.recv(10)).toThrow(SSL.ZeroReturnError);
  });

  it('ends what the loop of the adapters waits for', async () => {
    const { client } = pair(clientContext(), serverContext());
    const pump = new Pump(client, { read: async () => undefined, write: async () => undefined });
    await expect(pump.until(() => client.handshakeStatus(), 'handshake')).rejects.toThrow(ended[1]);
  });
});

import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { connected } from '../support/connected.js';
import { issue, localPki } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const { ca, server } = localPki();
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('what was negotiated', () => {
  it('cipher and version [SSL.Connection.get_cipher_name] [SSL.Connection.get_cipher_bits] [SSL.Connection.get_cipher_version] [SSL.Connection.get_cipher_list] [SSL.Connection.get_protocol_version] [SSL.Connection.get_protocol_version_name]', () => {
    const old = connected(SSL.TLS1_2_VERSION, (here) => here.setCipherList('ECDHE-ECDSA-AES128-GCM-SHA256')).client;
    expect(old.getCipherName()).toBe('ECDHE-ECDSA-AES128-GCM-SHA256');
    expect(old.getCipherBits()).toBe(128);
    expect(old.getCipherVersion()).toBe('TLSv1.2');
    expect(old.getProtocolVersion()).toBe(SSL.TLS1_2_VERSION);
    expect(old.getProtocolVersionName()).toBe('TLSv1.2');
    expect(old.getCipherList()).toContain('ECDHE-ECDSA-AES128-GCM-SHA256');
    const today = connected(SSL.TLS1_3_VERSION, (here) => here.setTls13Ciphersuites('TLS_CHACHA20_POLY1305_SHA256'));
    expect(today.server.getCipherName()).toBe('TLS_CHACHA20_POLY1305_SHA256');
    expect(today.server.getCipherBits()).toBe(256);
    expect(today.server.getCipherVersion()).toBe('TLSv1.3');
  });

  it('the server by its name [SSL.Connection.set_tlsext_host_name] [SSL.Connection.get_servername] [SSL.Context.set_tlsext_servername_callback] [SSL.Connection.set_context]', () => {
    const other = issue('other.example', { issuer: ca, san: 'DNS:other.example' });
    const forOther = contextOf(SSL.TLS_SERVER_METHOD, { cert: other });
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    const asked: (string | undefined)[] = [];
    there.setTlsextServernameCallback((connection) => {
      const name = connection.getServername();
      asked.push(name === null ? undefined : decode(name));
      if (name !== null && decode(name) === 'other.example') connection.setContext(forOther);
    });
    for (const [name, subject] of [
      ['other.example', 'other.example'],
      ['localhost', 'localhost'],
      [undefined, 'localhost'],
    ] as const) {
      const sides = pair(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), there);
      if (name !== undefined) sides.client.setTlsextHostName(name);
      handshake(sides.client, sides.server);
      expect(sides.client.getPeerCertificate()?.getSubject().CN).toBe(subject);
      if (name === 'other.example') expect(sides.server.getContext()).toBe(forOther);
    }
    expect(asked).toEqual(['other.example', 'localhost', undefined]);
    const connection = new SSL.Connection(contextOf(SSL.TLS_CLIENT_METHOD), null);
    expect(() => connection.setTlsextHostName('with\0NUL')).toThrow(TypeError);
    expect(() => connection.setTlsextHostName(5 as unknown as string)).toThrow(TypeError);
    expect(() => connection.setTlsextHostName('x'.repeat(256))).toThrow(SSL.Error);
    expect(() => connection.setContext(5 as unknown as SSL.Context)).toThrow(TypeError);
  });

  it('a protocol [SSL.Context.set_alpn_protos] [SSL.Connection.set_alpn_protos] [SSL.Context.set_alpn_select_callback] [SSL.Connection.get_alpn_proto_negotiated]', () => {
    const offers: string[][] = [];
    const sides = connected(SSL.TLS1_3_VERSION, (here, there) => {
      here.setAlpnProtos(['http/1.1', encode('spdy/2')]);
      there.setAlpnSelectCallback((_, options) => {
        offers.push(options.map(decode));
        return 'spdy/2';
      });
    });
    expect(offers).toEqual([['http/1.1', 'spdy/2']]);
    expect(decode(sides.client.getAlpnProtoNegotiated())).toBe('spdy/2');
    expect(decode(sides.server.getAlpnProtoNegotiated())).toBe('spdy/2');
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    there.setAlpnSelectCallback((_, options) => options[0] ?? SSL.NO_OVERLAPPING_PROTOCOLS);
    const own = pair(contextOf(SSL.TLS_CLIENT_METHOD), there);
    own.client.setAlpnProtos(['h2']);
    handshake(own.client, own.server);
    expect(decode(own.client.getAlpnProtoNegotiated())).toBe('h2');
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(() => context.setAlpnProtos([])).toThrow(RangeError);
    expect(() => context.setAlpnProtos([''])).toThrow(RangeError);
    expect(() => context.setAlpnProtos(['x'.repeat(256)])).toThrow(RangeError);
    expect(() => context.setAlpnProtos('h2' as unknown as string[])).toThrow(TypeError);
  });

  it('no protocol: the handshake goes on or ends [SSL.NO_OVERLAPPING_PROTOCOLS]', () => {
    const choose = (callback: SSL.AlpnSelectCallback) =>
      connected(SSL.TLS1_3_VERSION, (here, there) => {
        here.setAlpnProtos(['h2']);
        there.setAlpnSelectCallback(callback);
      }).client.getAlpnProtoNegotiated();
    expect(choose(() => SSL.NO_OVERLAPPING_PROTOCOLS)).toEqual(new Uint8Array());
    expect(() => choose(() => '')).toThrow(RangeError);
    expect(() => choose(() => 5 as unknown as string)).toThrow(TypeError);
    expect(() => choose(() => undefined as unknown as string)).toThrow(TypeError);
  });

  it('a staple of OCSP [SSL.Context.set_ocsp_server_callback] [SSL.Context.set_ocsp_client_callback] [SSL.Connection.request_ocsp]', () => {
    const staple = (answer: () => Uint8Array, judge: (response: Uint8Array, data: unknown) => boolean, ask = true) => {
      const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
      const seen: unknown[] = [];
      there.setOcspServerCallback((_, data) => {
        seen.push(data);
        return answer();
      }, 'server data');
      const here = contextOf(SSL.TLS_CLIENT_METHOD);
      here.setOcspClientCallback((_, response, data) => judge(response, data), 'client data');
      const sides = pair(here, there);
      if (ask) sides.client.requestOcsp();
      handshake(sides.client, sides.server);
      return seen;
    };
    const got: [string, unknown][] = [];
    const accept = (response: Uint8Array, data: unknown) => {
      got.push([decode(response), data]);
      return true;
    };
    expect(staple(() => encode('a response'), accept)).toEqual(['server data']);
    expect(staple(() => new Uint8Array(), accept)).toEqual(['server data']);
    expect(staple(() => encode('unasked'), accept, false)).toEqual([]);
    expect(got.slice(0, 2)).toEqual([
      ['a response', 'client data'],
      ['', 'client data'],
    ]);
    expect(() =>
      staple(
        () => encode('bad'),
        () => false,
      ),
    ).toThrow(SSL.Error);
    expect(() => staple(() => 'text' as unknown as Uint8Array, accept)).toThrow(TypeError);
    const boom = new Error('boom');
    expect(() => staple(fail(boom), accept)).toThrow(boom);
    expect(() => staple(() => encode('x'), fail(boom))).toThrow(boom);
  });

  it('keys that both sides export [SSL.Connection.export_keying_material] [SSL.Connection.get_finished] [SSL.Connection.get_peer_finished]', () => {
    for (const version of [SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION]) {
      const { client: here, server: there } = connected(version);
      const key = here.exportKeyingMaterial('EXPERIMENTAL label', 48);
      expect(key).toHaveLength(48);
      expect(there.exportKeyingMaterial('EXPERIMENTAL label', 48)).toEqual(key);
      expect(there.exportKeyingMaterial('EXPERIMENTAL label', 48, encode('context'))).not.toEqual(key);
      expect(there.exportKeyingMaterial('EXPERIMENTAL other', 48)).not.toEqual(key);
      expect(here.getFinished()).toEqual(there.getPeerFinished());
      expect(here.getPeerFinished()).toEqual(there.getFinished());
      expect(here.getFinished()?.length).toBeGreaterThanOrEqual(12);
    }
    expect(() => connected().client.exportKeyingMaterial('x', -1)).toThrow(RangeError);
    const fresh = new SSL.Connection(new SSL.Context(SSL.TLS_METHOD), null);
    expect(() => fresh.exportKeyingMaterial('x', 10)).toThrow(SSL.Error);
  });
});

function fail(error: Error): () => never {
  return () => {
    throw error;
  };
}

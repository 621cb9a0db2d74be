import { describe, expect, it } from 'vitest';
import { type crypto, SSL } from '../../src/index.js';
import { issue, localPki } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server, client } = localPki();
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A client and a server after their handshake. */
function connected(version: number = SSL.TLS1_3_VERSION, prepare?: (here: SSL.Context, there: SSL.Context) => void) {
  const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca });
  const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
  here.setMaxProtoVersion(version);
  prepare?.(here, there);
  const sides = pair(here, there);
  handshake(sides.client, sides.server);
  return sides;
}

/** Gives everything both ways until nothing moves. */
function settle(a: SSL.Connection, b: SSL.Connection): void {
  while ([transfer(a, b), transfer(b, a)].some(Boolean));
}

describe('a new Connection', () => {
  it('is its own type and keeps context and data [SSL.Connection] [SSL.ConnectionType] [SSL.Connection.get_context] [SSL.Connection.set_app_data] [SSL.Connection.get_app_data]', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    const connection = new SSL.Connection(context, null);
    expect(SSL.ConnectionType).toBe(SSL.Connection);
    expect(connection).toBeInstanceOf(SSL.Connection);
    expect(connection.getContext()).toBe(context);
    expect(connection.getAppData()).toBeNull();
    connection.setAppData(context);
    expect(connection.getAppData()).toBe(context);
    expect(() => new SSL.Connection('context' as unknown as SSL.Context, null)).toThrow(TypeError);
    expect(() => new SSL.Connection(context, {} as never)).toThrow(TypeError);
  });

  it('has no role until one is set [SSL.Connection.set_connect_state] [SSL.Connection.set_accept_state]', () => {
    const context = contextOf(SSL.TLS_METHOD, { cert: server });
    const here = new SSL.Connection(context, null);
    const there = new SSL.Connection(context, null);
    expect(() => here.doHandshake()).toThrow(SSL.Error);
    here.setConnectState();
    there.setAcceptState();
    handshake(here, there);
    expect(here.getProtocolVersionName()).toBe('TLSv1.3');
  });

  it('knows nothing of a peer yet [SSL.Connection.client_random] [SSL.Connection.server_random] [SSL.Connection.master_key]', () => {
    const connection = new SSL.Connection(new SSL.Context(SSL.TLS_METHOD), null);
    expect(connection.clientRandom()).toBeNull();
    expect(connection.serverRandom()).toBeNull();
    expect(connection.masterKey()).toBeNull();
    expect(connection.getSession()).toBeNull();
    expect(connection.getFinished()).toBeNull();
    expect(connection.getCipherName()).toBeNull();
    expect(connection.getCipherBits()).toBeNull();
    expect(connection.getCipherVersion()).toBeNull();
    expect(connection.getServername()).toBeNull();
    expect(connection.getPeerCertificate()).toBeNull();
    const { client: here, server: there } = connected(SSL.TLS1_2_VERSION);
    for (const side of [here, there]) {
      expect(side.clientRandom()).toHaveLength(32);
      expect(side.serverRandom()).toHaveLength(32);
      expect(side.masterKey()).toHaveLength(48);
    }
    expect(here.masterKey()).toEqual(there.masterKey());
    expect(here.clientRandom()).toEqual(there.clientRandom());
    expect(here.serverRandom()).toEqual(there.serverRandom());
    expect(here.clientRandom()).not.toEqual(here.serverRandom());
  });
});

describe('bytes', () => {
  it('go through the memory BIOs [SSL.Connection.bio_read] [SSL.Connection.bio_write] [SSL.Connection.want_read] [SSL.Connection.want_write]', () => {
    const { client: here, server: there } = pair(
      contextOf(SSL.TLS_METHOD),
      contextOf(SSL.TLS_METHOD, { cert: server }),
    );
    expect(() => here.bioRead(10)).toThrow(SSL.WantReadError);
    expect(here.wantRead()).toBe(false);
    expect(() => here.doHandshake()).toThrow(SSL.WantReadError);
    expect(here.wantRead()).toBe(true);
    expect(here.wantWrite()).toBe(false);
    const first = here.bioRead(3);
    expect([...first]).toEqual([0x16, 3, 1]);
    expect(there.bioWrite(first)).toBe(3);
    const rest = here.bioRead(65_536);
    expect(there.bioWrite(rest)).toBe(rest.length);
    expect(() => here.bioRead('x' as unknown as number)).toThrow(TypeError);
    expect(() => here.bioRead(-1)).toThrow(RangeError);
    expect(() => here.bioWrite(5 as unknown as Uint8Array)).toThrow(TypeError);
    handshake(here, there);
  });

  it('are read in parts, peeked at, and read into buffers [SSL.Connection.read] [SSL.Connection.write] [SSL.Connection.recv_into] [SSL.Connection.pending]', () => {
    const { client: here, server: there } = connected();
    settle(here, there);
    expect(here.write('hello world')).toBe(11);
    transfer(here, there);
    expect(there.pending()).toBe(0);
    expect(decode(there.recv(5, 2))).toBe('hello');
    expect(decode(there.read(5))).toBe('hello');
    expect(there.pending()).toBe(6);
    const buffer = new Uint8Array(8);
    expect(there.recvInto(buffer, 3)).toBe(3);
    expect(decode(buffer.subarray(0, 4))).toBe(' wo\0');
    expect(there.recvInto(buffer)).toBe(3);
    expect(decode(buffer.subarray(0, 3))).toBe('rld');
    expect(() => there.recvInto([] as unknown as Uint8Array)).toThrow(TypeError);
    expect(() => there.recvInto(buffer)).toThrow(SSL.WantReadError);
    expect(() => here.send({} as unknown as Uint8Array)).toThrow(TypeError);
  });

  it('end with a closure in both directions [SSL.Connection.get_shutdown] [SSL.Connection.set_shutdown] [SSL.Connection.renegotiate_pending]', () => {
    const { client: here, server: there } = connected();
    settle(here, there);
    expect(here.getShutdown()).toBe(0);
    expect(here.shutdown()).toBe(false);
    expect(here.getShutdown()).toBe(SSL.SENT_SHUTDOWN);
    transfer(here, there);
    expect(() => there.recv(1)).toThrow(SSL.ZeroReturnError);
    expect(there.getShutdown()).toBe(SSL.RECEIVED_SHUTDOWN);
    expect(there.renegotiatePending()).toBe(false);
    const other = connected().client;
    other.setShutdown(SSL.RECEIVED_SHUTDOWN);
    expect(other.getShutdown()).toBe(SSL.RECEIVED_SHUTDOWN);
    expect(() => other.recv(1)).toThrow(SSL.ZeroReturnError);
    expect(() => other.setShutdown('x' as unknown as number)).toThrow(TypeError);
  });

  it('cannot be sent before the state allows it [SSL.WantWriteError] [SSL.WantX509LookupError]', () => {
    // Memory takes all that is written, and no callback asks for time: the classes are there for those who catch them.
    expect(new SSL.WantWriteError('x')).toBeInstanceOf(SSL.Error);
    expect(new SSL.WantX509LookupError('x')).toBeInstanceOf(SSL.Error);
    const { client: here, server: there } = connected();
    expect(here.shutdown()).toBe(false);
    const error = thrownBy(() => here.send('late'));
    expect(error).toBeInstanceOf(SSL.Error);
    expect((error as SSL.Error).errors[0]?.[2]).toBe('protocol is shutdown');
    there.free();
    expect(() => there.send('x')).toThrow(/freed/);
  });
});

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

describe('the state of the handshake', () => {
  it('can be read [SSL.Connection.get_state_string] [SSL.Connection.state_string]', () => {
    const { client: here, server: there } = pair(
      contextOf(SSL.TLS_METHOD),
      contextOf(SSL.TLS_METHOD, { cert: server }),
    );
    expect(here.getStateString()).toBe('before SSL initialization');
    expect(() => here.doHandshake()).toThrow(SSL.WantReadError);
    expect(here.stateString()).toBe('SSLv3/TLS write client hello');
    handshake(here, there);
    expect(here.getStateString()).toBe('SSL negotiation finished successfully');
  });

  it('is told step by step [SSL.Context.set_info_callback] [SSL.Connection.set_info_callback]', () => {
    const seen: number[] = [];
    const own: unknown[] = [];
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    there.setInfoCallback((_, where) => seen.push(where));
    const { client: here, server: peer } = pair(contextOf(SSL.TLS_CLIENT_METHOD), there);
    here.setInfoCallback((connection, where, result) => own.push([connection === here, where, result]));
    handshake(here, peer);
    expect(seen).toContain(SSL.SSL_CB_HANDSHAKE_START);
    expect(seen).toContain(SSL.SSL_CB_ACCEPT_LOOP);
    expect(seen).toContain(SSL.SSL_CB_HANDSHAKE_DONE);
    expect(own).toContainEqual([true, SSL.SSL_CB_HANDSHAKE_START, 1]);
    expect(own).toContainEqual([true, SSL.SSL_CB_CONNECT_LOOP, 1]);
    here.setInfoCallback(null);
    const count = own.length;
    here.shutdown();
    expect(own).toHaveLength(count);
    expect(() => here.setInfoCallback(5 as unknown as SSL.InfoCallback)).toThrow(TypeError);
  });

  it('logs its keys for Wireshark [SSL.Context.set_keylog_callback]', () => {
    const lines: string[] = [];
    const sides = connected(SSL.TLS1_3_VERSION, (here) =>
      here.setKeylogCallback((_, line) => lines.push(decode(line))),
    );
    const random = Buffer.from(sides.client.clientRandom() ?? []).toString('hex');
    for (const label of ['CLIENT_HANDSHAKE_TRAFFIC_SECRET', 'SERVER_TRAFFIC_SECRET_0', 'EXPORTER_SECRET'])
      expect(lines.some((line) => new RegExp(`^${label} ${random} [0-9a-f]{64,96}$`).test(line))).toBe(true);
  });

  it('begins again: renegotiation of TLS 1.2 [SSL.Connection.renegotiate] [SSL.Connection.total_renegotiations]', () => {
    const { client: there, server: here } = connected(SSL.TLS1_2_VERSION);
    const before = here.getFinished();
    expect(here.totalRenegotiations()).toBe(0);
    expect(here.renegotiate()).toBe(true);
    expect(here.renegotiatePending()).toBe(true);
    expect(here.renegotiate()).toBe(false);
    for (let round = 0; here.renegotiatePending() && round < 20; round++) {
      for (const side of [here, there]) {
        for (const step of [() => side.doHandshake(), () => side.recv(1)]) {
          try {
            step();
          } catch (error) {
            if (!(error instanceof SSL.WantReadError)) throw error;
          }
          settle(here, there);
        }
      }
    }
    expect(here.getFinished()).not.toEqual(before);
    expect(here.renegotiatePending()).toBe(false);
    expect(here.totalRenegotiations()).toBe(1);
    here.send('after');
    transfer(here, there);
    expect(decode(there.recv(10))).toBe('after');
    expect(() => connected().client.renegotiate()).toThrow(SSL.Error);
  });

  it('changes its keys: TLS 1.3', () => {
    const { client: here, server: there } = connected();
    settle(here, there);
    const label = 'EXPERIMENTAL x';
    const before = here.exportKeyingMaterial(label, 8);
    here.keyUpdate(true);
    here.send('with new keys');
    settle(here, there);
    expect(decode(there.recv(100))).toBe('with new keys');
    there.send('and back');
    settle(here, there);
    expect(decode(here.recv(100))).toBe('and back');
    expect(here.exportKeyingMaterial(label, 8)).toEqual(before);
    expect(() => connected(SSL.TLS1_2_VERSION).client.keyUpdate()).toThrow(SSL.Error);
  });
});

describe('a connection of its own mind', () => {
  it('shows a certificate and sets options of its own [SSL.Connection.use_certificate] [SSL.Connection.use_privatekey] [SSL.Connection.set_options]', () => {
    const sides = pair(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), contextOf(SSL.TLS_SERVER_METHOD));
    sides.server.useCertificate(server.cert);
    expect(() => sides.server.usePrivatekey(ca.key)).toThrow(SSL.Error);
    sides.server.usePrivatekey(server.key);
    expect(Math.floor(sides.client.setOptions(SSL.OP_NO_TLSv1_3) / SSL.OP_NO_TLSv1_3) % 2).toBe(1);
    handshake(sides.client, sides.server);
    expect(sides.client.getProtocolVersionName()).toBe('TLSv1.2');
    expect(() => sides.server.useCertificate('x' as unknown as crypto.X509)).toThrow(TypeError);
    expect(() => sides.server.usePrivatekey('x' as unknown as crypto.PKey)).toThrow(TypeError);
  });

  it('verifies in its own way [SSL.Connection.set_verify] [SSL.Connection.get_verify_mode]', () => {
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
    there.getCertStore().addCert(ca.cert);
    const sides = pair(contextOf(SSL.TLS_CLIENT_METHOD, { cert: client, trust: ca }), there);
    expect(sides.server.getVerifyMode()).toBe(SSL.VERIFY_NONE);
    const subjects: unknown[] = [];
    sides.server.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, (_, cert, __, ___, ok) => {
      subjects.push(cert.getSubject().CN);
      return ok === 1;
    });
    expect(sides.server.getVerifyMode()).toBe(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
    handshake(sides.client, sides.server);
    expect(subjects).toEqual(['tsopenssl test CA', 'test client']);
    expect(sides.server.getPeerCertificate()?.getSubject().CN).toBe('test client');
    expect(sides.server.getVerifiedChain()).toHaveLength(2);
    const without = pair(contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), there);
    without.server.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
    expect(() => handshake(without.client, without.server)).toThrow(/peer did not return a certificate/);
  });
});

function fail(error: Error): () => never {
  return () => {
    throw error;
  };
}

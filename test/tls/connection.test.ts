import { describe, expect, it } from 'vitest';
import { type crypto, SSL } from '../../src/index.js';
import { connected, settle } from '../support/connected.js';
import { localPki } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server, client } = localPki();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

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
    const second = new Uint8Array(5).fill(255);
    expect(here.bioReadInto(second, 4)).toBe(4);
    expect(second[4]).toBe(255);
    expect(there.bioWrite(second.subarray(0, 4))).toBe(4);
    expect(here.bioReadInto(new Uint8Array())).toBe(0);
    const rest = new Uint8Array(65_536);
    const length = here.bioReadInto(rest);
    expect(length).toBeGreaterThan(100);
    expect(there.bioWrite(rest.subarray(0, length))).toBe(length);
    expect(() => here.bioReadInto(rest)).toThrow(SSL.WantReadError);
    expect(() => here.bioReadInto([] as unknown as Uint8Array)).toThrow(TypeError);
    expect(() => here.bioReadInto(rest, -1)).toThrow(RangeError);
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
    expect(there.recvInto(new Uint8Array())).toBe(0);
    here.write('peek');
    transfer(here, there);
    expect(there.recvInto(buffer, null, 2)).toBe(4);
    expect(there.recvInto(buffer, 20)).toBe(4);
    expect(decode(buffer.subarray(0, 4))).toBe('peek');
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

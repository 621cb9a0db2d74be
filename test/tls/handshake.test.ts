import { describe, expect, it } from 'vitest';
import { SSL } from '../../src/index.js';
import { issue, localPki, newKey } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';
import { thrownBy } from '../support/thrown.js';

const pki = localPki();
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function versions(min: number, max: number, context: SSL.Context): SSL.Context {
  context.setMinProtoVersion(min);
  context.setMaxProtoVersion(max);
  return context;
}

describe.each([
  ['TLSv1.2', SSL.TLS1_2_VERSION],
  ['TLSv1.3', SSL.TLS1_3_VERSION],
])('%s client and server over memory BIOs', (name, version) => {
  const connect = () => {
    const clientContext = versions(version, version, contextOf(SSL.TLS_CLIENT_METHOD, { trust: pki.ca }));
    const serverContext = versions(version, version, contextOf(SSL.TLS_SERVER_METHOD, { cert: pki.server }));
    const sides = pair(clientContext, serverContext);
    sides.client.setVerifyHost('localhost');
    handshake(sides.client, sides.server);
    return sides;
  };

  it('agrees on the version and exchanges data both ways [SSL.Connection.do_handshake] [SSL.Connection.send] [SSL.Connection.recv]', () => {
    const { client, server } = connect();
    expect(client.getProtocolVersionName()).toBe(name);
    expect(server.getProtocolVersion()).toBe(version);
    expect(client.send(encode('from client'))).toBe(11);
    transfer(client, server);
    expect(decode(server.recv(100))).toBe('from client');
    server.sendall('from server');
    transfer(server, client);
    expect(decode(client.recv(4))).toBe('from');
    expect(client.pending()).toBe(7);
    expect(decode(client.recv(100))).toBe(' server');
  });

  it('carries more than one record [SSL.Connection.sendall]', () => {
    const { client, server } = connect();
    const data = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
    expect(client.sendall(data)).toBe(data.length);
    transfer(client, server);
    const got: number[] = [];
    while (got.length < data.length) got.push(...server.recv(65_536));
    expect(Uint8Array.from(got)).toEqual(data);
  });

  it('gives the peer certificate [SSL.Connection.get_peer_certificate]', () => {
    const { client, server } = connect();
    expect(client.getPeerCertificate()?.getSubject().CN).toBe('localhost');
    expect(server.getPeerCertificate()).toBeNull();
  });

  it('says WantRead, then ZeroReturn after close_notify [SSL.WantReadError] [SSL.ZeroReturnError] [SSL.Connection.shutdown]', () => {
    const { client, server } = connect();
    transfer(server, client);
    expect(() => client.recv(1)).toThrow(SSL.WantReadError);
    expect(server.shutdown()).toBe(false);
    transfer(server, client);
    expect(() => client.recv(1)).toThrow(SSL.ZeroReturnError);
    expect(client.getShutdown()).toBe(SSL.RECEIVED_SHUTDOWN);
    expect(client.shutdown()).toBe(true);
    transfer(client, server);
    expect(server.shutdown()).toBe(true);
  });

  it('says SysCallError at an end without close_notify [SSL.SysCallError] [SSL.Connection.bio_shutdown]', () => {
    const { client } = connect();
    client.bioShutdown();
    const error = thrownBy(() => client.recv(1));
    expect(error).toBeInstanceOf(SSL.SysCallError);
    expect((error as SSL.SysCallError).args).toEqual([-1, 'Unexpected EOF']);
  });

  it('refuses the wrong name and the unknown issuer [SSL.Error]', () => {
    const other = contextOf(SSL.TLS_CLIENT_METHOD, { trust: pki.ca });
    const sides = pair(other, versions(version, version, contextOf(SSL.TLS_METHOD, { cert: pki.server })));
    sides.client.setVerifyHost('example.org');
    const error = thrownBy(() => handshake(sides.client, sides.server)) as SSL.Error;
    expect(error).toBeInstanceOf(SSL.Error);
    expect(error.errors.at(-1)?.[2]).toBe('certificate verify failed');
    expect(sides.client.getVerifyResult()).toBe(SSL.X509VerificationCodes.ERR_HOSTNAME_MISMATCH);
  });

  it('lets the verify callback overrule both ways [SSL.Context.set_verify]', () => {
    const calls: [number, number, number][] = [];
    const strange = issue('stranger', { ca: true });
    const clientContext = versions(version, version, contextOf(SSL.TLS_METHOD, { trust: strange }));
    clientContext.setVerify(SSL.VERIFY_PEER, (connection, certificate, errnum, depth, ok) => {
      expect(connection).toBeInstanceOf(SSL.Connection);
      expect(certificate.getSubject().CN).toMatch(/localhost|tsopenssl test CA/);
      calls.push([errnum, depth, ok]);
      return true;
    });
    const sides = pair(clientContext, contextOf(SSL.TLS_METHOD, { cert: pki.server }));
    handshake(sides.client, sides.server);
    expect(calls[0]?.[2]).toBe(0);
    expect(sides.client.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);

    const refusing = versions(version, version, contextOf(SSL.TLS_METHOD, { trust: pki.ca }));
    refusing.setVerify(SSL.VERIFY_PEER, () => false);
    const refused = pair(refusing, contextOf(SSL.TLS_METHOD, { cert: pki.server }));
    expect(() => handshake(refused.client, refused.server)).toThrow(SSL.Error);
  });

  it('rethrows what a callback throws, and ends the handshake', () => {
    const clientContext = versions(version, version, contextOf(SSL.TLS_METHOD, { trust: pki.ca }));
    clientContext.setVerify(SSL.VERIFY_PEER, () => {
      throw new RangeError('from the callback');
    });
    const sides = pair(clientContext, contextOf(SSL.TLS_METHOD, { cert: pki.server }));
    expect(() => handshake(sides.client, sides.server)).toThrow('from the callback');
    expect(() => sides.server.doHandshake()).toThrow(SSL.Error);
  });
});

describe('keys', () => {
  it.each([
    ['RSA', () => newKey(6, 2048)],
    ['P-384', () => newKey(408, 'secp384r1')],
    ['Ed25519', () => newKey('ED25519')],
    ['ML-DSA-44', () => newKey('ML-DSA-44')],
  ])('a server with a %s key is verified', (_name, make) => {
    const server = issue('localhost', { issuer: pki.ca, key: make(), san: 'DNS:localhost' });
    const sides = pair(contextOf(SSL.TLS_METHOD, { trust: pki.ca }), contextOf(SSL.TLS_METHOD, { cert: server }));
    handshake(sides.client, sides.server);
    expect(sides.client.getPeerCertificate()?.equals(server.cert)).toBe(true);
  });
});

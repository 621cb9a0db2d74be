import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { crypto, ssl } from '../../src/index.js';
import { issue, localPki, newKey } from '../support/pki.js';
import { clientContext, connectedPair, finishes, serverContext, shakeHands, wrapPair } from '../support/ssl-pair.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server: identity, client: clientIdentity } = localPki();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const encode = (text: string) => new TextEncoder().encode(text);
const der = (cert: crypto.X509) => crypto.dumpCertificate(crypto.FILETYPE_ASN1, cert);

const only = (context: ssl.SSLContext, version: ssl.TLSVersion) => {
  context.minimum_version = version;
  context.maximum_version = version;
  return context;
};

describe.each([
  ['TLSv1.2', ssl.TLSVersion.TLSv1_2],
  ['TLSv1.3', ssl.TLSVersion.TLSv1_3],
])('%s over memory', (name, version) => {
  const contexts = () => [only(clientContext(ca), version), only(serverContext(identity), version)] as const;

  it('shakes hands, moves data, and ends [ssl.SSLObject] [ssl.SSLObject.do_handshake] [ssl.SSLObject.read] [ssl.SSLObject.write] [ssl.SSLObject.unwrap] [ssl.SSLObject.version] [ssl.SSLObject.pending] [ssl.SSLContext.wrap_bio]', () => {
    const pair = wrapPair(...contexts());
    const { client, server, toServer } = pair;
    expect(client.version()).toBeNull();
    expect(() => client.doHandshake()).toThrow(ssl.SSLWantReadError);
    expect(toServer.pending).toBeGreaterThan(100);
    shakeHands(pair);
    expect([client.version(), server.version()]).toEqual([name, name]);
    expect(client.write('from the client')).toBe(15);
    expect(decode(server.read(4))).toBe('from');
    expect(server.pending()).toBe(11);
    const buffer = new Uint8Array(5);
    expect(server.read(100, buffer)).toBe(5);
    expect(decode(buffer)).toBe(' the ');
    expect(server.read(0, buffer)).toBe(5);
    expect(decode(server.read())).toBe('t');
    expect(() => server.read()).toThrow(ssl.SSLWantReadError);
    expect(server.read(0)).toEqual(new Uint8Array());
    expect(() => server.read(-1)).toThrow(RangeError);
    expect(() => client.unwrap()).toThrow(ssl.SSLWantReadError);
    expect(server.read()).toEqual(new Uint8Array());
    server.unwrap();
    client.unwrap();
    expect(() => client.write('too late')).toThrow(ssl.SSLError);
  });

  it('carries many records', () => {
    const { client, server } = connectedPair(...contexts());
    const data = Uint8Array.from({ length: 200_000 }, (_, index) => index % 253);
    expect(server.write(data)).toBe(data.length);
    const got: number[] = [];
    while (got.length < data.length) got.push(...client.read(16_384));
    expect(Uint8Array.from(got)).toEqual(data);
  });

  it('leaves what follows the session in the buffer', () => {
    const { client, server, toServer } = connectedPair(...contexts());
    finishes(() => client.unwrap());
    toServer.write('plain again');
    server.unwrap();
    expect(decode(toServer.read())).toBe('plain again');
  });

  it('says that the stream was cut [ssl.SSLEOFError]', () => {
    const { client, toClient, server } = connectedPair(...contexts());
    server.write('last words');
    toClient.writeEof();
    expect(decode(client.read())).toBe('last words');
    expect(thrownBy(() => client.read())).toMatchObject({ errno: ssl.SSL_ERROR_EOF, name: 'SSLEOFError' });
    const early = wrapPair(...contexts());
    early.toClient.writeEof();
    expect(() => early.client.doHandshake()).toThrow(ssl.SSLEOFError);
  });

  it('tells what was negotiated [ssl.SSLObject.cipher] [ssl.SSLObject.shared_ciphers] [ssl.SSLObject.compression] [ssl.SSLObject.group] [ssl.SSLObject.server_sigalg] [ssl.SSLObject.client_sigalg] [ssl.SSLObject.server_side] [ssl.SSLObject.server_hostname] [ssl.SSLObject.context] [ssl.SSLObject.selected_npn_protocol]', () => {
    const [clientSide, serverSide] = contexts();
    const pair = wrapPair(clientSide, serverSide);
    const { client, server } = pair;
    expect([client.cipher(), server.sharedCiphers(), client.group()]).toEqual([null, null, null]);
    shakeHands(pair);
    expect(client.cipher()).toEqual(server.cipher());
    expect(client.cipher()).toEqual([expect.stringMatching(/GCM|CHACHA20/), name, expect.any(Number)]);
    expect(server.sharedCiphers()).toContainEqual(client.cipher());
    expect(client.sharedCiphers()).toBeNull();
    expect([client.compression(), client.selectedNpnProtocol()]).toEqual([null, null]);
    expect(client.group()?.toLowerCase()).toMatch(/x25519/);
    expect(client.serverSigalg()).toBe('ecdsa_secp256r1_sha256');
    expect(server.serverSigalg()).toBe('ecdsa_secp256r1_sha256');
    expect([client.clientSigalg(), server.clientSigalg()]).toEqual([null, null]);
    expect([client.server_side, server.server_side]).toEqual([false, true]);
    expect([client.server_hostname, server.server_hostname]).toEqual(['localhost', null]);
    expect(client.context).toBe(clientSide);
  });

  it('verifies clients, and gives the chains [ssl.SSLObject.getpeercert] [ssl.SSLObject.get_verified_chain] [ssl.SSLObject.get_unverified_chain]', () => {
    const [clientSide, serverSide] = contexts();
    serverSide.verify_mode = ssl.CERT_REQUIRED;
    serverSide.loadVerifyLocations(null, null, ca.certPem);
    clientSide.loadCertChain(encode(clientIdentity.certPem + ca.certPem), encode(clientIdentity.keyPem));
    const pair = wrapPair(clientSide, serverSide);
    expect(() => pair.client.getpeercert()).toThrow(RangeError);
    shakeHands(pair);
    const { client, server } = pair;
    expect(server.getpeercert()?.subject).toEqual([[['commonName', 'test client']]]);
    expect(server.getpeercert(true)).toEqual(der(clientIdentity.cert));
    expect(client.getVerifiedChain()).toEqual([der(identity.cert), der(ca.cert)]);
    expect(client.getUnverifiedChain()).toEqual([der(identity.cert)]);
    expect(server.getUnverifiedChain()).toEqual([der(clientIdentity.cert), der(ca.cert)]);
    expect(server.getVerifiedChain()).toEqual([der(clientIdentity.cert), der(ca.cert)]);
    expect(server.clientSigalg()).toBe('ecdsa_secp256r1_sha256');
    expect(client.clientSigalg()).toBe('ecdsa_secp256r1_sha256');
  });

  it('gives the three answers about the peer certificate', () => {
    const [, serverSide] = contexts();
    const blind = only(ssl._createUnverifiedContext(), version);
    const { client, server } = connectedPair(blind, serverSide);
    expect(server.getpeercert()).toBeNull();
    expect(server.getpeercert(true)).toBeNull();
    expect(client.getpeercert()).toEqual({});
    expect(client.getpeercert(true)).toEqual(der(identity.cert));
    expect(connectedPair(...contexts()).client.getpeercert()).toMatchObject({ version: 3 });
  });

  it('binds what is above to the session [ssl.SSLObject.get_channel_binding] [ssl.CHANNEL_BINDING_TYPES]', () => {
    const pair = wrapPair(...contexts());
    const { client, server } = pair;
    expect(client.getChannelBinding()).toBeNull();
    expect(client.getChannelBinding('tls-exporter')).toBeNull();
    shakeHands(pair);
    expect(ssl.CHANNEL_BINDING_TYPES).toContain('tls-unique');
    for (const type of ssl.CHANNEL_BINDING_TYPES) {
      const binding = client.getChannelBinding(type);
      expect(binding?.length).toBeGreaterThanOrEqual(12);
      expect(server.getChannelBinding(type)).toEqual(binding);
      const another = connectedPair(...contexts()).client.getChannelBinding(type);
      if (type === 'tls-server-end-point') expect(another).toEqual(binding);
      else expect(another).not.toEqual(binding);
    }
    const sha256 = createHash('sha256').update(der(identity.cert)).digest();
    expect(sha256.equals(client.getChannelBinding('tls-server-end-point') ?? new Uint8Array())).toBe(true);
    expect(() => client.getChannelBinding('tls-other')).toThrow(RangeError);
  });

  it('resumes a session [ssl.SSLObject.session] [ssl.SSLObject.session_reused] [ssl.SSLSession] [ssl.SSLSession.id] [ssl.SSLSession.time] [ssl.SSLSession.timeout] [ssl.SSLSession.has_ticket] [ssl.SSLSession.ticket_lifetime_hint] [ssl.SSLContext.session_stats]', () => {
    const [clientSide, serverSide] = contexts();
    const first = wrapPair(clientSide, serverSide);
    expect(first.client.session_reused).toBe(false);
    shakeHands(first);
    expect(finishes(() => first.client.read())).toBe(false);
    const session = first.client.session;
    if (session === null) throw new Error('there is no session');
    expect(session.id.length).toBe(32);
    expect(Math.abs(session.time - Date.now() / 1000)).toBeLessThan(60);
    expect(session.timeout).toBeGreaterThan(0);
    expect(session.has_ticket).toBe(true);
    expect(session.ticket_lifetime_hint).toBeGreaterThan(0);
    expect(session.equals(first.client.session as ssl.SSLSession)).toBe(true);
    const second = connectedPair(clientSide, serverSide, { session });
    expect([second.client.session_reused, second.server.session_reused]).toEqual([true, true]);
    expect(second.client.getChannelBinding()).toEqual(second.server.getChannelBinding());
    const third = wrapPair(clientSide, serverSide);
    third.client.session = session;
    shakeHands(third);
    expect(third.client.session_reused).toBe(true);
    expect(clientSide.sessionStats()).toMatchObject({ connect: 3, connect_good: 3, accept: 0, hits: 2 });
    expect(serverSide.sessionStats()).toMatchObject({ accept: 3, accept_good: 3, connect: 0, hits: 2 });
    expect(() => (third.client.session = session)).toThrow(RangeError);
    expect(() => (third.server.session = session)).toThrow(RangeError);
    expect(() => (wrapPair(clientContext(ca), serverSide).client.session = session)).toThrow(RangeError);
    expect(() => (wrapPair(clientSide, serverSide).client.session = {} as never)).toThrow(TypeError);
  });
});

describe('the end point of the server', () => {
  it.each([
    ['sha512', 'sha512'],
    ['sha1', 'sha256'],
    [null, null],
  ] as const)('is hashed by the digest of its signature: %s', (digest, expected) => {
    const weak = issue('localhost', { san: 'DNS:localhost', key: digest === null ? newKey('ED25519') : newKey() });
    if (digest !== null) weak.cert.sign(weak.key, digest);
    const pem = new TextDecoder().decode(crypto.dumpCertificate(crypto.FILETYPE_PEM, weak.cert));
    const there = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    const client = ssl._createUnverifiedContext();
    for (const side of [client, there]) side.setCiphers('DEFAULT:@SECLEVEL=0');
    there.loadCertChain(encode(pem), encode(weak.keyPem));
    const { client: c, server: s } = connectedPair(client, there);
    const binding = c.getChannelBinding('tls-server-end-point');
    expect(s.getChannelBinding('tls-server-end-point')).toEqual(binding);
    const hash = expected === null ? null : createHash(expected).update(der(weak.cert)).digest('hex');
    expect(binding === null ? null : Buffer.from(binding).toString('hex')).toBe(hash);
  });
});

describe('SSLObject', () => {
  it('has no public constructor, but can be derived from [ssl.SSLContext.sslobject_class]', () => {
    expect(() => new (ssl.SSLObject as unknown as new () => unknown)()).toThrow(TypeError);
    class Named extends ssl.SSLObject {
      readonly title = 'mine';
    }
    const context = clientContext(ca);
    expect(context.sslobject_class).toBe(ssl.SSLObject);
    context.sslobject_class = Named;
    const made = context.wrapBio(new ssl.MemoryBIO(), new ssl.MemoryBIO(), false, 'localhost');
    expect(made).toBeInstanceOf(Named);
    expect((made as Named).title).toBe('mine');
  });

  it('refuses sides, names and sessions that do not fit', () => {
    const bios = () => [new ssl.MemoryBIO(), new ssl.MemoryBIO()] as const;
    const [client, server] = [clientContext(ca), serverContext(identity)];
    expect(() => client.wrapBio(...bios())).toThrow(/check_hostname requires server_hostname/);
    expect(() => client.wrapBio(...bios(), true)).toThrow(ssl.SSLError);
    expect(() => server.wrapBio(...bios())).toThrow(ssl.SSLError);
    expect(() => server.wrapBio(...bios(), true, 'localhost')).toThrow(RangeError);
    expect(() => client.wrapBio(...bios(), false, '')).toThrow(RangeError);
    expect(() => client.wrapBio(...bios(), false, '.example')).toThrow(RangeError);
    expect(() => client.wrapBio(...bios(), false, 'a\0b')).toThrow(TypeError);
    expect(() => client.wrapBio({} as never, new ssl.MemoryBIO(), false, 'localhost')).toThrow(TypeError);
    expect(client.wrapBio(...bios(), false, 'bücher.example').server_hostname).toBe('xn--bcher-kva.example');
    expect(() => client.wrapBio(...bios(), false, 'bücher@evil.example')).toThrow(RangeError);
  });

  it('works over one buffer for both directions, and lives on when its buffers are freed', () => {
    const bio = new ssl.MemoryBIO();
    const client = clientContext(ca).wrapBio(bio, bio, false, 'localhost');
    bio.free();
    // It reads what it has written itself.
    expect(thrownBy(() => client.doHandshake())).toMatchObject({ reason: 'UNEXPECTED_MESSAGE' });
    client.free();
    expect(() => client.doHandshake()).toThrow();
  });

  it('does not let the peer of another name through, whatever the certificate says of its subject', () => {
    const other = issue('localhost', { issuer: ca, san: 'DNS:example.org' });
    const pair = wrapPair(clientContext(ca), serverContext(other));
    expect(() => shakeHands(pair)).toThrow(ssl.SSLCertVerificationError);
  });
});

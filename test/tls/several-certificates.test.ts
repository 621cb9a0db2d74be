/** A context with a certificate of each kind, and the chain of each: the peer gets one that it can verify. */
import { describe, expect, it } from 'vitest';
import { type crypto, SSL, socket } from '../../src/index.js';
import { settle } from '../support/connected.js';
import { freePort, has, Running } from '../support/native.js';
import { end, scratch } from '../support/openssl-peers.js';
import { type Identity, issue, newKey } from '../support/pki.js';
import { contextOf, handshake, pair } from '../support/pump.js';

const root = issue('one root', { ca: true });
const KINDS = { RSA: newKey('RSA'), EC: newKey(), Ed25519: newKey('ED25519'), 'ML-DSA-65': newKey('ML-DSA-65') };
type Kind = keyof typeof KINDS;

/** Of each kind a certificate, under a CA of its own. */
const chains = Object.fromEntries(
  Object.entries(KINDS).map(([kind, key]) => {
    const middle = issue(`CA of ${kind}`, { ca: true, issuer: root });
    return [kind, { middle, leaf: issue(kind, { key, issuer: middle, san: 'DNS:localhost' }) }];
  }),
) as Record<Kind, { middle: Identity; leaf: Identity }>;

/** Which signature each kind makes, by the names of setSigalgs. */
const SIGALGS: Readonly<Record<Kind, string>> = {
  RSA: 'rsa_pss_rsae_sha256',
  EC: 'ecdsa_secp256r1_sha256',
  Ed25519: 'ed25519',
  'ML-DSA-65': 'mldsa65',
};

function withAll(method: number, kinds: readonly Kind[], options: Parameters<typeof contextOf>[1] = {}): SSL.Context {
  const context = contextOf(method, options);
  for (const kind of kinds) {
    const { leaf, middle } = chains[kind];
    context.useCertificate(leaf.cert);
    context.useChain([middle.cert]);
    context.usePrivatekey(leaf.key);
    context.checkPrivatekey();
  }
  return context;
}

const ALL = Object.keys(KINDS) as Kind[];
const namesOf = (chain: crypto.X509[] | null) => chain?.map((cert) => cert.getSubject().CN);
// The chain's own signatures must be allowed as well.
const reading = (kind: Kind) => [...new Set([SIGALGS[kind], SIGALGS.EC])].join(':');

describe.each([
  ['TLS 1.2', SSL.TLS1_2_VERSION, ALL.slice(0, 3)],
  ['TLS 1.3', SSL.TLS1_3_VERSION, ALL],
] as const)('several certificates, %s', (_, version, kinds) => {
  it.each(kinds)('a client that verifies %s alone gets it, with its chain', (kind) => {
    // In either order: what was given last is not preferred.
    for (const order of [ALL, [...ALL].reverse()]) {
      const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: root });
      here.setMaxProtoVersion(version);
      here.setSigalgs(SIGALGS[kind]);
      const sides = pair(here, withAll(SSL.TLS_SERVER_METHOD, order));
      handshake(sides.client, sides.server);
      expect(namesOf(sides.client.getVerifiedChain())).toEqual([kind, `CA of ${kind}`, 'one root']);
      expect(namesOf(sides.client.getPeerCertChain())).toEqual([kind, `CA of ${kind}`]);
    }
  });

  it.each(kinds)('a server that verifies %s alone gets it of its client', (kind) => {
    const here = withAll(SSL.TLS_CLIENT_METHOD, ALL, { trust: root });
    here.setMaxProtoVersion(version);
    const there = withAll(SSL.TLS_SERVER_METHOD, ['EC'], {
      trust: root,
      verify: SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT,
    });
    // TLS 1.2 looks at the CA's signature by the same list.
    there.setClientSigalgs(reading(kind));
    const sides = pair(here, there);
    handshake(sides.client, sides.server);
    expect(namesOf(sides.server.getVerifiedChain())).toEqual([kind, `CA of ${kind}`, 'one root']);
  });

  it('a client with several resumes its session, and not with others', () => {
    const there = withAll(SSL.TLS_SERVER_METHOD, ['EC'], { trust: root });
    const visit = (here: SSL.Context, session?: SSL.Session) => {
      here.setMaxProtoVersion(version);
      const sides = pair(here, there);
      if (session !== undefined) sides.client.setSession(session);
      handshake(sides.client, sides.server);
      sides.server.send('x');
      settle(sides.client, sides.server);
      sides.client.recv(1);
      return { reused: sides.client.sessionReused(), session: sides.client.getSession() ?? undefined };
    };
    const { session } = visit(withAll(SSL.TLS_CLIENT_METHOD, ALL, { trust: root }));
    expect(visit(withAll(SSL.TLS_CLIENT_METHOD, ALL, { trust: root }), session).reused).toBe(true);
    expect(visit(withAll(SSL.TLS_CLIENT_METHOD, ['RSA', 'EC'], { trust: root }), session).reused).toBe(false);
  });

  it('and none that fits ends the handshake', () => {
    const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: root });
    here.setMaxProtoVersion(version);
    here.setSigalgs(SIGALGS.Ed25519);
    const sides = pair(here, withAll(SSL.TLS_SERVER_METHOD, ['EC']));
    expect(() => handshake(sides.client, sides.server)).toThrow(SSL.Error);
  });
});

describe.skipIf(!has('openssl', 'version'))('several certificates beside openssl(1) (needs openssl on PATH)', () => {
  // Debian's has no ML-DSA yet.
  const kinds = ALL.slice(0, 3);
  const rootFile = scratch.file('root.pem', root.certPem);

  it.each(kinds)('s_client -sigalgs of %s gets it, with its chain', async (kind) => {
    const listener = new SSL.Connection(withAll(SSL.TLS_SERVER_METHOD, ALL), new socket.Socket());
    await listener.bind(['127.0.0.1', 0]);
    await listener.listen(1);
    const [, port] = listener.getsockname() as [string, number];
    const target = ['-connect', `127.0.0.1:${port}`, '-CAfile', rootFile, '-verify_return_error', '-showcerts'];
    await using peer = new Running('openssl', ['s_client', ...target, '-sigalgs', SIGALGS[kind]]);
    const [connection] = await listener.accept();
    await connection.doHandshake();
    await end(connection);
    listener.close();
    await peer.ended();
    expect(peer.output).toContain('Verification: OK');
    expect(peer.output).toMatch(new RegExp(` 0 s:CN = ${kind}\\n.*i:CN = CA of ${kind}\\n`));
    expect(peer.output).toMatch(new RegExp(` 1 s:CN = CA of ${kind}\\n`));
  });

  it.each(kinds)('s_server -client_sigalgs of %s gets it of our client', async (kind) => {
    const port = await freePort();
    const own = scratch.file('server.both', chains.EC.leaf.certPem + chains.EC.leaf.keyPem);
    const chain = scratch.file('server.chain', chains.EC.middle.certPem);
    const identity = ['-cert', own, '-key', own, '-cert_chain', chain, '-CAfile', rootFile];
    const asks = ['-Verify', '3', '-verify_return_error', '-client_sigalgs', SIGALGS[kind]];
    await using peer = new Running('openssl', [
      's_server',
      '-accept',
      `127.0.0.1:${port}`,
      '-rev',
      ...identity,
      ...asks,
    ]);
    await peer.until('ACCEPT');
    const context = withAll(SSL.TLS_CLIENT_METHOD, ALL, { trust: root });
    const connection = new SSL.Connection(context, new socket.Socket());
    await connection.connect(['127.0.0.1', port]);
    await connection.sendall('hello\n');
    await connection.recv(100);
    await end(connection);
    await peer.until(`depth=0 CN = ${kind}`);
  });
});

describe('a chain', () => {
  it('needs a certificate before it, and is a list of certificates', () => {
    const context = new SSL.Context(SSL.TLS_METHOD);
    expect(() => context.useChain([root.cert])).toThrow('no certificate assigned');
    for (const wrong of [root.cert, [null], 'x', null, [root.key]])
      expect(() => context.useChain(wrong as unknown as crypto.X509[])).toThrow(TypeError);
    context.useCertificate(root.cert);
    context.useChain([]);
  });
});

/**
 * Sessions in SSL and ssl: resumed where everything that decides about the peer is the same, and nowhere else. Each way to
 * differ is tried in each version, with the session as it is and through DER.
 */
import { describe, expect, it } from 'vitest';
import { crypto, SSL, ssl } from '../../src/index.js';
import { issue } from '../support/pki.js';
import { handshake, pair, transfer } from '../support/pump.js';
import { ALIAS, ca, clients, crl, HOST, otherCa, servers } from './support/identities.js';

type Change = {
  readonly context?: (context: SSL.Context) => void;
  readonly connection?: (side: SSL.Connection) => void;
};

const accepts: SSL.VerifyCallback = () => true;
const server = servers['trusted'];
const client = clients['trusted'];
if (server === undefined || client === undefined) throw new Error('the good certificates are missing');

/** Ways in which a client can decide otherwise; each is as good as the plain one against this server. */
const CHANGES: Readonly<Record<string, Change>> = {
  'verifies nothing': { context: (context) => context.setVerify(SSL.VERIFY_NONE) },
  'has a callback that accepts all': { context: (context) => context.setVerify(SSL.VERIFY_PEER, accepts) },
  'has a callback of its own': { connection: (side) => side.setVerify(SSL.VERIFY_PEER, (...[, , , , ok]) => ok === 1) },
  'trusts another CA too': { context: (context) => context.getCertStore().addCert(otherCa.cert) },
  'names another host': { connection: (side) => side.setVerifyHost(ALIAS) },
  'names no host': { connection: (side) => side.setVerify(SSL.VERIFY_PEER) },
  'asks for another name': { connection: (side) => side.setTlsextHostName(ALIAS) },
  'allows fewer issuers': { context: (context) => context.setVerifyDepth(3) },
  'looks at CRLs': {
    context: (context) => {
      context.getCertStore().addCrl(crypto.loadCrl(crypto.FILETYPE_PEM, crl));
      context.setVerifyFlags(crypto.X509StoreFlags.CRL_CHECK);
    },
  },
  'takes no self-issued shortcut': {
    context: (context) => context.setVerifyFlags(crypto.X509StoreFlags.PARTIAL_CHAIN),
  },
  'asks for more security': { context: (context) => context.setSecurityLevel(1) },
  'shows a certificate': {
    context: (context) => {
      context.useCertificate(client.cert);
      context.usePrivatekey(client.key);
    },
  },
};

const VERSIONS = [
  ['TLSv1.2', SSL.TLS1_2_VERSION],
  ['TLSv1.3', SSL.TLS1_3_VERSION],
] as const;

function serverContext(version: number, prepare: (context: SSL.Context) => void = () => undefined): SSL.Context {
  const context = new SSL.Context(SSL.TLS_SERVER_METHOD);
  context.setMinProtoVersion(version);
  context.setMaxProtoVersion(version);
  context.useCertificate(server?.cert as crypto.X509);
  context.usePrivatekey(server?.key as crypto.PKey);
  prepare(context);
  return context;
}

function visit(there: SSL.Context, change: Change, session?: SSL.Session) {
  const here = new SSL.Context(SSL.TLS_CLIENT_METHOD);
  here.getCertStore().addCert(ca.cert);
  here.setVerify(SSL.VERIFY_PEER);
  change.context?.(here);
  const sides = pair(here, there);
  const namesHost = change !== CHANGES['names no host'];
  if (namesHost) sides.client.setVerifyHost(HOST);
  change.connection?.(sides.client);
  if (session !== undefined) sides.client.setSession(session);
  handshake(sides.client, sides.server);
  sides.server.send('!');
  transfer(sides.server, sides.client);
  sides.client.recv(1);
  const made = sides.client.getSession();
  if (made === null) throw new Error('there is no session');
  return { ...sides, made, reused: sides.client.sessionReused() };
}

describe.each(VERSIONS)('a client of SSL, %s', (_name, version) => {
  const plain: Change = {};
  const changes = Object.entries(CHANGES);
  it.each(changes)(
    'that %s gets a full handshake with the session of one that does not, and the reverse',
    (_what, change) => {
      const there = serverContext(version);
      for (const [donor, taker] of [
        [plain, change],
        [change, plain],
      ] as const) {
        const { made } = visit(there, donor);
        for (const session of [made, SSL.Session.fromDer(made.toDer())]) {
          const { reused, client: side } = visit(there, taker, session);
          expect(reused).toBe(false);
          expect(side.getVerifyResult()).toBe(SSL.X509VerificationCodes.OK);
        }
      }
    },
  );

  it.each([['is plain', plain], ...changes.filter(([what]) => !what.includes('callback of its own'))] as const)(
    'that %s resumes its own session, and that of an equal one',
    (_what, change) => {
      const there = serverContext(version);
      const { made } = visit(there, change);
      expect(visit(there, change, made).reused).toBe(true);
      const { reused, client: side } = visit(there, change, SSL.Session.fromDer(made.toDer()));
      expect(reused).toBe(true);
      // What was verified then is what is told of now.
      expect(side.getVerifiedChain()?.map((cert) => cert.getSubject().CN)).toEqual([HOST, 'matrix CA']);
    },
  );

  it('that has tried to read before it was told all is judged by what it is told', () => {
    const there = serverContext(version);
    const { made } = visit(there, CHANGES['verifies nothing'] as Change);
    const here = new SSL.Context(SSL.TLS_METHOD);
    const side = new SSL.Connection(here, null);
    expect(() => side.recv(1)).toThrow(SSL.Error);
    side.setConnectState();
    side.setVerify(SSL.VERIFY_PEER);
    side.setSession(made);
    const peer = new SSL.Connection(there, null, 'server');
    expect(() => handshake(side, peer)).toThrow('certificate verify failed');
    expect(side.sessionReused()).toBe(false);
  });

  it('that changes its mind after the handshake has begun has a session of neither', () => {
    const there = serverContext(version);
    const here = new SSL.Context(SSL.TLS_CLIENT_METHOD);
    here.getCertStore().addCert(otherCa.cert);
    here.setVerify(SSL.VERIFY_NONE);
    const { client: side, server: peer } = pair(here, there);
    handshake(side, peer);
    here.getCertStore().addCert(ca.cert);
    peer.send('!');
    transfer(peer, side);
    side.recv(1);
    const made = side.getSession() as SSL.Session;
    const trusting: Change = {
      context: (context) => {
        context.getCertStore().addCert(otherCa.cert);
        context.setVerify(SSL.VERIFY_NONE);
      },
    };
    expect(visit(there, trusting, made).reused).toBe(false);
  });
});

/** Ways in which a server can ask for something else of its clients. */
const POLICIES: Readonly<Record<string, (context: SSL.Context) => void>> = {
  'asks for nothing': () => undefined,
  'asks for certificates': (context) => {
    context.getCertStore().addCert(ca.cert);
    context.setVerify(SSL.VERIFY_PEER);
  },
  'demands certificates': (context) => {
    context.getCertStore().addCert(ca.cert);
    context.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
  },
  'demands those of another CA': (context) => {
    context.getCertStore().addCert(ca.cert);
    context.getCertStore().addCert(otherCa.cert);
    context.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
  },
  'has a callback': (context) => {
    context.getCertStore().addCert(ca.cert);
    context.setVerify(SSL.VERIFY_PEER, accepts);
  },
};

describe.each(VERSIONS)('servers of SSL that share their ticket keys, %s', (_name, version) => {
  const pairs = Object.keys(POLICIES).flatMap((one) => Object.keys(POLICIES).map((other) => [one, other] as const));
  it.each(pairs)('one that %s, and one that %s', (one, other) => {
    const keys = serverContext(version).getTicketKeys();
    const [from, to] = [one, other].map((policy) =>
      serverContext(version, (context) => {
        context.setSessionId('one application');
        context.setTicketKeys(keys);
        POLICIES[policy]?.(context);
      }),
    ) as [SSL.Context, SSL.Context];
    const shows = CHANGES['shows a certificate'] as Change;
    const { made } = visit(from, shows);
    expect(visit(to, shows, made).reused).toBe(one === other);
  });
});

describe("Python's ssl", () => {
  const context = () => {
    const made = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
    made.loadVerifyLocations(null, null, ca.certPem);
    return made;
  };
  const serving = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
  serving.inner.useCertificate(server.cert);
  serving.inner.usePrivatekey(server.key);

  function wrapped(here: ssl.SSLContext, session: ssl.SSLSession | null = null) {
    const [a, b, c, d] = Array.from({ length: 4 }, () => new ssl.MemoryBIO());
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('no BIO');
    const side = here.wrapBio(a, b, false, HOST, session);
    const peer = serving.wrapBio(c, d, true);
    for (let i = 0; i < 6; i++) {
      for (const step of [() => side.doHandshake(), () => peer.doHandshake()]) {
        try {
          step();
        } catch (error) {
          if (!(error instanceof ssl.SSLWantReadError)) throw error;
        }
        c.write(b.read());
        a.write(d.read());
      }
    }
    peer.write('!');
    a.write(d.read());
    side.read(1);
    return side;
  }

  it('takes no session of another SSLContext, as argument or by the setter', () => {
    const open = context();
    open.check_hostname = false;
    open.verify_mode = ssl.CERT_NONE;
    const { session } = wrapped(open);
    expect(() => wrapped(context(), session)).toThrow('Session refers to a different SSLContext.');
    expect(() => wrapped(context(), session)).toThrow(RangeError);
    const side = context().wrapBio(new ssl.MemoryBIO(), new ssl.MemoryBIO(), false, HOST);
    expect(() => {
      side.session = session;
    }).toThrow('Session refers to a different SSLContext.');
  });

  it('resumes what the context has verified, and not what it did not verify before it was changed', () => {
    const here = context();
    here.check_hostname = false;
    here.verify_mode = ssl.CERT_NONE;
    const unverified = wrapped(here).session;
    here.verify_mode = ssl.CERT_REQUIRED;
    here.check_hostname = true;
    expect(wrapped(here, unverified).session_reused).toBe(false);
    const verified = wrapped(here).session;
    expect(wrapped(here, verified).session_reused).toBe(true);
  });
});

it('a session of an expired certificate is none', () => {
  const short = issue(HOST, { issuer: ca, san: `DNS:${HOST}` });
  short.cert.gmtimeAdjNotAfter(1);
  short.cert.sign(ca.key, 'sha256');
  const there = serverContext(SSL.TLS1_3_VERSION, (context) => {
    context.useCertificate(short.cert);
    context.usePrivatekey(short.key);
  });
  const { made } = visit(there, {});
  const until = Date.now() + 2100;
  while (Date.now() < until);
  expect(() => visit(there, {}, made)).toThrow('certificate verify failed');
});

/** What C keeps is its own: no object of JavaScript's is linked into it, and none is handed out by reference. */
import { describe, expect, it } from 'vitest';
import { crypto, OpenSSLError, ReleasedError, SSL } from '../../src/index.js';
import { growth, TOLERANCE } from '../support/heap.js';
import { issue, localPki, newKey } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';

const { ca, server, client } = localPki();
const evil = issue('evil CA', { ca: true });

function sides(clientContext = contextOf(SSL.TLS_METHOD, { trust: ca }), serving = server) {
  return pair(clientContext, contextOf(SSL.TLS_METHOD, { cert: serving }));
}

/** A session of each version, from the client's side. */
function sessionOf(version: number): SSL.Session {
  const clientContext = contextOf(SSL.TLS_METHOD, { trust: ca });
  clientContext.setMaxProtoVersion(version);
  const connections = sides(clientContext);
  handshake(connections.client, connections.server);
  transfer(connections.server, connections.client);
  try {
    connections.client.recv(1);
  } catch (error) {
    if (!(error instanceof SSL.WantReadError)) throw error;
  }
  const session = connections.client.getSession();
  if (session === null) throw new Error('there is no session');
  return session;
}

function otherName(text: string): crypto.X509Name {
  const name = crypto.X509Name.empty();
  name.commonName = text;
  return name;
}

describe('a session in the caches of contexts', () => {
  it.each([SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION])('is a copy in each: all end (version %i)', (version) => {
    const session = sessionOf(version);
    const contexts = [1, 2, 3].map(() => new SSL.Context(SSL.TLS_METHOD));
    for (const context of contexts) expect(context.addSession(session)).toBe(true);
    for (const context of contexts) expect(context.addSession(session)).toBe(false);
    for (const context of contexts) context.free();
    session.free();
  });

  it('is found by its id, whichever object stands for it', () => {
    const session = sessionOf(SSL.TLS1_2_VERSION);
    const [one, two] = [new SSL.Context(SSL.TLS_METHOD), new SSL.Context(SSL.TLS_METHOD)];
    one.addSession(session);
    two.addSession(session);
    expect(one.removeSession(SSL.Session.fromDer(session.toDer()))).toBe(true);
    expect(one.removeSession(session)).toBe(false);
    expect(two.removeSession(session)).toBe(true);
    one.addSession(session);
    one.flushSessions(2 ** 33);
    expect(one.addSession(session)).toBe(true);
  });

  it('may be in one, and be resumed by a connection of another', () => {
    for (const version of [SSL.TLS1_2_VERSION, SSL.TLS1_3_VERSION]) {
      const serving = contextOf(SSL.TLS_METHOD, { cert: server });
      const clients = [1, 2].map(() => {
        const context = contextOf(SSL.TLS_METHOD, { trust: ca });
        context.setSessionCacheMode(SSL.SESS_CACHE_CLIENT);
        context.setMaxProtoVersion(version);
        return context;
      });
      let session: SSL.Session | null = null;
      for (const context of [...clients, ...clients]) {
        const { client: one, server: other } = pair(context, serving);
        if (session !== null) one.setSession(session);
        handshake(one, other);
        other.send('x');
        transfer(other, one);
        expect(one.recv(1)).toHaveLength(1);
        session = one.getSession() as SSL.Session;
        for (const each of clients) each.addSession(session);
        one.free();
        other.free();
      }
      for (const context of [...clients, serving]) context.free();
    }
  });

  it('may be added in the callback that gives it, and by two contexts at once', () => {
    const others = [new SSL.Context(SSL.TLS_METHOD), new SSL.Context(SSL.TLS_METHOD)];
    const context = contextOf(SSL.TLS_METHOD, { trust: ca });
    context.setSessionCacheMode(SSL.SESS_CACHE_CLIENT);
    context.setSessionNewCallback((_connection, session) => {
      for (const each of [context, ...others]) each.addSession(session);
    });
    const connections = sides(context);
    handshake(connections.client, connections.server);
    transfer(connections.server, connections.client);
    expect(() => connections.client.recv(1)).toThrow(SSL.WantReadError);
    for (const each of [context, ...others]) each.free();
  });

  it('that is removed is told of after the call: adding it again does not go on for ever', () => {
    const session = sessionOf(SSL.TLS1_2_VERSION);
    const context = new SSL.Context(SSL.TLS_METHOD);
    let removed = 0;
    context.setSessionRemoveCallback((each) => {
      removed += 1;
      each.addSession(session);
    });
    context.addSession(session);
    context.flushSessions(2 ** 33);
    expect(removed).toBe(1);
    context.setSessionRemoveCallback(() => {
      throw new RangeError('of the callback');
    });
    expect(() => context.removeSession(session)).toThrow('of the callback');
    context.free();
  });
});

describe('a certificate that C keeps', () => {
  /** All that can be changed of a certificate. */
  function spoil(cert: crypto.X509): void {
    cert.setPubkey(evil.key);
    cert.setSubject(otherName('spoilt'));
    cert.setIssuer(otherName('spoilt'));
    cert.setNotAfter('20000101000000Z');
    cert.sign(evil.key, 'sha256');
  }
  const copyOf = (cert: crypto.X509) =>
    crypto.loadCertificate(crypto.FILETYPE_ASN1, crypto.dumpCertificate(crypto.FILETYPE_ASN1, cert));

  it('is trusted as it was when it was added, whatever becomes of the object', () => {
    const trusted = copyOf(ca.cert);
    const store = new crypto.X509Store();
    store.addCert(trusted);
    const context = new SSL.Context(SSL.TLS_METHOD);
    context.getCertStore().addCert(trusted);
    context.setVerify(SSL.VERIFY_PEER);
    trusted.setPubkey(evil.key);
    const forged = issue('localhost', { issuer: { ...evil, cert: ca.cert }, san: 'DNS:localhost' });
    expect(() => new crypto.X509StoreContext(store, forged.cert).verifyCertificate()).toThrow(crypto.Error);
    const bad = sides(context, forged);
    expect(() => handshake(bad.client, bad.server)).toThrow(SSL.Error);
    spoil(trusted);
    trusted.free();
    new crypto.X509StoreContext(store, server.cert).verifyCertificate();
    const good = sides(context);
    handshake(good.client, good.server);
  });

  it('is revoked by the list as it was when it was added', () => {
    const list = new crypto.CRL();
    list.setLastUpdate(new Date(Date.now() - 1000));
    list.setNextUpdate(new Date(Date.now() + 1e6));
    const entry = new crypto.Revoked();
    entry.setSerial(server.cert.getSerialNumber().toString(16));
    entry.setRevDate(new Date(Date.now() - 1000));
    list.addRevoked(entry);
    entry.setSerial('01');
    list.sign(ca.cert, ca.key, 'sha256');
    const store = new crypto.X509Store();
    store.addCert(ca.cert);
    store.addCrl(list);
    store.setFlags(crypto.X509StoreFlags.CRL_CHECK);
    list.setNextUpdate(new Date(0));
    list.sign(evil.cert, evil.key, 'sha256');
    list.free();
    expect(() => new crypto.X509StoreContext(store, server.cert).verifyCertificate()).toThrow('revoked');
    new crypto.X509StoreContext(store, client.cert).verifyCertificate();
  });

  it('is shown as it was when it was given, with its chain', () => {
    const intermediate = issue('intermediate', { issuer: ca, ca: true });
    const leaf = issue('localhost', { issuer: intermediate, san: 'DNS:localhost' });
    const [own, above] = [copyOf(leaf.cert), copyOf(intermediate.cert)];
    const serving = new SSL.Context(SSL.TLS_METHOD);
    serving.useCertificate(own);
    serving.addExtraChainCert(above);
    serving.usePrivatekey(leaf.key);
    spoil(own);
    spoil(above);
    own.free();
    above.free();
    serving.checkPrivatekey();
    const connections = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), serving);
    handshake(connections.client, connections.server);
    expect(connections.client.getVerifiedChain()?.map((cert) => cert.getSubject().CN)).toEqual([
      'localhost',
      'intermediate',
      'tsopenssl test CA',
    ]);
    const shown = copyOf(server.cert);
    const single = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), contextOf(SSL.TLS_METHOD));
    single.server.useCertificate(shown);
    single.server.usePrivatekey(server.key);
    spoil(shown);
    handshake(single.client, single.server);
    expect(single.client.getPeerCertificate()?.equals(server.cert)).toBe(true);
  });

  it('keeps but the public half of a pair', () => {
    const cert = new crypto.X509();
    const request = new crypto.X509Req();
    const spki = new crypto.NetscapeSPKI();
    for (const object of [cert, request, spki]) {
      const key = newKey();
      object.setPubkey(key);
      const half = object.getPubkey();
      expect(half.equals(key)).toBe(true);
      key.generateKey(crypto.TYPE_EC, 'secp384r1');
      expect(object.getPubkey().equals(half)).toBe(true);
      expect(half.isPrivate).toBe(false);
      key.free();
      expect(object.getPubkey().bits()).toBe(256);
    }
  });

  it('has the key that it was given: generating anew in the object is another pair', () => {
    const key = crypto.loadPrivatekey(crypto.FILETYPE_PEM, server.keyPem);
    const context = new SSL.Context(SSL.TLS_METHOD);
    context.useCertificate(server.cert);
    context.usePrivatekey(key);
    key.generateKey(crypto.TYPE_EC, 'prime256v1');
    context.checkPrivatekey();
    key.free();
    const connections = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), context);
    handshake(connections.client, connections.server);
  });
});

describe('a certificate that is handed out', () => {
  const mutual = () => {
    const serving = contextOf(SSL.TLS_METHOD, { cert: server, trust: ca });
    const asking = contextOf(SSL.TLS_METHOD, { cert: client, trust: ca });
    const kept: crypto.X509[] = [];
    asking.setVerify(SSL.VERIFY_PEER, (connection, cert, _error, _depth, ok) => {
      kept.push(cert, ...(connection.getPeerCertChain() ?? []));
      // What the callback does to its own is no verdict.
      for (const each of kept) each.setSubject(otherName('another'));
      return ok === 1;
    });
    const connections = pair(asking, serving);
    handshake(connections.client, connections.server);
    return { ...connections, kept };
  };
  const getters = {
    getPeerCertificate: (c: SSL.Connection) => c.getPeerCertificate(),
    getCertificate: (c: SSL.Connection) => c.getCertificate(),
    getPeerCertChain: (c: SSL.Connection) => c.getPeerCertChain()?.at(-1) ?? null,
    getVerifiedChain: (c: SSL.Connection) => c.getVerifiedChain()?.at(-1) ?? null,
  };

  it.each(Object.entries(getters))('%s gives one of its own each time', (_name, get) => {
    const connections = mutual();
    for (const side of [connections.client, connections.server]) {
      const all = [get(side), get(side), get(side)] as crypto.X509[];
      const names = all.flatMap((cert) => [cert.getSubject(), cert.getIssuer()]);
      const before = names.map((name) => name.CN);
      all[0]?.setSubject(otherName('another'));
      all[0]?.setIssuer(otherName('another'));
      all[0]?.setPubkey(evil.key);
      expect(() => names[0]?.CN).toThrow(ReleasedError);
      expect(names.slice(2).map((name) => name.CN)).toEqual(before.slice(2));
      for (const name of names.slice(2)) name.CN = 'theirs';
      expect((get(side) as crypto.X509).getSubject().CN).toBe(before[0]);
      for (const cert of all) cert.free();
      expect((get(side) as crypto.X509).getSubject().CN).toBe(before[0]);
    }
  });

  it('outlives what gave it', () => {
    const connections = mutual();
    const kept = [...connections.kept, ...Object.values(getters).map((get) => get(connections.client) as crypto.X509)];
    connections.client.free();
    connections.server.free();
    for (const cert of kept) expect(cert.getSubject().CN).toBeTruthy();
  });

  it('by PKCS#12, PKCS#7, a store or an error is one of its own', () => {
    const file = new crypto.PKCS12();
    file.setCertificate(server.cert);
    file.setPrivatekey(server.key);
    file.setCaCertificates([ca.cert]);
    const loaded = crypto.loadPkcs12(file.export('x'), 'x');
    const signed = crypto.PKCS7.sign(server.cert, server.key, 'data', { certs: [ca.cert] });
    const store = new crypto.X509Store();
    store.addCert(ca.cert);
    const chain = new crypto.X509StoreContext(store, server.cert).getVerifiedChain();
    let failed: crypto.X509 | null = null;
    try {
      new crypto.X509StoreContext(store, evil.cert).verifyCertificate();
    } catch (error) {
      failed = (error as crypto.X509StoreContextError).certificate;
    }
    const all = [
      loaded.getCertificate(),
      ...(loaded.getCaCertificates() ?? []),
      ...signed.getCertificates(),
      ...signed.verify(store).signers,
      ...chain,
      failed,
    ] as crypto.X509[];
    expect(all).toHaveLength(8);
    const names = all.map((cert) => cert.getSubject());
    for (const cert of all) cert.setSubject(otherName('another'));
    for (const name of names) expect(() => name.CN).toThrow(ReleasedError);
    new crypto.X509StoreContext(store, server.cert).verifyCertificate();
    expect(server.cert.getSubject().CN).toBe('localhost');
    expect(ca.cert.getSubject().CN).toBe('tsopenssl test CA');
  });
});

describe('a name that lives in another object', () => {
  it('ends when the object gets another, also its own or one of itself', () => {
    const make = [() => new crypto.X509(), () => new crypto.X509Req()];
    for (const object of make.map((each) => each())) {
      const first = object.getSubject();
      first.CN = 'first';
      object.setSubject(first);
      expect(object.getSubject().CN).toBe('first');
      const second = object.getSubject();
      object.setSubject(otherName('other'));
      expect(() => {
        second.CN = 'late';
      }).toThrow(ReleasedError);
      expect(object.getSubject().CN).toBe('other');
      object.free();
      expect(() => object.getSubject()).toThrow(ReleasedError);
    }
    const cert = new crypto.X509();
    const [subject, issuer] = [cert.getSubject(), cert.getIssuer()];
    subject.CN = 'both';
    cert.setIssuer(subject);
    expect(subject.CN).toBe('both');
    expect(() => issuer.CN).toThrow(OpenSSLError);
    subject.CN = 'one';
    expect(cert.getIssuer().CN).toBe('both');
  });
});

it('what a callback frees, and what waits for the end of a call, leave the reasons of a failure', () => {
  const context = contextOf(SSL.TLS_METHOD, { trust: ca });
  context.setVerify(SSL.VERIFY_PEER, (_connection, cert) => {
    cert.free();
    new crypto.X509().free();
    return false;
  });
  const refusing = sides(context);
  expect(() => handshake(refusing.client, refusing.server)).toThrow('certificate verify failed');

  // A session that a fatal error makes unfit is removed from the cache, and that is told of after the call.
  const serving = contextOf(SSL.TLS_METHOD, { cert: server });
  serving.setMaxProtoVersion(SSL.TLS1_2_VERSION);
  serving.setOptions(SSL.OP_NO_TICKET);
  let removed = 0;
  serving.setSessionRemoveCallback(() => {
    removed += 1;
    expect(() => crypto.loadCertificate(crypto.FILETYPE_PEM, 'none')).toThrow(crypto.Error);
  });
  const connections = pair(contextOf(SSL.TLS_METHOD, { trust: ca }), serving);
  handshake(connections.client, connections.server);
  connections.client.send('x');
  const record = connections.client.bioRead(65_536);
  connections.server.bioWrite(record.map((byte, index) => (index === record.length - 1 ? byte ^ 1 : byte)));
  expect(() => connections.server.recv(1)).toThrow('bad record mac');
  expect(removed).toBe(1);
});

it('nothing of it leaks', () => {
  const session = sessionOf(SSL.TLS1_2_VERSION);
  const clientContext = contextOf(SSL.TLS_METHOD, { trust: ca });
  const serverContext = contextOf(SSL.TLS_METHOD, { cert: server });
  clientContext.setVerify(SSL.VERIFY_PEER, (_connection, cert, _error, _depth, ok) => {
    cert.free();
    return ok === 1;
  });
  const round = () => {
    const connections = pair(clientContext, serverContext);
    connections.server.useCertificate(server.cert);
    handshake(connections.client, connections.server);
    connections.client.getPeerCertificate()?.free();
    connections.server.getCertificate()?.free();
    for (const cert of connections.client.getPeerCertChain() ?? []) cert.free();
    connections.client.free();
    connections.server.free();
    const context = new SSL.Context(SSL.TLS_METHOD);
    context.useCertificate(server.cert);
    context.addExtraChainCert(ca.cert);
    context.addSession(session);
    context.addSession(session);
    context.loadVerifyData(ca.certPem);
    const store = context.getCertStore();
    store.addCert(server.cert);
    store.free();
    context.free();
    using cert = new crypto.X509();
    cert.setPubkey(server.key);
  };
  expect(growth(50, 300, round)).toBeLessThan(TOLERANCE);
});

import { describe, expect, it } from 'vitest';
import { type crypto, SSL } from '../../src/index.js';
import { type Identity, issue, localPki } from '../support/pki.js';
import { contextOf, handshake, pair, transfer } from '../support/pump.js';

const { ca, server, client } = localPki();
const encode = (text: string) => new TextEncoder().encode(text);
const boom = new Error('boom');
const throwBoom = (): never => {
  throw boom;
};

/** How each callback is set, on contexts whose handshake runs into it. */
const CALLBACKS: Readonly<Record<string, (callback: () => never) => { here: SSL.Context; there: SSL.Context }>> = {
  'client verify': (callback) => {
    const contexts = plain();
    contexts.here.setVerify(SSL.VERIFY_PEER, callback);
    return contexts;
  },
  'server verify': (callback) => {
    const contexts = plain({ cert: client });
    contexts.there.setVerify(SSL.VERIFY_PEER, callback);
    return contexts;
  },
  'client info': (callback) => {
    const contexts = plain();
    contexts.here.setInfoCallback(callback);
    return contexts;
  },
  'server info': (callback) => {
    const contexts = plain();
    contexts.there.setInfoCallback(callback);
    return contexts;
  },
  'client keylog': (callback) => {
    const contexts = plain();
    contexts.here.setKeylogCallback(callback);
    return contexts;
  },
  'server keylog': (callback) => {
    const contexts = plain();
    contexts.there.setKeylogCallback(callback);
    return contexts;
  },
  servername: (callback) => {
    const contexts = plain();
    contexts.there.setTlsextServernameCallback(callback);
    return contexts;
  },
  'alpn select': (callback) => {
    const contexts = plain();
    contexts.here.setAlpnProtos(['h2']);
    contexts.there.setAlpnSelectCallback(callback);
    return contexts;
  },
  'session new': (callback) => {
    const contexts = plain();
    contexts.there.setSessionNewCallback(callback);
    return contexts;
  },
};

function plain(options: { cert?: Identity } = {}) {
  return {
    here: contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca, ...options }),
    there: contextOf(SSL.TLS_SERVER_METHOD, { cert: server, trust: ca, verify: SSL.VERIFY_NONE }),
  };
}

/** A handshake and an exchange that must work, whatever happened before. */
function unharmed(): void {
  const { here, there } = plain();
  const sides = pair(here, there);
  handshake(sides.client, sides.server);
  sides.client.send('fine');
  transfer(sides.client, sides.server);
  expect(new TextDecoder().decode(sides.server.recv(10))).toBe('fine');
}

describe.each(Object.entries(CALLBACKS))('the %s callback', (_, prepare) => {
  it('throws: the error comes out as it is, and the next connection is unharmed', () => {
    const { here, there } = prepare(throwBoom);
    const sides = pair(here, there);
    expect(() => handshake(sides.client, sides.server)).toThrow(boom);
    unharmed();
  });

  it('re-enters its connection: a defined error', () => {
    let sides: ReturnType<typeof pair> | undefined;
    const { here, there } = prepare(() => {
      sides?.client.doHandshake();
      sides?.server.doHandshake();
      return true as never;
    });
    sides = pair(here, there);
    const { client: one, server: other } = sides;
    expect(() => handshake(one, other)).toThrow(SSL.Error);
    unharmed();
  });

  it('frees both connections: a defined error, and nothing of them is used again', () => {
    let sides: ReturnType<typeof pair> | undefined;
    const { here, there } = prepare(() => {
      sides?.client.free();
      sides?.server.free();
      return true as never;
    });
    sides = pair(here, there);
    const { client: one, server: other } = sides;
    expect(() => handshake(one, other)).toThrow();
    expect(one.isFreed && other.isFreed).toBe(true);
    unharmed();
  });

  it('runs a whole other handshake inside', () => {
    let runs = 0;
    const { here, there } = prepare(() => {
      if (runs++ === 0) unharmed();
      return (runs > 0) as never;
    });
    const sides = pair(here, there);
    try {
      handshake(sides.client, sides.server);
    } catch (error) {
      // "true" is no answer to some: their error is defined as well.
      expect(error).toBeInstanceOf(TypeError);
    }
    expect(runs).toBeGreaterThan(0);
    unharmed();
  });

  it('answers with a promise, or with nothing that makes sense: a defined result', () => {
    for (const answer of [Promise.resolve(true), Symbol('x'), {}, 17n, '', Number.NaN]) {
      const { here, there } = prepare(() => answer as never);
      const sides = pair(here, there);
      try {
        handshake(sides.client, sides.server);
      } catch (error) {
        expect(error instanceof SSL.Error || error instanceof TypeError || error instanceof RangeError).toBe(true);
      }
    }
    unharmed();
  });
});

describe('chains', () => {
  /** A CA, and a certificate so many issuers away from it. */
  function deep(length: number): { root: Identity; leaf: Identity; chain: crypto.X509[] } {
    const root = issue('root', { ca: true });
    const chain: crypto.X509[] = [];
    let issuer = root;
    for (let depth = 0; depth < length; depth++) {
      issuer = issue(`issuer ${depth}`, { issuer, ca: true });
      chain.unshift(issuer.cert);
    }
    return { root, leaf: issue('localhost', { issuer, san: 'DNS:localhost' }), chain };
  }

  it('of 99 intermediates are verified where the depth allows, and refused where not', () => {
    const { root, leaf, chain } = deep(99);
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: leaf });
    for (const cert of chain) there.addExtraChainCert(cert);
    const patient = contextOf(SSL.TLS_CLIENT_METHOD, { trust: root });
    const sides = pair(patient, there);
    handshake(sides.client, sides.server);
    expect(sides.client.getVerifiedChain()).toHaveLength(101);
    const shallow = contextOf(SSL.TLS_CLIENT_METHOD, { trust: root });
    shallow.setVerifyDepth(50);
    const refused = pair(shallow, there);
    expect(() => handshake(refused.client, refused.server)).toThrow(/certificate verify failed/);
    expect(refused.client.getVerifyResult()).toBe(SSL.X509VerificationCodes.ERR_CERT_CHAIN_TOO_LONG);
    unharmed();
  });

  it('of more than 100,000 bytes are refused before they are read', () => {
    const { root, leaf } = deep(1);
    const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: leaf });
    for (let i = 0; i < 300; i++) there.addExtraChainCert(root.cert);
    const sides = pair(contextOf(SSL.TLS_CLIENT_METHOD, { trust: root }), there);
    expect(() => handshake(sides.client, sides.server)).toThrow(/excessive message size/);
    unharmed();
  });
});

describe('damaged records', () => {
  it('end the connection with an alert that the peer understands', () => {
    const { here, there } = plain();
    const sides = pair(here, there);
    handshake(sides.client, sides.server);
    sides.client.send('secret');
    const record = sides.client.bioRead(65_536);
    record[record.length - 1] = (record.at(-1) ?? 0) ^ 1;
    sides.server.bioWrite(record);
    expect(() => sides.server.recv(10)).toThrow(/bad record mac|decryption failed/);
    expect(() => sides.server.recv(10)).toThrow(SSL.Error);
    transfer(sides.server, sides.client);
    expect(() => sides.client.recv(10)).toThrow(/bad record mac/);
    unharmed();
  });

  it('that are no TLS at all are named as such', () => {
    const { there } = plain();
    const peer = new SSL.Connection(there, null);
    peer.bioWrite(encode('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    expect(() => peer.doHandshake()).toThrow(/http request/);
    unharmed();
  });
});

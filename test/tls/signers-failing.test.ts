/** What can go wrong with a key that is elsewhere in a handshake, and what it may not be used for. */
import { afterEach, describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { type SignatureLike, type SigningMethod, signer } from '../../src/pki/index.js';
import { heldByNode } from '../support/external.js';
import { heapInUse, TOLERANCE } from '../support/heap.js';
import { pair, transfer } from '../support/pump.js';
import { exchange, type Sides, shakeHands, showing } from '../support/signed-hands.js';

const open: SSL.Connection[] = [];
afterEach(() => {
  for (const connection of open.splice(0)) connection.free();
});

function sides(client: SSL.Context, server: SSL.Context): Sides {
  const both = pair(client, server);
  open.push(both.client, both.server);
  return both;
}

const VERSIONS = [
  ['TLS 1.2', SSL.TLS1_2_VERSION],
  ['TLS 1.3', SSL.TLS1_3_VERSION],
] as const;
const held = heldByNode({ type: 'EC', curve: 'P-256' });
const other = heldByNode({ type: 'EC', curve: 'P-256' });
const { publicKey } = held;
const plain = signer(held);
type Sign = (data: Uint8Array, how: SigningMethod) => SignatureLike;

/** The error of the side that signs so, and what its peer hears of it. */
async function failure(
  sign: Sign,
  version: number,
  who: 'client' | 'server',
): Promise<[error: unknown, heard: string]> {
  const failing = showing(signer({ publicKey, sign }), version);
  const good = showing(plain, version);
  const both = who === 'client' ? sides(failing, good) : sides(good, failing);
  const error = await shakeHands(both).catch((reason: unknown) => reason);
  const peer = who === 'client' ? both.server : both.client;
  let heard = 'nothing';
  try {
    peer.doHandshake();
  } catch (reason) {
    heard = (reason as Error).message;
  }
  return [error, heard];
}

describe.each(VERSIONS)('%s', (_name, version) => {
  describe.each(['client', 'server'] as const)('a signer of the %s', (who) => {
    it.each(['throws', 'rejects'])('that %s gives its error, and tells the peer nothing of it', async (how) => {
      const reason = new Error('secret: the card was pulled');
      const sign: Sign = () => {
        if (how === 'rejects') return Promise.reject(reason);
        throw reason;
      };
      const [error, heard] = await failure(sign, version, who);
      expect(error).toBe(reason);
      expect(heard).toContain('alert internal error');
      expect(heard).not.toContain('secret');
    });

    const wrong: Record<string, Sign> = {
      'of another key': other.sign,
      'of other bytes': (_data, how) => held.sign(Uint8Array.of(1), how),
      'that is no bytes': () => 'signature' as never,
      'of 64 KiB and one': async () => new Uint8Array(65_537),
      'of nothing': async () => new Uint8Array(),
      'with a byte behind it': async (data, how) => Uint8Array.of(...held.sign(data, how), 0),
    };
    it.each(Object.entries(wrong))('never sends an answer %s', async (_what, sign) => {
      const [error, heard] = await failure(sign, version, who);
      expect(error).toBeInstanceOf(SSL.Error);
      expect(String(error)).toMatch(/signer/);
      expect(heard).toContain('alert internal error');
    });

    it('that never answers keeps waiting, and can be ended', async () => {
      const never = signer({ publicKey, sign: () => new Promise<Uint8Array>(() => {}) });
      const [waiting, good] = [showing(never, version), showing(plain, version)];
      const both = who === 'client' ? sides(waiting, good) : sides(good, waiting);
      const first = await Promise.race([shakeHands(both), new Promise((done) => setTimeout(done, 30, 'waiting'))]);
      expect(first).toBe('waiting');
      const side = both[who];
      expect(() => side.doHandshake()).toThrow(SSL.WantX509LookupError);
      side.free();
    });

    it('that answers after the end changes nothing', async () => {
      let answer: (signature: Uint8Array) => void = () => {};
      const late = signer({
        publicKey,
        sign: (data, how) =>
          new Promise<Uint8Array>((done) => {
            answer = () => done(held.sign(data, how));
          }),
      });
      const [waiting, good] = [showing(late, version), showing(plain, version)];
      const both = who === 'client' ? sides(waiting, good) : sides(good, waiting);
      await Promise.race([shakeHands(both), new Promise((done) => setTimeout(done, 10))]);
      both[who].free();
      answer(new Uint8Array());
      await new Promise((done) => setTimeout(done, 5));
    });

    it('may do what it likes meanwhile, but not to its own connection', async () => {
      const refused: unknown[] = [];
      const holder: { side?: SSL.Connection } = {};
      const busy = signer({
        publicKey,
        sign: (data, how) => {
          const { side } = holder;
          for (const deed of [() => side?.doHandshake(), () => side?.recv(1), () => side?.useSigner(plain)]) {
            try {
              deed();
            } catch (error) {
              refused.push(error);
            }
          }
          crypto.sign(new TestKey(), 'x', 'sha256');
          return held.sign(data, how);
        },
      });
      const [own, good] = [showing(busy, version), showing(plain, version)];
      const both = who === 'client' ? sides(own, good) : sides(good, own);
      holder.side = both[who];
      await shakeHands(both);
      expect(refused).toHaveLength(3);
      expect(exchange(both)).toBe('ping pong');
    });
  });

  it('signs 500 handshakes that are interleaved, and keeps nothing of them', async () => {
    let signatures = 0;
    const slow = signer({
      publicKey,
      sign: async (data, how) => {
        signatures += 1;
        const signature = held.sign(data, how);
        await new Promise((done) => setTimeout(done, Math.random() * 5));
        return signature;
      },
    });
    const [client, server] = [showing(slow, version), showing(slow, version)];
    const round = async (count: number) => {
      const all = Array.from({ length: count }, () => pair(client, server));
      await Promise.all(all.map((sides) => shakeHands(sides)));
      for (const both of all) {
        expect(exchange(both)).toBe('ping pong');
        both.client.free();
        both.server.free();
      }
    };
    await round(100);
    const before = heapInUse();
    signatures = 0;
    for (let times = 0; times < 4; times++) await round(125);
    expect(signatures).toBe(1000);
    expect(heapInUse() - before).toBeLessThan(TOLERANCE);
  });

  it('signs nothing where a session is resumed', async () => {
    let signatures = 0;
    const counting = signer({
      publicKey,
      sign: async (data, how) => {
        signatures += 1;
        return held.sign(data, how);
      },
    });
    const [client, server] = [showing(counting, version), showing(counting, version)];
    const first = sides(client, server);
    await shakeHands(first);
    exchange(first);
    expect(signatures).toBe(2);
    const session = first.client.getSession();
    const second = sides(client, server);
    if (session !== null) second.client.setSession(session);
    expect(await shakeHands(second)).toEqual({ client: 0, server: 0 });
    expect(second.client.sessionReused()).toBe(true);
    expect(signatures).toBe(2);
    // Another signer is another client: the session is not its own.
    const third = sides(showing(signer(other), version), server);
    if (session !== null) third.client.setSession(session);
    await shakeHands(third);
    expect(third.client.sessionReused()).toBe(false);
  });
});

class TestKey extends crypto.PKey {
  constructor() {
    super();
    this.generateKey('ED25519');
    // Signing by a key that is here, while another waits for one that is elsewhere.
    this.generateKey({ type: 'EC', curve: 'P-256' });
  }
}

describe('what a signer says that it can do', () => {
  const rsa = heldByNode({ type: 'RSA' });
  const withMethods = (methods: readonly { digest?: string; padding?: 'pss' | 'pkcs1' }[], asked: SigningMethod[]) =>
    signer({
      publicKey: rsa.publicKey,
      methods,
      sign: (data, how) => {
        asked.push(how);
        return rsa.sign(data, how);
      },
    });

  it.each(VERSIONS)('is all that is chosen in %s', async (_name, version) => {
    const asked: SigningMethod[] = [];
    const key = withMethods([{ padding: 'pss', digest: 'sha512' }], asked);
    await shakeHands(sides(showing(key, version), showing(key, version)));
    expect(asked.map(({ padding, digest, saltLength }) => [padding, digest, saltLength])).toEqual([
      ['pss', 'sha512', 64],
      ['pss', 'sha512', 64],
    ]);
  });

  it('lets TLS 1.2 sign by PKCS #1, and TLS 1.3 not', async () => {
    const asked: SigningMethod[] = [];
    const key = withMethods([{ padding: 'pkcs1', digest: 'sha384' }], asked);
    await shakeHands(sides(showing(plain, SSL.TLS1_2_VERSION), showing(key, SSL.TLS1_2_VERSION)));
    expect(asked).toEqual([{ algorithm: 'RSASSA-PKCS1-v1_5', padding: 'pkcs1', digest: 'sha384' }]);
    const both = sides(showing(plain, SSL.TLS1_3_VERSION), showing(key, SSL.TLS1_3_VERSION));
    await expect(shakeHands(both)).rejects.toThrow('no suitable signature algorithm');
    // A client that cannot sign so shows no certificate.
    const client = sides(showing(key, SSL.TLS1_3_VERSION), showing(plain, SSL.TLS1_3_VERSION));
    await expect(shakeHands(client)).rejects.toThrow('peer did not return a certificate');
  });
});

describe('a key that is elsewhere', () => {
  it('does not decrypt: suites in which a client encrypts to it are not chosen', async () => {
    const rsa = signer(heldByNode({ type: 'RSA' }));
    const server = showing(rsa, SSL.TLS1_2_VERSION);
    server.setCipherList('ALL');
    const only = showing(plain, SSL.TLS1_2_VERSION);
    only.setCipherList('AES256-GCM-SHA384');
    await expect(shakeHands(sides(only, server))).rejects.toThrow('no shared cipher');
    const both = showing(plain, SSL.TLS1_2_VERSION);
    both.setCipherList('AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256');
    const good = sides(both, server);
    await shakeHands(good);
    expect(good.client.getCipherName()).toMatch(/^(ECDHE|DHE)-RSA/);
  });

  it('signs with DHE, too', async () => {
    const rsa = heldByNode({ type: 'RSA' });
    const later = signer({ publicKey: rsa.publicKey, sign: async (data, how) => rsa.sign(data, how) });
    const [client, server] = [showing(plain, SSL.TLS1_2_VERSION), showing(later, SSL.TLS1_2_VERSION)];
    client.setCipherList('DHE-RSA-AES128-GCM-SHA256');
    server.setCipherList('DHE-RSA-AES128-GCM-SHA256');
    const both = sides(client, server);
    expect(await shakeHands(both)).toEqual({ client: 0, server: 1 });
    expect(exchange(both)).toBe('ping pong');
  });

  it('is refused where it is not that of the certificate, and where it is no signer', () => {
    const context = showing(plain, SSL.TLS1_3_VERSION);
    expect(() => context.useSigner(signer(other))).toThrow(SSL.Error);
    for (const wrong of [undefined, null, held, new crypto.PKey(), Object.create(plain)] as never[])
      expect(() => context.useSigner(wrong)).toThrow(TypeError);
    expect(() => context.usePrivatekey(plain as never)).toThrow(TypeError);
  });

  it.each(VERSIONS)(
    'may be one connection’s own, or that of the certificate callback, in %s',
    async (_name, version) => {
      const later = signer({ publicKey, sign: async (data, how) => held.sign(data, how) });
      const [client, server] = [showing(plain, version), showing(undefined, version)];
      const shown = showing(plain, version);
      server.setCertificateCallback((connection) => {
        connection.useCertificate(certificateOf(shown));
        connection.useSigner(later);
      });
      const both = sides(client, server);
      both.client.useSigner(later);
      expect(await shakeHands(both)).toEqual({ client: 1, server: 1 });
      expect(exchange(both)).toBe('ping pong');
    },
  );

  it('signs anew where a session of TLS 1.2 is renegotiated, and after the handshake of TLS 1.3', async () => {
    let signatures = 0;
    const later = signer({
      publicKey,
      sign: async (data, how) => {
        signatures += 1;
        return held.sign(data, how);
      },
    });
    const serving = showing(later, SSL.TLS1_2_VERSION);
    serving.setOptions(SSL.OP_ALLOW_CLIENT_RENEGOTIATION);
    const old = sides(showing(later, SSL.TLS1_2_VERSION), serving);
    await shakeHands(old);
    expect(old.client.renegotiate()).toBe(true);
    expect(() => old.client.doHandshake()).toThrow(SSL.WantReadError);
    transfer(old.client, old.server);
    await renegotiated(old);
    expect(old.client.totalRenegotiations()).toBe(1);
    expect(exchange(old)).toBe('ping pong');
    expect(signatures).toBe(4);

    const client = showing(later, SSL.TLS1_3_VERSION);
    client.setPostHandshakeAuth(true);
    const server = showing(later, SSL.TLS1_3_VERSION);
    server.setVerify(SSL.VERIFY_NONE);
    const both = sides(client, server);
    await shakeHands(both);
    both.server.setVerify(SSL.VERIFY_PEER);
    both.server.verifyClientPostHandshake();
    both.server.doHandshake();
    transfer(both.server, both.client);
    signatures = 0;
    for (let tries = 0; tries < 5 && signatures === 0; tries++) {
      expect(() => both.client.recv(1)).toThrow(SSL.WantCallbackError);
      await both.client.callbackAnswered();
    }
    expect(() => both.client.recv(1)).toThrow(SSL.WantReadError);
    transfer(both.client, both.server);
    expect(exchange(both)).toBe('ping pong');
    expect(both.server.getPeerCertificate()).not.toBeNull();
  });
});

/** Both sides read until neither has anything more to say. */
async function renegotiated({ client, server }: Sides): Promise<void> {
  for (let idle = 0; idle < 3; ) {
    idle += 1;
    for (const [side, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      try {
        side.recv(1);
      } catch (error) {
        if (error instanceof SSL.WantCallbackError) await side.callbackAnswered();
        else if (!(error instanceof SSL.WantReadError)) throw error;
        if (error instanceof SSL.WantCallbackError) idle = 0;
      }
      if (transfer(side, peer)) idle = 0;
    }
  }
}

function certificateOf(context: SSL.Context): crypto.X509 {
  const connection = new SSL.Connection(context, null);
  const certificate = connection.getCertificate();
  connection.free();
  if (certificate === null) throw new Error('the context shows nothing');
  return certificate;
}

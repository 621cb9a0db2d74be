/** Handshakes proven by keys that are elsewhere: every kind of key, both versions, both sides, at once and by a promise. */
import { afterEach, describe, expect, it } from 'vitest';
import { crypto, SSL } from '../../src/index.js';
import { type ExternalKey, type SigningMethod, signer } from '../../src/pki/index.js';
import { heldByNode, isHeldByNode } from '../support/external.js';
import { pair } from '../support/pump.js';
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

interface Held {
  readonly asked: SigningMethod[];
  readonly now: ExternalKey;
  readonly later: ExternalKey;
}

const isForeign = ({ type }: crypto.KeyOptions): boolean => !/^(ML|SLH)/.test(type);

function held(options: crypto.KeyOptions): Held {
  const asked: SigningMethod[] = [];
  const here = new crypto.PKey();
  const foreign = isForeign(options);
  if (!foreign) here.generateKey(options);
  const pair = foreign
    ? heldByNode(options)
    : { publicKey: here, sign: (data: Uint8Array) => crypto.sign(here, data, null) };
  const sign = (data: Uint8Array, how: SigningMethod) => {
    asked.push(how);
    return pair.sign(data, how);
  };
  const waiting = async (data: Uint8Array, how: SigningMethod) => {
    await new Promise((done) => setTimeout(done, 2));
    return sign(data, how);
  };
  const { publicKey } = pair;
  return { asked, now: signer({ publicKey, sign }), later: signer({ publicKey, sign: waiting }) };
}

const KEYS: Record<string, crypto.KeyOptions> = {
  RSA: { type: 'RSA' },
  'RSA-PSS': { type: 'RSA-PSS' },
  'P-256': { type: 'EC', curve: 'P-256' },
  'P-384': { type: 'EC', curve: 'P-384' },
  'P-521': { type: 'EC', curve: 'P-521' },
  Ed25519: { type: 'ED25519' },
  Ed448: { type: 'ED448' },
  'ML-DSA-65': { type: 'ML-DSA-65' },
};
const VERSIONS = [
  ['TLS 1.2', SSL.TLS1_2_VERSION],
  ['TLS 1.3', SSL.TLS1_3_VERSION],
] as const;

/** What an engine's node:crypto cannot hold, Node's can. */
const isHere = ([, options]: [string, crypto.KeyOptions]): boolean =>
  !isForeign(options) || isHeldByNode(heldByNode(options));
for (const [name] of Object.entries(KEYS).filter((one) => !isHere(one)))
  it.skip(`a key on both sides: ${name} (skipped: the node:crypto of this engine has none; that of Node has)`, () => {});

describe.each(Object.entries(KEYS).filter(isHere))('a key on both sides: %s', (name, options) => {
  const keys = held(options);
  // ML-DSA is for TLS 1.3 alone.
  const versions = VERSIONS.filter(([, version]) => !name.startsWith('ML') || version === SSL.TLS1_3_VERSION);

  it.each(versions)('signs %s at once', async (_version, version) => {
    keys.asked.length = 0;
    const both = sides(showing(keys.now, version), showing(keys.now, version));
    expect(await shakeHands(both)).toEqual({ client: 0, server: 0 });
    expect(exchange(both)).toBe('ping pong');
    expect(keys.asked).toHaveLength(2);
    for (const how of keys.asked) {
      if (name.startsWith('RSA')) expect(how).toMatchObject({ algorithm: 'RSA-PSS', padding: 'pss' });
      else expect(how.algorithm).toBe(name.startsWith('P-') ? 'ECDSA' : name);
    }
  });

  it.each(versions)('signs %s by a promise, which each side waits for once', async (_version, version) => {
    keys.asked.length = 0;
    const both = sides(showing(keys.later, version), showing(keys.later, version));
    expect(await shakeHands(both)).toEqual({ client: 1, server: 1 });
    expect(exchange(both)).toBe('ping pong');
    expect(keys.asked).toHaveLength(2);
  });
});

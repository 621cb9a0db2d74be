/** Keys that are elsewhere, in handshakes of other threads: what signs stays here. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SSL } from '../../src/index.js';
import { type ExternalKey, issueCertificate, type SigningMethod, signer } from '../../src/pki/index.js';
import type { RemoteContext, WorkerPool } from '../../src/worker/index.js';
import { heldByNode } from '../support/external.js';
import { root } from '../support/signed-hands.js';
import { rejection } from '../support/thrown.js';
import { usePools } from '../support/worker-pool.js';
import { shakeBySteps } from '../support/worker-sides.js';

const { open } = usePools();
afterEach(() => vi.unstubAllGlobals());

const held = heldByNode({ type: 'EC', curve: 'P-256' });
const rsa = heldByNode({ type: 'RSA' });
const { publicKey } = held;

async function showing(pool: WorkerPool, version: number, ...keys: ExternalKey[]): Promise<RemoteContext> {
  const context = new pool.SSL.Context(SSL.TLS_METHOD);
  await context.setMinProtoVersion(version);
  await context.setMaxProtoVersion(version);
  await context.loadVerifyData(root.pem);
  await context.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
  for (const key of keys) {
    const { certificate } = issueCertificate({ issuer: root, names: ['localhost'], usages: [], key });
    await context.useCertificate(certificate);
    await context.useSigner(key);
    await context.checkPrivatekey();
  }
  return context;
}

async function connected(pool: WorkerPool, here: RemoteContext, there: RemoteContext): Promise<void> {
  const client = new pool.SSL.Connection(here, null, 'client');
  const server = new pool.SSL.Connection(there, null, 'server');
  await shakeBySteps(client, server);
  await client.free();
  await server.free();
}

describe.each([
  ['TLS 1.2', SSL.TLS1_2_VERSION],
  ['TLS 1.3', SSL.TLS1_3_VERSION],
])('%s', (_name, version) => {
  it('is signed here, at once and by a promise, in every thread of a pool', async () => {
    const pool = open({ size: 2 });
    const asked: SigningMethod[] = [];
    const now = signer({
      publicKey,
      sign: (data, how) => {
        asked.push(how);
        return held.sign(data, how);
      },
    });
    const later = signer({
      publicKey: rsa.publicKey,
      methods: [{ padding: 'pss', digest: 'sha384' }],
      sign: async (data, how) => {
        asked.push(how);
        await sleep(5);
        return rsa.sign(data, how);
      },
    });
    const [client, server] = [await showing(pool, version, later), await showing(pool, version, now)];
    for (let times = 0; times < 4; times++) await connected(pool, client, server);
    expect(asked).toHaveLength(8);
    expect(asked).toContainEqual({ algorithm: 'ECDSA', digest: 'sha256', curve: 'P-256' });
    expect(asked).toContainEqual({ algorithm: 'RSA-PSS', digest: 'sha384', padding: 'pss', saltLength: 48 });
  });

  it('has the signer’s error, and refuses what is no signature', async () => {
    const pool = open();
    const good = await showing(pool, version, signer(held));
    const boom = new Error('the card was pulled');
    const failing = await showing(pool, version, signer({ publicKey, sign: () => Promise.reject(boom) }));
    expect(await rejection(() => connected(pool, good, failing))).toBe(boom);
    const junk = await showing(pool, version, signer({ publicKey, sign: () => new Uint8Array(70) }));
    expect(String(await rejection(() => connected(pool, junk, good)))).toMatch(/signer/);
    await connected(pool, good, good);
  });
});

it('may have several keys, and one of a connection', async () => {
  const pool = open();
  const both = await showing(pool, SSL.TLS1_3_VERSION, signer(held), signer(rsa));
  await connected(pool, both, both);
  const client = new pool.SSL.Connection(both, null, 'client');
  const server = new pool.SSL.Connection(both, null, 'server');
  let signatures = 0;
  const own = signer({
    publicKey,
    sign: async (data, how) => {
      signatures += 1;
      return held.sign(data, how);
    },
  });
  await client.useSigner(own);
  await server.useSigner(own);
  await shakeBySteps(client, server);
  expect(signatures).toBe(2);
});

it('ends the handshake where a signer does not answer in time, or no memory is shared', async () => {
  const never = signer({ publicKey, sign: () => new Promise<Uint8Array>(() => {}) });
  const pool = open({ answerTimeout: 50 });
  const [stuck, good] = [
    await showing(pool, SSL.TLS1_3_VERSION, never),
    await showing(pool, SSL.TLS1_3_VERSION, signer(held)),
  ];
  expect(String(await rejection(() => connected(pool, good, stuck)))).toMatch(/did not answer within 50 ms/);
  await connected(pool, good, good);
  vi.stubGlobal('SharedArrayBuffer', undefined);
  const alone = open();
  const unshared = await showing(alone, SSL.TLS1_3_VERSION, signer(held));
  expect(String(await rejection(() => connected(alone, unshared, unshared)))).toMatch(/SharedArrayBuffer/);
});

/** Messages that cross to a thread and back in pieces. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { createCertificateAuthority, issueCertificate } from '../../../src/pki/index.js';
import type { JobProgress } from '../../../src/worker/index.js';
import { rejection } from '../../support/thrown.js';
import { usePools } from '../../support/worker-pool.js';

const { open } = usePools();
const root = createCertificateAuthority({ subject: 'root' });
const leaf = issueCertificate({ issuer: root, names: ['localhost'], key: { type: 'RSA' } });
const PIECE = 65_536;
const PIECES = 320;

/** 20 MB, and how many pieces of it were asked for, and whether it was let go. */
function source(count = PIECES) {
  const state = { asked: 0, isReleased: false };
  async function* pieces() {
    try {
      for (let i = 0; i < count; i++) {
        state.asked += 1;
        yield new Uint8Array(PIECE).fill(i);
      }
    } finally {
      state.isReleased = true;
    }
  }
  return { state, pieces: pieces() };
}

const recipients = [{ certificate: leaf.certificate }];

describe('a large message', () => {
  it('is encrypted, decrypted, signed and verified in pieces, and says how far it is', async () => {
    const { pki } = open({ size: 4 });
    const told: JobProgress[] = [];
    const onProgress = (progress: JobProgress) => told.push(progress);
    const { state, pieces } = source();
    const sealed = await pki.with({ onProgress }).encryptStream(pieces, { recipients });
    const opened = await pki.decryptStream(sealed, { key: leaf.key, certificate: leaf.certificate });
    let length = 0;
    for await (const piece of opened) {
      for (const byte of [piece[0], piece.at(-1)]) expect(byte).toBeLessThan(256);
      length += piece.length;
    }
    expect(length).toBe(PIECE * PIECES);
    expect(state).toEqual({ asked: PIECES, isReleased: true });
    expect(told.at(-1)).toMatchObject({ stage: 'pieces', read: PIECE * PIECES });
    const signed = await pki.signStream(source().pieces, {
      signers: [{ certificate: leaf.certificate, key: leaf.key }],
    });
    let content = 0;
    const verdict = await pki.verifyStream(signed, {
      trust: [root.certificate],
      purpose: 'any',
      untrustedContent: async (piece) => {
        content += piece.length;
      },
    });
    expect(verdict.valid).toBe(true);
    expect(content).toBe(PIECE * PIECES);
  });

  it('is asked for no faster than its result is taken', async () => {
    const { pki } = open();
    const { state, pieces } = source();
    const sealed = await pki.encryptStream(pieces, { recipients });
    for (let i = 0; i < 3; i++) await sealed.next();
    await sleep(100);
    expect(state.asked).toBeLessThan(6);
    await sealed.return();
    await sleep(50);
    expect(state.isReleased).toBe(true);
    expect(await sealed.next()).toEqual({ value: undefined, done: true });
    expect((await pki.readCertificate(root.der)).der).toEqual(root.der);
  });

  it('comes as a stream of the web, too, and its error is that of the call', async () => {
    const { pki } = open();
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(1000));
        controller.close();
      },
    });
    let length = 0;
    for await (const piece of await pki.encryptStream(stream, { recipients })) length += piece.length;
    expect(length).toBeGreaterThan(1000);
    const boom = new Error('the disk is gone');
    // biome-ignore lint/correctness/useYield: it fails before.
    const failing = (async function* (): AsyncGenerator<Uint8Array> {
      throw boom;
    })();
    const sealed = await pki.encryptStream(failing, { recipients });
    expect(await rejection(async () => await everyPiece(sealed))).toBe(boom);
    expect(
      await rejection(async () => await everyPiece(await pki.decryptStream(source(1).pieces, { key: leaf.key }))),
    ).toMatchObject({
      name: 'PkiError',
    });
  });

  it('is ended by its signal between two pieces, and lets its source go', async () => {
    const pool = open();
    const control = new AbortController();
    const { state, pieces } = source();
    const sealed = await pool.pki.with({ signal: control.signal }).encryptStream(pieces, { recipients });
    await sealed.next();
    const reason = new Error('enough');
    control.abort(reason);
    expect(await rejection(() => sealed.next())).toBe(reason);
    await sleep(50);
    expect(state.isReleased).toBe(true);
    expect((await pool.pki.readCertificate(root.der)).der).toEqual(root.der);
  });

  it('waits for a password of this side, for which its thread sleeps', async () => {
    const { pki } = open();
    const made = await pki.createKey({ type: 'EC', curve: 'P-256' });
    const written = await pki.writeKey(made.key, { passphrase: 'secret' });
    expect(written).toMatch(/ENCRYPTED/);
    let asked = 0;
    const passphrase = () => {
      asked += 1;
      return 'secret';
    };
    const { key } = await pki.readKey(written, { passphrase });
    expect(asked).toBe(1);
    expect(crypto.dumpPublickey(crypto.FILETYPE_PEM, key)).toEqual(crypto.dumpPublickey(crypto.FILETYPE_PEM, made.key));
    const boom = new Error('no one is there');
    const nobody = () => {
      throw boom;
    };
    expect(await rejection(() => pki.readKey(written, { passphrase: nobody }))).toBe(boom);
  });

  async function everyPiece(pieces: AsyncIterable<unknown>): Promise<void> {
    for await (const _piece of pieces);
  }
});

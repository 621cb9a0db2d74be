/** Plays handshakes of the page in Node, with the built package. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crypto, WorkerPool } from 'tsopenssl/worker';
import { afterAll, beforeAll } from 'vitest';
import { captureOf } from '../../../site/src/handshake/capture/capture.js';
import { readFragment } from '../../../site/src/handshake/choices/fragment.js';
import { type Conversation, readTape } from '../../../site/src/handshake/model/conversation.js';
import type { Tape } from '../../../site/src/handshake/model/tape.js';
import { Credentials } from '../../../site/src/handshake/play/credentials.js';
import { play, type Stage } from '../../../site/src/handshake/play/play.js';

const run = promisify(execFile);

export interface Played {
  readonly tape: Tape;
  readonly conversation: Conversation;
}

export interface Theatre {
  /** Plays what the parameters of the page's address say. */
  readonly playOf: (query: string, signal?: AbortSignal) => Promise<Played>;
  /** Writes the capture of a tape. @returns its path */
  readonly fileOf: (tape: Tape) => Promise<string>;
}

/** When the captures of the tests begin. */
export const BEGIN = Date.UTC(2026, 10, 27, 12);

/** One pool and one set of certificates for a file of tests. */
export function theatre(): Theatre {
  let folder = '';
  let files = 0;
  let pool: WorkerPool | undefined;
  let stage: Stage | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tsopenssl-handshake-'));
    pool = new WorkerPool();
    const loadCrl = (pem: string) => crypto.loadCrl(crypto.FILETYPE_PEM, pem);
    stage = { pool, credentials: new Credentials(pool.pki), loadCrl };
  });
  afterAll(async () => {
    await pool?.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    playOf: async (query, signal) => {
      if (stage === undefined) throw new Error('there is no stage before the tests begin');
      const tape = await play(readFragment(query), stage, signal);
      return { tape, conversation: readTape(tape) };
    },
    fileOf: async (tape) => {
      files += 1;
      const path = join(folder, `${files}.pcapng`);
      await writeFile(path, captureOf(tape, BEGIN));
      return path;
    },
  };
}

const CHECKED = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);

/** What tshark says of a file: a line a packet, its fields apart. */
export async function tshark(path: string, ...args: readonly string[]): Promise<string[][]> {
  const { stdout } = await run('tshark', ['-r', path, ...CHECKED, ...args], { maxBuffer: 1 << 24 });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

/** The fields of each packet. */
export const fieldsOf = (path: string, ...names: readonly string[]): Promise<string[][]> =>
  tshark(path, '-T', 'fields', ...names.flatMap((name) => ['-e', name]));

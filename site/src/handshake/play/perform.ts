/** A handshake played in the page's threads, from the choices to what is shown. */
import { pool } from '../../work/pool.js';
import type { Choices } from '../choices/choices.js';
import { type Conversation, readTape } from '../model/conversation.js';
import type { Tape } from '../model/tape.js';
import { Credentials } from './credentials.js';
import { play, type Stage } from './play.js';

/** What was played. */
export interface Performance {
  readonly choices: Choices;
  readonly tape: Tape;
  readonly conversation: Conversation;
  /** When it began, in milliseconds since 1970. */
  readonly begun: number;
}

let opened: Promise<Stage> | undefined;

/** Connections have a thread of their own: in one of several, a session's other end may not be found again. */
function stage(): Promise<Stage> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Stage> {
  try {
    const { pki } = await pool();
    const { crypto, WorkerPool } = await import('tsopenssl/worker');
    return {
      pool: new WorkerPool(),
      credentials: new Credentials(pki),
      loadCrl: (pem) => crypto.loadCrl(crypto.FILETYPE_PEM, pem),
    };
  } catch (error) {
    opened = undefined;
    throw error;
  }
}

/** @param signal - ends it between two steps */
export async function perform(choices: Choices, signal: AbortSignal): Promise<Performance> {
  const set = await stage();
  signal.throwIfAborted();
  const begun = Date.now();
  const tape = await play(choices, set, signal);
  return { choices, tape, conversation: readTape(tape), begun };
}

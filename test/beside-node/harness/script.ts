/** What a script is: the same lines for node:tls and for tsopenssl/node, and what they see is noted. */
import type { Seen } from './given.js';
import type { Stage } from './stage.js';

export interface Script {
  /** Unique; the parts between slashes say what, on which side, in which version. */
  readonly name: string;
  /** The rows of test/parity/node-tls.tsv that it stands for. */
  readonly rows: readonly string[];
  /** Alone in its process at that time: it looks at uncaught exceptions or at what is everybody's. */
  readonly alone?: boolean;
  /** Environment and flags of the process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly run: (stage: Stage) => void | Promise<void>;
}

/** One script's result. */
export interface Result {
  readonly name: string;
  readonly seen: Seen;
}

/** The passphrase of `encryptedKey` and `pfx`. */
export const PASSPHRASE = 'a passphrase';

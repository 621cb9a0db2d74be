/** What a script is: the same lines for node:tls and for tsopenssl/node, and what they see is noted. */
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

/** What was seen, by what it was seen on: plain data that is compared as text. */
export type Seen = Record<string, unknown[]>;

/** One script's result. */
export interface Result {
  readonly name: string;
  readonly seen: Seen;
}

/** What every script may use: made once, so that certificates are the same bytes on both sides. */
export type Pki = Readonly<Record<PkiName, string>>;

export type PkiName =
  | 'ca'
  | 'caKey'
  | 'crl'
  | 'emptyCrl'
  | 'server'
  | 'serverKey'
  | 'rsa'
  | 'rsaKey'
  | 'chain'
  | 'leaf'
  | 'intermediate'
  | 'chainKey'
  | 'other'
  | 'otherKey'
  | 'client'
  | 'clientKey'
  | 'stranger'
  | 'strangerKey'
  | 'expired'
  | 'expiredKey'
  | 'future'
  | 'futureKey'
  | 'clientOnly'
  | 'clientOnlyKey'
  | 'revoked'
  | 'revokedKey'
  | 'nameOnly'
  | 'nameOnlyKey'
  | 'encryptedKey'
  | 'pfx'
  | 'dhparam'
  | 'smallDhparam';

/** The passphrase of `encryptedKey` and `pfx`. */
export const PASSPHRASE = 'a passphrase';

/** `tls.DEFAULT_…`: what contexts are made of that are told nothing. */
import tls from 'node:tls';
import { DEFAULT_CIPHERS } from '../../context/ciphers.js';
import type { TlsVersion } from '../../options.js';

/** What `tls.DEFAULT_…` are; a program may set them. */
export interface Defaults {
  /** The ciphers: Node's list. */
  DEFAULT_CIPHERS: string;
  /** The groups of the key exchange: `auto`, which is OpenSSL's own. */
  DEFAULT_ECDH_CURVE: string;
  /** The lowest version: `TLSv1.2`. */
  DEFAULT_MIN_VERSION: TlsVersion;
  /** The highest version: `TLSv1.3`. */
  DEFAULT_MAX_VERSION: TlsVersion;
}

/** What they are unless somebody says otherwise, as in Node. */
export const INITIAL: Readonly<Defaults> = {
  DEFAULT_CIPHERS,
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: 'TLSv1.2',
  DEFAULT_MAX_VERSION: 'TLSv1.3',
};

/**
 * What they are now. Who started the process may have said otherwise (`--tls-min-v1.3`, `--tls-cipher-list`): Node's own module
 * knows.
 */
export const defaults: Defaults = {
  ...INITIAL,
  ...(isFlagged('tls-cipher-list') && { DEFAULT_CIPHERS: tls.DEFAULT_CIPHERS }),
  ...(isFlagged('tls-min-v') && { DEFAULT_MIN_VERSION: tls.DEFAULT_MIN_VERSION }),
  ...(isFlagged('tls-max-v') && { DEFAULT_MAX_VERSION: tls.DEFAULT_MAX_VERSION }),
};

function isFlagged(flag: string): boolean {
  const { execArgv = [], env } = process;
  return [...execArgv, env['NODE_OPTIONS'] ?? ''].some((word) => word.includes(`--${flag}`));
}

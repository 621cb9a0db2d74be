/** Contexts that sessions share which are told the same: to make one costs as much as half a handshake. */
import { isUint8Array } from '../../common/bytes.js';
import type { SSL } from '../../index.js';
import type { ContextOptions } from '../options.js';
import { defaultsVersion } from '../trust.js';

/** What a context may be known by. What is not among these is a secret, or an object that somebody may change. */
const PLAIN = {
  ca: true,
  crl: true,
  ciphers: true,
  ecdhCurve: true,
  sigalgs: true,
  minVersion: true,
  maxVersion: true,
  secureProtocol: true,
  secureOptions: true,
  honorCipherOrder: true,
  sessionTimeout: true,
  allowPartialTrustChain: true,
  dhparam: true,
  // Never kept by what they are: private keys must go when their session goes.
  cert: false,
  key: false,
  pfx: false,
  passphrase: false,
  ticketKeys: false,
  sessionIdContext: false,
  certificateCompression: false,
  privateKeyEngine: false,
  privateKeyIdentifier: false,
  clientCertEngine: false,
} as const satisfies Record<keyof ContextOptions, boolean>;

const NAMES = Object.keys(PLAIN) as (keyof typeof PLAIN)[];
/** How many are kept, the ones that were used last. */
const KEPT = 16;
/** Longest description that one is kept by, in characters: more than a bundle of all public CAs. */
const MAX_DESCRIPTION = 2 ** 20;

const contexts = new Map<string, SSL.Context>();
const latin1 = new TextDecoder('latin1');

/**
 * The context of one client's session: the same for all that are told the same, by value. Nobody can change it.
 * @param options - judged
 */
export function sharedBy(
  options: ContextOptions & { readonly rejectUnauthorized?: boolean | undefined },
  make: () => SSL.Context,
): SSL.Context {
  const description = describe(options);
  if (description === undefined) return make();
  const found = contexts.get(description);
  contexts.delete(description);
  const context = found ?? make();
  if (found === undefined) context.seal();
  contexts.set(description, context);
  for (const oldest of contexts.keys()) {
    if (contexts.size <= KEPT) break;
    contexts.delete(oldest);
  }
  return context;
}

function describe(options: ContextOptions & { readonly rejectUnauthorized?: boolean | undefined }): string | undefined {
  const parts: unknown[] = [defaultsVersion(), options.rejectUnauthorized !== false];
  let length = 0;
  for (const name of NAMES) {
    const value = options[name];
    if (value === undefined) continue;
    const text = PLAIN[name] ? plain(value) : undefined;
    if (text === undefined) return undefined;
    length += text.length;
    if (length > MAX_DESCRIPTION) return undefined;
    parts.push(name, text);
  }
  return JSON.stringify(parts);
}

/** One text for one value, with its kind; undefined for an object that is known by its identity alone. */
function plain(value: unknown): string | undefined {
  if (isUint8Array(value)) return value.length > MAX_DESCRIPTION ? undefined : `b${latin1.decode(value)}`;
  if (Array.isArray(value)) {
    const items = value.map(plain);
    return items.includes(undefined) ? undefined : `l${JSON.stringify(items)}`;
  }
  return typeof value === 'object' || typeof value === 'function' ? undefined : `${typeof value}${String(value)}`;
}

/** Keys that are elsewhere, as a handshake knows them: by numbers, which C keeps with the public half. */
import type { Handle, RawSigningMethod } from '../../ffi/index.js';
import { HANDLE } from '../../ffi/index.js';
import { type ExternalKey, PARTS, type SignatureAnswer } from '../../signers/index.js';
import { Error as SSLError } from '../errors.js';
import { native } from '../native.js';

const numbers = new WeakMap<ExternalKey, number>();
/** Weak: the contexts and connections that sign with a key hold it, and a forgotten one must go. */
const keys = new Map<number, WeakRef<ExternalKey>>();
const forgotten = new FinalizationRegistry<number>((number) => keys.delete(number));
let last = 0;

function numberOf(key: ExternalKey): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(key, last);
  keys.set(last, new WeakRef(key));
  forgotten.register(key, last);
  return last;
}

/** The key as OpenSSL takes it: the public half, with its number and the ways in which it signs. */
export function markedKey(key: ExternalKey): Handle<'EVP_PKEY'> {
  const { half, methods } = key[PARTS];
  const ways = methods?.map(({ digest = '', padding = '' }) => `${padding},${digest}`).join('\n') ?? null;
  return native.external_key_new(half[HANDLE], numberOf(key), ways);
}

/** Asks a key by its number. @throws {Error} when its answer is no signature of these bytes */
export function signatureBy(number: number, data: Uint8Array, { digest, salt }: RawSigningMethod): SignatureAnswer {
  const key = keys.get(number)?.deref();
  if (key === undefined) throw new SSLError('the signer of this key is gone');
  return key[PARTS].ask(data, { digest, salt, id: null }, (fault) => new SSLError(fault));
}

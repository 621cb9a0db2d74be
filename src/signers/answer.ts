/** What a signer answers: bytes, bounded, in OpenSSL's form, and a signature of what was asked. */
import { type Bytes, isUint8Array, plainBuffer, plainView } from '../common/bytes.js';
import { typeName } from '../common/refusals.js';
import { Error as CryptoError, type PKey } from '../crypto/index.js';
import { native } from '../crypto/native.js';
import { HANDLE } from '../ffi/index.js';
import type { SettledMethod } from './method.js';

/** How a signature of ECDSA is written: as a SEQUENCE (RFC 3279), or as two numbers of equal length, as WebCrypto does. */
export type SignatureFormat = 'der' | 'ieee-p1363';

/** The longest signature that there is, SLH-DSA-SHA2-256f's, has 49,856 bytes. */
const MAX_SIGNATURE = 65_536;

/** A signature as OpenSSL has it, or one sentence that says why the answer is none. */
export type Judged = { readonly signature: Uint8Array } | { readonly fault: string };

/** Judges what a signer has answered: nothing that is no signature of these bytes leaves the house. */
export function judgeAnswer(
  key: PKey,
  data: Uint8Array,
  { digest, salt, id }: SettledMethod,
  format: SignatureFormat,
  answer: unknown,
): Judged {
  const bytes = isUint8Array(answer) ? plainView(answer) : plainBuffer(answer);
  if (bytes === undefined) return { fault: `the signer must answer bytes, not ${typeName(answer)}` };
  if (bytes.length === 0 || bytes.length > MAX_SIGNATURE)
    return { fault: `the signer answered ${bytes.length} bytes, which is no signature` };
  const signature = format === 'der' ? bytes.slice() : derOf(bytes, Math.ceil(key.bits() / 8));
  if (signature === undefined)
    return { fault: `the signer answered ${bytes.length} bytes, and r‖s of ${key.groupName} has two equal numbers` };
  try {
    native.signature_check(key[HANDLE], digest, salt, id, data, signature);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    return { fault: 'what the signer answered is no signature of these bytes by its key' };
  }
  return { signature };
}

/** r‖s as an ECDSA-Sig-Value (RFC 3279, 2.2.3). */
function derOf(bytes: Uint8Array, size: number): Bytes | undefined {
  if (bytes.length !== 2 * size) return undefined;
  const [r, s] = [integerOf(bytes.subarray(0, size)), integerOf(bytes.subarray(size))];
  return tagged(0x30, new Uint8Array([...r, ...s]));
}

function integerOf(bytes: Uint8Array): Bytes {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  return tagged(0x02, (digits[0] ?? 0) < 0x80 ? digits : Uint8Array.of(0, ...digits));
}

/** At most two numbers of 66 bytes: the length takes two bytes at most. */
function tagged(tag: number, content: Uint8Array): Bytes {
  const { length } = content;
  return length < 0x80 ? Uint8Array.of(tag, length, ...content) : Uint8Array.of(tag, 0x81, length, ...content);
}

/** What OpenSSL says when a password is wrong or missing, in words. */
import type { OpenSSLError } from '../../ffi/index.js';

const MISSING = new Set([
  'bad password read',
  'problems getting password',
  'interrupted or cancelled',
  'no password given',
]);
const WRONG = new Set(['bad decrypt', 'mac verify failure', 'pkcs12 cipherfinal error', 'pkcs12 pbe crypt error']);

/** The sentence; undefined where the password has no part in it. */
export function passwordFault({ errors, message }: OpenSSLError): string | undefined {
  if (message.includes('too many iterations')) return 'its password would be more work than maxIterations allows';
  const reasons = errors.map(([, , reason]) => reason.toLowerCase());
  if (reasons.some((reason) => MISSING.has(reason))) return 'it is encrypted: a password is needed';
  if (reasons.some((reason) => WRONG.has(reason))) return 'wrong password, or what is encrypted is damaged';
  return undefined;
}

/** Errors get a `code` as those of node:tls have, beside their class and OpenSSL's queue. */
import { errorFrom } from '../common/refusals.js';
import { crypto, SSL } from '../index.js';
import { libraryName } from '../ssl/errors/reason-names.js';
import { faultCode, isIdentityFault, leafResult, verificationCode, verificationText } from '../verification/codes.js';
import { checkServerIdentity } from './identity.js';

/** What is said of a certificate that does not name a host: an error with `reason` and `cert`. @param chain - its own first */
export type Misnamed = (host: string, chain: readonly crypto.X509[]) => Error | undefined;

const misnamedPlainly: Misnamed = (host, [cert]) => (cert === undefined ? undefined : checkServerIdentity(host, cert));

/** What the shim says of a client that renegotiates beyond the limit. */
const ATTACK = 'TLS session renegotiation attack detected';
/** The same where the application has forbidden it. */
const DISABLED = 'TLS session renegotiation disabled for this socket';

/**
 * Whatever was thrown as an Error with a code. What a verification has found, the message says.
 * @param host - whom the certificate was to name
 * @param misnamed - what is said where it names somebody else
 */
export function failureOf(
  thrown: unknown,
  connection: SSL.Connection,
  host?: string,
  misnamed: Misnamed = misnamedPlainly,
): Error {
  const error = errorFrom(thrown, 'the session failed');
  if ('code' in error && error.code !== undefined) return error;
  const facts = factsOf(error, connection);
  if (isVerification(error) && !connection.isFreed) explain(error, connection, host, misnamed);
  return Object.assign(error, facts);
}

/** What OpenSSL throws while a function runs, such as one that makes a context, gets its code. */
export function withCodes<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!isOpenSsl(error) || 'code' in error) throw error;
    throw Object.assign(error, { code: 'ERR_CRYPTO_OPERATION_FAILED' }, queueFacts(error));
  }
}

function factsOf(error: Error, connection: SSL.Connection): object {
  if (error instanceof SSL.SysCallError) return { code: 'ECONNRESET' };
  if (!isOpenSsl(error)) return {};
  if (isVerification(error) && !connection.isFreed) {
    const found = faultCode(connection.getVerifyResult(), connection.getVerifiedChain()?.length ?? 0);
    return { code: found ?? 'ERR_SSL_CERTIFICATE_VERIFY_FAILED' };
  }
  if (error.message.includes(ATTACK)) return { code: 'ERR_TLS_SESSION_ATTACK' };
  if (error.message.includes(DISABLED)) return { code: 'ERR_TLS_RENEGOTIATION_DISABLED' };
  return queueFacts(error);
}

/** Whether the verification of the peer has ended the handshake. */
export function isVerification(error: Error): boolean {
  return isOpenSsl(error) && error.errors.some((entry) => entry[2] === 'certificate verify failed');
}

/** OpenSSL says of each that the verification failed: here is why. */
function explain(error: Error, connection: SSL.Connection, host: string | undefined, misnamed: Misnamed): void {
  const result = connection.getVerifyResult();
  if (verificationCode(result) === undefined) return;
  const chain = connection.getVerifiedChain() ?? [];
  error.message = verificationText(leafResult(result, chain.length));
  if (!isIdentityFault(result) || host === undefined) return;
  // A session that failed has no peer: what was verified of it is there.
  const own = connection.getPeerCertificate();
  const found = misnamed(host, chain.length > 0 || own === null ? chain : [own]);
  if (found === undefined) return;
  const { message, reason, cert } = found as Error & { reason?: string; cert?: unknown };
  Object.assign(error, { message, reason, host, cert });
}

function isOpenSsl(error: unknown): error is SSL.Error | crypto.Error {
  return error instanceof SSL.Error || error instanceof crypto.Error;
}

/** Libraries that came with OpenSSL 3: Node has no words for them in a code. */
const UNNAMED: ReadonlySet<string | null> = new Set([null, 'PROV', 'OSSL_ENCODER', 'OSSL_DECODER']);

/** What node:tls says of the first error in the queue, the cause; its code letter by letter (`crypto_util.cc`). */
function queueFacts(error: SSL.Error | crypto.Error): object {
  const first: unknown = error.errors[0];
  // That of a chain which does not verify is a code, and no queue.
  if (!Array.isArray(first)) return {};
  const [library, , reason] = first as [string, string, string];
  if (reason === '') return {};
  const name = reason.toUpperCase().replaceAll(' ', '_');
  const known = libraryName(library);
  const prefix = known === 'SSL' ? 'ERR_SSL' : UNNAMED.has(known) ? 'ERR_OSSL' : `ERR_OSSL_${known}`;
  return { code: `${prefix}_${name}`, library, reason };
}

/** The end of the stream or of the session within the handshake is no end of data, but a peer that hung up. */
export function handshakeCut(error: unknown): unknown {
  const isCut = error instanceof SSL.ZeroReturnError || (error instanceof SSL.SysCallError && error.errno === -1);
  if (!isCut) return error;
  return Object.assign(new SSL.SysCallError(-1, 'the peer hung up before the TLS handshake was done'), {
    code: 'ECONNRESET',
  });
}

/** Errors get a `code` as those of node:tls have, beside their class and OpenSSL's queue. */
import { errorFrom } from '../common/refusals.js';
import { crypto, SSL } from '../index.js';
import { libraryName } from '../ssl/reason-names.js';
import { faultCode, isIdentityFault, leafResult, verificationCode, verificationText } from '../verification/codes.js';
import { checkServerIdentity } from './identity.js';

/** What the shim says of a client that renegotiates beyond the limit. */
const ATTACK = 'TLS session renegotiation attack detected';
/** The same where the application has forbidden it. */
const DISABLED = 'TLS session renegotiation disabled for this socket';

/**
 * Whatever was thrown as an Error with a code. What a verification has found, the message says.
 * @param host - whom the certificate was to name
 */
export function failureOf(thrown: unknown, connection: SSL.Connection, host?: string): Error {
  const error = errorFrom(thrown, 'the session failed');
  if ('code' in error && error.code !== undefined) return error;
  const code = codeOf(error, connection);
  if (isVerification(error) && !connection.isFreed) explain(error, connection, host);
  return code === undefined ? error : Object.assign(error, { code });
}

/** What OpenSSL throws while a function runs, such as one that makes a context, gets its code. */
export function withCodes<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!isOpenSsl(error) || 'code' in error) throw error;
    throw Object.assign(error, { code: queueCode(error) ?? 'ERR_CRYPTO_OPERATION_FAILED' });
  }
}

function codeOf(error: Error, connection: SSL.Connection): string | undefined {
  if (error instanceof SSL.SysCallError) return 'ECONNRESET';
  if (!isOpenSsl(error)) return undefined;
  if (isVerification(error) && !connection.isFreed) {
    return (
      faultCode(connection.getVerifyResult(), connection.getVerifiedChain()?.length ?? 0) ??
      'ERR_SSL_CERTIFICATE_VERIFY_FAILED'
    );
  }
  if (error.message.includes(ATTACK)) return 'ERR_TLS_SESSION_ATTACK';
  if (error.message.includes(DISABLED)) return 'ERR_TLS_RENEGOTIATION_DISABLED';
  return queueCode(error);
}

function isVerification(error: Error): boolean {
  return isOpenSsl(error) && error.errors.some((entry) => entry[2] === 'certificate verify failed');
}

/** OpenSSL says of each that the verification failed: here is why. */
function explain(error: Error, connection: SSL.Connection, host: string | undefined): void {
  const result = connection.getVerifyResult();
  if (verificationCode(result) === undefined) return;
  const chain = connection.getVerifiedChain() ?? [];
  error.message = verificationText(leafResult(result, chain.length));
  if (!isIdentityFault(result) || host === undefined) return;
  // A session that failed has no peer: what was verified of it is there.
  const cert = connection.getPeerCertificate() ?? chain[0];
  const found = cert === undefined ? undefined : checkServerIdentity(host, cert);
  if (found === undefined) return;
  const { reason } = found as Error & { reason?: string };
  Object.assign(error, { message: found.message, reason, host, cert });
}

function isOpenSsl(error: unknown): error is SSL.Error | crypto.Error {
  return error instanceof SSL.Error || error instanceof crypto.Error;
}

/** Libraries that came with OpenSSL 3: Node has no words for them in a code. */
const UNNAMED: ReadonlySet<string | null> = new Set([null, 'PROV', 'OSSL_ENCODER', 'OSSL_DECODER']);

/** The code of the first error in the queue, the cause, letter by letter as Node makes it (`crypto_util.cc`). */
function queueCode(error: SSL.Error | crypto.Error): string | undefined {
  const [library, , reason] = error.errors[0] ?? ['', '', ''];
  if (reason === '') return undefined;
  const name = reason.toUpperCase().replaceAll(' ', '_');
  const known = libraryName(library);
  if (known === 'SSL') return `ERR_SSL_${name}`;
  return UNNAMED.has(known) ? `ERR_OSSL_${name}` : `ERR_OSSL_${known}_${name}`;
}

/** The end of the stream or of the session within the handshake is no end of data, but a peer that hung up. */
export function handshakeCut(error: unknown): unknown {
  const isCut = error instanceof SSL.ZeroReturnError || (error instanceof SSL.SysCallError && error.errno === -1);
  if (!isCut) return error;
  return Object.assign(new SSL.SysCallError(-1, 'the peer hung up before the TLS handshake was done'), {
    code: 'ECONNRESET',
  });
}

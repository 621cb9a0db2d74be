/** Errors get a `code` as those of node:tls have, beside their class and OpenSSL's queue. */
import { SSL } from '../index.js';

const CODES: ReadonlyMap<number, string> = new Map(
  Object.entries(SSL.X509VerificationCodes).map(([name, value]) => [value, name.replace(/^ERR_/, '')]),
);

const IDENTITY: ReadonlySet<number> = new Set([
  SSL.X509VerificationCodes.ERR_HOSTNAME_MISMATCH,
  SSL.X509VerificationCodes.ERR_IP_ADDRESS_MISMATCH,
]);

/** The code of a verification result, such as `CERT_HAS_EXPIRED`; undefined for success. */
export function verificationCode(result: number): string | undefined {
  if (result === SSL.X509VerificationCodes.OK) return undefined;
  if (IDENTITY.has(result)) return 'ERR_TLS_CERT_ALTNAME_INVALID';
  return CODES.get(result) ?? `X509_${result}`;
}

/** Whatever was thrown as an Error with a code. */
export function failureOf(thrown: unknown, connection: SSL.Connection): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if ('code' in error && error.code !== undefined) return error;
  const code = codeOf(error, connection);
  return code === undefined ? error : Object.assign(error, { code });
}

function codeOf(error: Error, connection: SSL.Connection): string | undefined {
  if (error instanceof SSL.SysCallError) return 'ECONNRESET';
  if (!(error instanceof SSL.Error)) return undefined;
  // The first in the queue is the cause, as node:tls sees it too.
  const reason = error.errors[0]?.[2] ?? '';
  if (error.errors.some((entry) => entry[2] === 'certificate verify failed') && !connection.isFreed) {
    return verificationCode(connection.getVerifyResult()) ?? 'ERR_SSL_CERTIFICATE_VERIFY_FAILED';
  }
  return reason === '' ? undefined : `ERR_SSL_${reason.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/** The end of the stream or of the session within the handshake is no end of data, but a peer that hung up. */
export function handshakeCut(error: unknown): unknown {
  const isCut = error instanceof SSL.ZeroReturnError || (error instanceof SSL.SysCallError && error.errno === -1);
  if (!isCut) return error;
  return Object.assign(new SSL.SysCallError(-1, 'the peer hung up before the TLS handshake was done'), {
    code: 'ECONNRESET',
  });
}

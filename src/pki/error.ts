/** What this module itself refuses; what OpenSSL refuses is `crypto.Error`. */
import { typeName } from '../common/refusals.js';

/**
 * What kind of refusal it is: `ERR_PKI_DER` for bytes that are not what they should be; `ERR_PKI_VALUE` for a value that the
 * format cannot hold; `ERR_PKI_REFUSED` for what could be made and should not be, such as a leaf that outlives its CA;
 * `ERR_PKI_UNVERIFIED` for what is not to be believed, such as a response that another than the issuer has signed;
 * `ERR_PKI_SIGNER` for the answer of a {@link signer} that is no signature of what it was given, or a way to sign that it has not;
 * `ERR_PKI_PASSWORD` for a password that is missing or opens nothing, of a key, a key store or a message: whoever asks a person for
 * it asks again; `ERR_PKI_DECRYPT` for a message that a key does not open, private or shared: another key may. Either may mean that
 * what is closed is damaged, which nobody can tell apart.
 */
export type PkiErrorCode =
  | 'ERR_PKI_DER'
  | 'ERR_PKI_VALUE'
  | 'ERR_PKI_REFUSED'
  | 'ERR_PKI_UNVERIFIED'
  | 'ERR_PKI_SIGNER'
  | 'ERR_PKI_DECRYPT'
  | 'ERR_PKI_PASSWORD';

/** The error of `tsopenssl/pki`: one sentence, and a code to act upon. */
export class PkiError extends Error {
  /** The name of the class, which no minifier changes. */
  override name = 'PkiError';
  /** What kind of refusal it is. */
  readonly code: PkiErrorCode;

  /** @param message - one sentence */
  constructor(code: PkiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** @internal */
export const badDer = (message: string): PkiError => new PkiError('ERR_PKI_DER', message);
/** @internal */
export const badValue = (message: string): PkiError => new PkiError('ERR_PKI_VALUE', message);
/** @internal */
export const refused = (message: string): PkiError => new PkiError('ERR_PKI_REFUSED', message);

/** A value as a sentence can show it: of what is no text, what it is. @internal */
export function quoted(text: unknown): string {
  if (typeof text !== 'string') return typeName(text);
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** @internal */
export const unverified = (message: string, cause?: unknown): PkiError =>
  new PkiError('ERR_PKI_UNVERIFIED', message, cause === undefined ? undefined : { cause });

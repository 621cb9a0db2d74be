import { isUint8Array } from '../../common/bytes.js';
import { type PathLike, pathArgument } from '../../common/files.js';
import { boolean, declareOptions, type Rule, type Rules, textOrBytes } from '../../common/options.js';
import { environment } from '../../common/platform.js';
import { wrongType } from '../../common/refusals.js';
import { Purpose, purposeArgument } from '../certificate/purpose.js';
import * as p from '../constants/enums.js';
import type { FileLike } from '../files.js';
import { SSLContext } from './context.js';
import type { Password } from './credentials.js';

/** What a context trusts: see {@link SSLContext.loadVerifyLocations}. */
export interface TrustOptions {
  /** PEM, one or more certificates or CRLs. */
  readonly cafile?: FileLike | null;
  /** A folder of PEM files, made by c_rehash. */
  readonly capath?: PathLike | null;
  /** One or more certificates: text is PEM, bytes are DER. */
  readonly cadata?: string | Uint8Array | null;
}

const file: Rule<FileLike> = (value, name) => {
  if (typeof value === 'string' || value instanceof URL || isUint8Array(value)) return value;
  throw wrongType(name, 'a path, or bytes of what the file holds', value);
};
const folder: Rule<PathLike> = (value, name) => pathArgument(value as PathLike, name);
const TRUST_RULES: Rules<TrustOptions> = { cafile: file, capath: folder, cadata: textOrBytes };
const trustOptions = declareOptions<TrustOptions>(TRUST_RULES);

/** What {@link _createUnverifiedContext} makes a context with. */
export interface UnverifiedOptions extends TrustOptions {
  /** What is asked of the peer's certificate; `CERT_NONE` by default, null for what the protocol has. */
  readonly certReqs?: p.VerifyMode | null;
  /** Whether the host name is checked; false by default. */
  readonly checkHostname?: boolean;
  /** Which side it is for, a client's by default. */
  readonly purpose?: Purpose;
  /** See {@link SSLContext.loadCertChain}. */
  readonly certfile?: FileLike | null;
  /** See {@link SSLContext.loadCertChain}. */
  readonly keyfile?: FileLike | null;
  /** See {@link SSLContext.loadCertChain}. */
  readonly password?: Password | null;
}

/**
 * Makes a context that is safe: for clients (`Purpose.SERVER_AUTH`, the default) it verifies chain and host name, for
 * servers (`Purpose.CLIENT_AUTH`) it asks for no certificate. A chain may end at any trusted certificate, and must keep to
 * RFC 5280, as in Python since 3.13. The environment variable SSLKEYLOGFILE names a file for the secrets.
 * @param trust - what to trust instead of what the system trusts, by name; or `cafile`, and the others behind it as in Python
 * @throws {TypeError} when the purpose is none
 */
export function createDefaultContext(
  purpose: Purpose = Purpose.SERVER_AUTH,
  trust: TrustOptions | FileLike | null = null,
  capath: PathLike | null = null,
  cadata: string | Uint8Array | null = null,
): SSLContext {
  const isClient = purposeArgument(purpose) === 'server';
  const given = trustOptions(isFile(trust) ? { cafile: trust, capath, cadata } : trust, 'trust');
  const context = new SSLContext(isClient ? p.PROTOCOL_TLS_CLIENT : p.PROTOCOL_TLS_SERVER);
  context.verify_flags |= p.VERIFY_X509_PARTIAL_CHAIN | p.VERIFY_X509_STRICT;
  finish(context, purpose, given);
  return context;
}

/** As the declarations have them; `certReqs` is also null for what the protocol has. */
const unverifiedOptions = declareOptions<Omit<UnverifiedOptions, 'certReqs'>>({
  ...TRUST_RULES,
  checkHostname: boolean,
  purpose: (value, name) => {
    purposeArgument(value as Purpose, name);
    return value as Purpose;
  },
  certfile: file,
  keyfile: file,
  password: (value, name) =>
    typeof value === 'function' ? (value as () => string | Uint8Array) : textOrBytes(value, name),
});

function isFile(value: TrustOptions | FileLike | null): value is FileLike | null {
  return value === null || typeof value === 'string' || value instanceof URL || isUint8Array(value);
}

/**
 * Makes a context that verifies nothing by default: whoever is on the way can read and change everything. For tests, and
 * where trust is made otherwise.
 * @param protocol - by the purpose where it is null
 */
export function _createUnverifiedContext(
  protocol: p.SSLMethod | null = null,
  input: UnverifiedOptions = {},
): SSLContext {
  const options = unverifiedOptions(input);
  const { checkHostname = false, purpose = Purpose.SERVER_AUTH, certfile, keyfile } = options;
  const { certReqs = p.CERT_NONE } = input ?? {};
  const isClient = purposeArgument(purpose) === 'server';
  const context = new SSLContext(protocol ?? (isClient ? p.PROTOCOL_TLS_CLIENT : p.PROTOCOL_TLS_SERVER));
  context.check_hostname = checkHostname;
  if (certReqs !== null) context.verify_mode = certReqs;
  if (checkHostname) context.check_hostname = true;
  if (keyfile != null && certfile == null) throw new RangeError('certfile must be specified');
  if (certfile != null) context.loadCertChain(certfile, keyfile, options.password);
  finish(context, purpose, options);
  return context;
}

function finish(context: SSLContext, purpose: Purpose, { cafile, capath, cadata }: TrustOptions): void {
  if (cafile != null || capath != null || cadata != null) context.loadVerifyLocations(cafile, capath, cadata);
  else if (context.verify_mode !== p.CERT_NONE) context.loadDefaultCerts(purpose);
  const keylogFile = environment('SSLKEYLOGFILE');
  if (keylogFile !== undefined) context.keylog_filename = keylogFile;
}

import { bitsArgument, instanceArgument, instancesArgument } from '../common/arguments.js';
import { demandedIdentity } from '../common/host.js';
import { declareOptions, instance, integer, listOf, oneOf, type Rule, text } from '../common/options.js';
import { wrongValue } from '../common/refusals.js';
import * as constants from '../ffi/constants.js';
import { adopt, type ErrorEntry, explained, HANDLE, type Handle } from '../ffi/index.js';
import { Error as CryptoError } from './error.js';
import { native } from './native.js';
import { secondsArgument } from './time.js';
import { X509 } from './x509.js';
import { chainOf, chainToArray } from './x509-chain.js';
import { X509Store } from './x509-store.js';

/** What else than the chain to check. */
export interface VerifyOptions {
  /** What the certificate shall serve for; default: anything. */
  readonly purpose?: 'client' | 'server';
  /** The DNS name, or IP address, that its subjectAltName must hold (RFC 9525), read as {@link X509.matchesHost} reads it. */
  readonly host?: string;
  /** The IP address that it must hold, as text. No second one beside an address in `host`. */
  readonly ip?: string;
  /** The e-mail address that it must hold. */
  readonly email?: string;
  /** `X509StoreFlags` beside those of the store. */
  readonly flags?: number;
  /** Most certificates between this one and the trusted one; 100 by default. */
  readonly depth?: number;
  /**
   * What keys and signatures must be worth, 0 to 5 as in SSL_CTX_set_security_level(3): 1 for 80 bits (RSA of 1024),
   * 2 for 112 (RSA of 2048), 3 for 128. -1, the default, leaves signatures and keys of certificates unchecked.
   */
  readonly authLevel?: number;
  /**
   * The certificate policies of which one must hold for the whole chain, by their dotted numbers; `2.5.29.32.0` is any.
   * They count with `X509StoreFlags.POLICY_CHECK` and `EXPLICIT_POLICY` (RFC 5280, 6.1).
   */
  readonly policies?: Iterable<string>;
  /** The moment to verify at; default: that of the store, or now. */
  readonly time?: Date;
}

/** The highest of OpenSSL's security levels. */
const MAX_AUTH_LEVEL = 5;

/** Most certificates of a chain that can be asked for: C's int. */
const MAX_DEPTH = 0x7fff_ffff;

/** A name that is empty is checked by nobody. */
const someText: Rule<string> = (value, name) => {
  const given = text(value, name);
  if (given === '') throw wrongValue(name, 'a name and not empty', given);
  return given;
};

const verifyOptions = declareOptions<VerifyOptions>(
  {
    purpose: oneOf('client', 'server'),
    host: someText,
    ip: someText,
    email: someText,
    flags: (value, name) => bitsArgument(value as number, name),
    depth: integer(0, MAX_DEPTH),
    authLevel: integer(-1, MAX_AUTH_LEVEL),
    policies: listOf(someText),
    time: instance(Date),
  },
  'refused',
);

/** A chain that does not verify. */
export class X509StoreContextError extends CryptoError {
  /** The name of the class, which no minifier changes. */
  override name = 'X509StoreContextError';
  /** The certificate at which it failed. */
  readonly certificate: X509 | null;
  /** Code, depth and message, as in pyOpenSSL: no queue of OpenSSL's. */
  declare readonly errors: readonly ErrorEntry[] & readonly [code: number, depth: number, message: string];
  /** One of `SSL.X509VerificationCodes`. */
  readonly code: number;
  /** Where in the chain: 0 is the certificate itself. */
  readonly depth: number;

  constructor(message: string, code: number, depth: number, certificate: X509 | null) {
    super([code, depth, message] as never, message);
    this.code = code;
    this.depth = depth;
    this.certificate = certificate;
  }
}

/** Verifies one certificate against a store. */
export class X509StoreContext {
  #store: X509Store;
  readonly #certificate: X509;
  readonly #chain: readonly X509[];
  readonly #options: VerifyOptions;

  /**
   * @param store - what is trusted
   * @param certificate - what to verify
   * @param chain - certificates that may lead from it to the store; none of them is trusted
   * @param options - what else to check
   * @throws {TypeError} when an argument or an option is of a wrong type, such as one certificate instead of a list, or there is no
   * option of a name: what is mistyped would be checked by nobody
   * @throws {RangeError} when an option has a value that it cannot have, such as an unknown purpose or an empty host
   */
  constructor(store: X509Store, certificate: X509, chain?: Iterable<X509> | null, options: VerifyOptions = {}) {
    this.#store = instanceArgument(store, X509Store, 'store');
    this.#certificate = instanceArgument(certificate, X509, 'certificate');
    this.#chain = chain == null ? [] : instancesArgument(chain, X509, 'chain');
    this.#options = verifyOptions(options);
  }

  /** Replaces the store. */
  setStore(store: X509Store): void {
    this.#store = instanceArgument(store, X509Store, 'store');
  }

  /**
   * Verifies.
   * @throws {X509StoreContextError} when the certificate does not verify
   * @corresponds X509_verify_cert
   */
  verifyCertificate(): void {
    this.#verify(() => undefined);
  }

  /**
   * Verifies and returns the chain, from the certificate to the trusted one.
   * @throws {X509StoreContextError} when the certificate does not verify
   * @corresponds X509_STORE_CTX_get1_chain
   */
  getVerifiedChain(): X509[] {
    return this.#verify((context) => {
      using chain = native.X509_STORE_CTX_get1_chain(context);
      return chainToArray(chain);
    });
  }

  #verify<T>(onSuccess: (context: Handle<'X509_STORE_CTX'>) => T): T {
    using untrusted = chainOf(this.#chain);
    // Freed before the untrusted chain, which it borrows.
    using context = native.x509_store_ctx_new(this.#store[HANDLE], this.#certificate[HANDLE], untrusted);
    applyOptions(context, this.#options);
    if (native.X509_verify_cert(context) === 1) return onSuccess(context);
    const code = native.X509_STORE_CTX_get_error(context);
    const depth = native.X509_STORE_CTX_get_error_depth(context);
    const failed = native.x509_store_ctx_current_cert(context);
    const message = native.X509_verify_cert_error_string(code);
    throw new X509StoreContextError(message, code, depth, failed === null ? null : adopt(X509, failed));
  }
}

/** What is to be checked, told to C: also for what verifies otherwise than this class. */
export function applyOptions(context: Handle<'X509_STORE_CTX'>, options: VerifyOptions): void {
  applyParameters(context, options);
  const { purpose, email } = options;
  if (purpose !== undefined) {
    const code = purpose === 'server' ? constants.X509_PURPOSE_SSL_SERVER : constants.X509_PURPOSE_SSL_CLIENT;
    native.x509_store_ctx_set_purpose(context, code);
  }
  demandNames(context, options);
  if (email !== undefined) {
    explained(`email is no address: ${JSON.stringify(email)}`, () => native.x509_store_ctx_set_email(context, email));
  }
}

/** RFC 9525, 2 and 6.3: names of the subjectAltName alone, wildcards for whole labels. */
const STRICT_HOST = constants.X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | constants.X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;

function demandNames(context: Handle<'X509_STORE_CTX'>, { host, ip }: VerifyOptions): void {
  const name = host === undefined ? undefined : demandedIdentity(host);
  const address = ip === undefined ? undefined : demandedIdentity(ip, 'ip');
  if (address?.kind === 'dns') throw new RangeError(`ip must be an IP address, not ${JSON.stringify(address.name)}`);
  if (name?.kind === 'dns') native.x509_store_ctx_set_host(context, name.name, STRICT_HOST);
  // OpenSSL looks for one address: a second would take the place of the first.
  if (name?.kind === 'ip' && address !== undefined && name.text !== address.text)
    throw new RangeError('host and ip must not be two IP addresses');
  const wanted = address ?? (name?.kind === 'ip' ? name : undefined);
  if (wanted !== undefined) native.x509_store_ctx_set_ip(context, wanted.text);
}

function applyParameters(context: Handle<'X509_STORE_CTX'>, options: VerifyOptions): void {
  const { flags, depth, authLevel, policies = [], time } = options;
  if (flags !== undefined) native.x509_store_ctx_set_flags(context, flags);
  if (depth !== undefined) native.x509_store_ctx_set_depth(context, depth);
  if (authLevel !== undefined) native.x509_store_ctx_set_auth_level(context, authLevel);
  for (const policy of policies)
    explained(`policies has what is no object identifier: ${JSON.stringify(policy)}`, () =>
      native.x509_store_ctx_add_policy(context, policy),
    );
  if (time !== undefined) native.x509_store_ctx_set_time(context, secondsArgument(time, 'time'));
}

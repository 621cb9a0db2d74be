import { bitsArgument, booleanArgument, integerArgument } from '../../common/arguments.js';
import * as c from '../../ffi/constants.js';
import * as p from '../constants/enums.js';
import { SSLError } from '../errors/errors.js';
import { translated } from '../errors/translate.js';
import { InnerContext } from './inner-context.js';

const VERIFY_REQUIRED = c.SSL_VERIFY_PEER | c.SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
/** What OpenSSL's verification bits are to this module. */
const MODES: ReadonlyMap<number, p.VerifyMode> = new Map<number, p.VerifyMode>([
  [c.SSL_VERIFY_NONE, p.CERT_NONE],
  [c.SSL_VERIFY_PEER, p.CERT_OPTIONAL],
  [VERIFY_REQUIRED, p.CERT_REQUIRED],
]);
const LOW_32_BITS = 0xffff_ffffn;
const FLEXIBLE: ReadonlySet<number> = new Set([p.PROTOCOL_TLS, p.PROTOCOL_TLS_CLIENT, p.PROTOCOL_TLS_SERVER]);
/** The versions that can be set, as numbers, best last. SSL 3.0 is a bound only: it is not in this build. */
const VERSIONS: readonly number[] = [
  p.TLSVersion.SSLv3,
  p.TLSVersion.TLSv1,
  p.TLSVersion.TLSv1_1,
  p.TLSVersion.TLSv1_2,
  p.TLSVersion.TLSv1_3,
];

/** The settings of a context that are read and set as attributes. */
export abstract class ContextSettings {
  /** @internal The context of the layer beneath. */
  readonly inner: InnerContext;
  /** The protocol that the context was made with, one of {@link SSLMethod}. */
  readonly protocol: p.SSLMethod;
  #checkHostname = false;
  #hostFlags: number = c.X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
  #postHandshakeAuth = false;

  protected constructor(protocol: p.SSLMethod) {
    this.inner = translated(() => new InnerContext(integerArgument(protocol, 'protocol')));
    this.protocol = protocol;
    if (protocol === p.PROTOCOL_TLS_CLIENT) this.check_hostname = true;
  }

  /**
   * Whether a client checks, during the handshake, that the certificate stands for the host that it has asked for. OpenSSL
   * does so (RFC 9525). Turning it on turns verification on; it is on for `PROTOCOL_TLS_CLIENT`.
   * @corresponds X509_VERIFY_PARAM_set1_host, X509_VERIFY_PARAM_set1_ip_asc
   */
  get check_hostname(): boolean {
    return this.#checkHostname;
  }

  /** Turns the check on or off. */
  set check_hostname(value: boolean) {
    if (booleanArgument(value, 'check_hostname') && this.verify_mode === p.CERT_NONE)
      this.verify_mode = p.CERT_REQUIRED;
    this.#checkHostname = value;
  }

  /** Whether the common name counts where a certificate has no alternative names, as by default. */
  get hostname_checks_common_name(): boolean {
    return (this.#hostFlags & c.X509_CHECK_FLAG_NEVER_CHECK_SUBJECT) === 0;
  }

  /** Lets the common name count, or not. */
  set hostname_checks_common_name(value: boolean) {
    if (booleanArgument(value, 'hostname_checks_common_name'))
      this.#hostFlags &= ~c.X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
    else this.#hostFlags |= c.X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
  }

  /** @internal */
  get hostFlags(): number {
    return this.#hostFlags;
  }

  /**
   * What is asked of the peer's certificate: one of {@link VerifyMode}.
   * @throws {RangeError} for `CERT_NONE` while {@link check_hostname} is on
   * @corresponds SSL_CTX_set_verify
   */
  get verify_mode(): p.VerifyMode {
    const mode = MODES.get(this.inner.getVerifyMode());
    if (mode === undefined) throw new SSLError(p.SSL_ERROR_SSL, 'invalid return value from SSL_CTX_get_verify_mode');
    return mode;
  }

  /** Sets what is asked of the peer's certificate. */
  set verify_mode(value: p.VerifyMode) {
    const bits = [...MODES].find(([, mode]) => mode === integerArgument(value, 'verify_mode'))?.[0];
    if (bits === undefined) throw new RangeError('invalid value for verify_mode');
    if (value === p.CERT_NONE && this.#checkHostname)
      throw new RangeError('Cannot set verify_mode to CERT_NONE when check_hostname is enabled.');
    this.inner.setVerify(bits);
  }

  /** How certificates are verified: bits of {@link VerifyFlags}. @corresponds X509_VERIFY_PARAM_set_flags */
  get verify_flags(): p.VerifyFlags {
    return this.inner.getVerifyFlags();
  }

  /** Sets all flags at once. */
  set verify_flags(value: p.VerifyFlags) {
    const wanted = bitsArgument(value, 'verify_flags');
    this.inner.clearVerifyFlags((this.verify_flags & ~wanted) >>> 0);
    this.inner.setVerifyFlags(wanted);
  }

  /**
   * Options of OpenSSL: bits of {@link Options}. A number sets the lowest 32 and leaves the others as they are, so that `|=`
   * does what it looks like; a bigint sets all.
   * @corresponds SSL_CTX_set_options, SSL_CTX_clear_options
   */
  get options(): p.Options {
    return this.inner.getOptions();
  }

  /** Sets options, and removes those that are not named. */
  set options(value: p.Options | bigint) {
    const now = BigInt(this.options);
    const wanted = BigInt(bitsArgument(value, 'options'));
    const kept = typeof value === 'number' && wanted <= LOW_32_BITS ? now & ~LOW_32_BITS : 0n;
    this.inner.clearOptions(now & ~(wanted | kept));
    this.inner.setOptions(wanted | kept);
  }

  /**
   * The lowest version to speak, one of {@link TLSVersion}; `MINIMUM_SUPPORTED` for the lowest there is. TLS 1.2 by default.
   * @throws {RangeError} for a version that is not in this build, and for contexts of one version
   * @corresponds SSL_CTX_set_min_proto_version
   */
  get minimum_version(): p.TLSVersion {
    return (this.inner.getMinProtoVersion() || p.TLSVersion.MINIMUM_SUPPORTED) as p.TLSVersion;
  }

  /** Sets the lowest version. */
  set minimum_version(value: p.TLSVersion) {
    this.inner.setMinProtoVersion(this.#version(value, 'minimum_version', p.TLSVersion.MINIMUM_SUPPORTED));
  }

  /** The highest version to speak, as {@link minimum_version} the lowest. @corresponds SSL_CTX_set_max_proto_version */
  get maximum_version(): p.TLSVersion {
    return (this.inner.getMaxProtoVersion() || p.TLSVersion.MAXIMUM_SUPPORTED) as p.TLSVersion;
  }

  /** Sets the highest version. */
  set maximum_version(value: p.TLSVersion) {
    this.inner.setMaxProtoVersion(this.#version(value, 'maximum_version', p.TLSVersion.MAXIMUM_SUPPORTED));
  }

  /** OpenSSL's number of a version; 0 is its word for "no bound", which is `open` here. */
  #version(value: number, name: string, open: number): number {
    if (!FLEXIBLE.has(this.protocol))
      throw new RangeError("The context's protocol doesn't support modification of highest and lowest version.");
    const version = integerArgument(value, name);
    if (version === open) return 0;
    if (version === p.TLSVersion.MINIMUM_SUPPORTED) return p.TLSVersion.TLSv1;
    if (version === p.TLSVersion.MAXIMUM_SUPPORTED) return p.TLSVersion.TLSv1_3;
    if (!VERSIONS.includes(version)) throw new RangeError(`Unsupported TLS/SSL version 0x${version.toString(16)}`);
    return version;
  }

  /** What keys, digests and versions are strong enough: 0 to 5; set it by `@SECLEVEL` in {@link setCiphers}. @corresponds SSL_CTX_get_security_level */
  get security_level(): number {
    return this.inner.getSecurityLevel();
  }

  /**
   * How many tickets a TLS 1.3 server sends after the handshake; 2 by default.
   * @throws {RangeError} for a negative number, and unless the protocol is `PROTOCOL_TLS_SERVER`
   * @corresponds SSL_CTX_set_num_tickets
   */
  get num_tickets(): number {
    return this.inner.getNumTickets();
  }

  /** Sets how many tickets are sent. */
  set num_tickets(value: number) {
    if (integerArgument(value, 'num_tickets') < 0) throw new RangeError('value must be non-negative');
    if (this.protocol !== p.PROTOCOL_TLS_SERVER) throw new RangeError('SSLContext is not a server context.');
    translated(() => this.inner.setNumTickets(value));
  }

  /**
   * Whether a TLS 1.3 client offers to show its certificate after the handshake, and a server asks only then
   * (RFC 8446, 4.6.2): see {@link SSLObject.verifyClientPostHandshake}.
   * @corresponds SSL_set_post_handshake_auth
   */
  get post_handshake_auth(): boolean {
    return this.#postHandshakeAuth;
  }

  /** Turns it on or off. */
  set post_handshake_auth(value: boolean) {
    this.#postHandshakeAuth = booleanArgument(value, 'post_handshake_auth');
    this.inner.setPostHandshakeAuth(this.#postHandshakeAuth);
  }
}

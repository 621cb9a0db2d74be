import { type BytesLike, booleanArgument, bytesArgument, listArgument, textArgument } from '../../common/arguments.js';
import { inRows, readTexts } from '../../common/fields.js';
import { explained, HANDLE } from '../../ffi/index.js';
import { NO_OVERLAPPING_PROTOCOLS } from '../../tls/index.js';
import { PROTOCOL_TLS_CLIENT } from '../constants/enums.js';
import { SSLError } from '../errors/errors.js';
import { translate, translated } from '../errors/translate.js';
import { contentOf, type FileLike } from '../files.js';
import { native } from '../native.js';
import { ContextCredentials } from './credentials.js';

/** A cipher suite, as {@link SSLContext.getCiphers} describes it. */
export interface CipherDescription {
  /** OpenSSL's number of it; the lowest 16 bits are the protocol's. */
  readonly id: number;
  /** OpenSSL's name of it. */
  readonly name: string;
  /** The version in which it was defined. */
  readonly protocol: string;
  /** All of it in one line. */
  readonly description: string;
  /** How many bits of the key are secret. */
  readonly strength_bits: number;
  /** How many bits the key has. */
  readonly alg_bits: number;
  /** Whether encryption and authentication are one (RFC 5116). */
  readonly aead: boolean;
  /** The cipher, such as `aes-256-gcm`. */
  readonly symmetric: string | null;
  /** The digest of the authentication code; null for AEAD. */
  readonly digest: string | null;
  /** The key exchange, such as `kx-ecdhe`. */
  readonly kea: string | null;
  /** The authentication, such as `auth-rsa`. */
  readonly auth: string | null;
}

const CIPHER_WIDTH = 11;

/** What a context offers and accepts: ciphers, groups, signatures, protocols. */
export abstract class ContextNegotiation extends ContextCredentials {
  /**
   * Sets the ciphers of TLS 1.2 and below, in OpenSSL's language: see openssl-ciphers(1).
   * @throws {SSLError} when no cipher is left
   * @corresponds SSL_CTX_set_cipher_list
   */
  setCiphers(ciphers: string): void {
    const list = textArgument(ciphers, 'ciphers');
    selecting('No cipher can be selected.', () => this.inner.setCipherList(list));
  }

  /** Sets the suites of TLS 1.3, separated by colons. @throws {SSLError} for an unknown one @corresponds SSL_CTX_set_ciphersuites */
  setCiphersuites(ciphersuites: string): void {
    const list = textArgument(ciphersuites, 'ciphersuites');
    selecting('No cipher suite can be selected.', () => this.inner.setTls13Ciphersuites(list));
  }

  /** The ciphers of all versions, best first. @corresponds SSL_CTX_get_ciphers */
  getCiphers(): CipherDescription[] {
    return inRows(readTexts(native.ssl_ctx_cipher_fields(this.inner[HANDLE])), CIPHER_WIDTH).map(describeCipher);
  }

  /** Sets the groups for key exchange, separated by colons, best first, such as `X25519MLKEM768:X25519`. @throws {SSLError} for an unknown one @corresponds SSL_CTX_set1_groups_list */
  setGroups(groups: string): void {
    const list = textArgument(groups, 'groups');
    selecting('unrecognized group', () => this.inner.setGroups(list));
  }

  /**
   * The groups for key exchange that the versions of this context allow.
   * @param includeAliases - also their other names
   * @corresponds SSL_CTX_get0_implemented_groups
   */
  getGroups(includeAliases = false): string[] {
    return readTexts(
      native.ssl_ctx_group_fields(this.inner[HANDLE], booleanArgument(includeAliases, 'includeAliases') ? 1 : 0),
    );
  }

  /** Restricts the key exchange to one curve, such as `prime256v1`. @throws {RangeError} for an unknown one @corresponds SSL_CTX_set1_groups_list */
  setEcdhCurve(curveName: string | Uint8Array): void {
    const name = textArgument(curveName, 'curveName');
    if (name === '' || /[:/*?-]/.test(name))
      throw new RangeError(`unknown elliptic curve name ${JSON.stringify(name)}`);
    try {
      this.inner.setGroups(name);
    } catch (error) {
      if (!(translate(error) instanceof SSLError)) throw error;
      throw new RangeError(`unknown elliptic curve name ${JSON.stringify(name)}`, { cause: error });
    }
  }

  /** Sets the algorithms with which a client may sign, separated by colons. @throws {SSLError} for an unknown one @corresponds SSL_CTX_set1_client_sigalgs_list */
  setClientSigalgs(sigalgs: string): void {
    const list = textArgument(sigalgs, 'sigalgs');
    const unknown = `sigalgs names an algorithm that there is not, or one twice: ${JSON.stringify(list)}`;
    explained(unknown, () => native.SSL_CTX_set1_client_sigalgs_list(this.inner[HANDLE], list));
  }

  /** Sets the algorithms with which a server may sign, separated by colons. @throws {SSLError} for an unknown one @corresponds SSL_CTX_set1_sigalgs_list */
  setServerSigalgs(sigalgs: string): void {
    const list = textArgument(sigalgs, 'sigalgs');
    translated(() => this.inner.setSigalgs(list));
  }

  /**
   * Reads the parameters of ephemeral Diffie-Hellman from PEM; without them OpenSSL chooses well by itself.
   * @throws {SSLError} when there are none
   * @corresponds SSL_CTX_set0_tmp_dh_pkey
   */
  loadDhParams(dhfile: FileLike): void {
    const pem = contentOf(dhfile, 'dhfile');
    translated(() => this.inner.useTmpDh(pem));
  }

  /**
   * Offers protocols as a client, and chooses among the client's as a server, best first (RFC 7301).
   * @throws {SSLError} when one has not 1 to 255 bytes
   * @corresponds SSL_CTX_set_alpn_protos, SSL_CTX_set_alpn_select_cb
   */
  setAlpnProtocols(alpnProtocols: Iterable<BytesLike>): void {
    const own = listArgument(alpnProtocols, 'alpnProtocols', (protocol, name) =>
      bytesArgument(protocol as BytesLike, name),
    );
    if (own.some((protocol) => protocol.length === 0 || protocol.length > 255))
      throw new SSLError(undefined, 'ALPN protocols must be 1 to 255 in length');
    if (own.length > 0) translated(() => this.inner.setAlpnProtos(own));
    this.inner.setAlpnSelectCallback(
      (_connection, offered) =>
        own.find((protocol) => offered.some((other) => sameBytes(protocol, other))) ?? NO_OVERLAPPING_PROTOCOLS,
    );
  }

  /**
   * Offered protocols by NPN, which was never standardised and is no part of TLS 1.3.
   * @throws {SSLError} always: {@link setAlpnProtocols} has taken its place
   */
  setNpnProtocols(_npnProtocols: Iterable<BytesLike>): never {
    throw new SSLError(undefined, 'The NPN extension is not in this build: use ALPN (RFC 7301)');
  }

  /** @internal Whether this context cannot be a server's. */
  protected get isClientOnly(): boolean {
    return this.protocol === PROTOCOL_TLS_CLIENT;
  }
}

/** The names of the signature algorithms of this build, as {@link SSLContext.setClientSigalgs} takes them. @corresponds SSL_get1_builtin_sigalgs */
export function getSigalgs(): string[] {
  return native.ssl_builtin_sigalgs().split(':');
}

/** Python's sentence for a list that cannot be used; OpenSSL's queue says why. */
function selecting(message: string, body: () => void): void {
  try {
    body();
  } catch (error) {
    const made = translate(error);
    if (!(made instanceof SSLError)) throw made;
    throw new SSLError(undefined, message, { errors: made.errors, cause: error });
  }
}

function describeCipher(fields: readonly string[]): CipherDescription {
  const [id, name = '', protocol = '', description = '', bits, algorithmBits, aead, cipher, digest, exchange, auth] =
    fields;
  return {
    id: Number(id),
    name,
    protocol,
    description: description.trimEnd(),
    strength_bits: Number(bits),
    alg_bits: Number(algorithmBits),
    aead: aead === '1',
    symmetric: cipher || null,
    digest: digest || null,
    kea: exchange || null,
    auth: auth || null,
  };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

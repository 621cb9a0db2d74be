/**
 * What the adapters are told. The names are those of node:tls. Null stands for "not given" as undefined does; a wrong type
 * is a TypeError and a wrong value a RangeError, with the `code` that node has (`checked-options.ts` declares them).
 */

import type { Bytes } from '../common/bytes.js';
import type { crypto, SSL } from '../index.js';
import type { ExternalKey } from '../signers/index.js';
import type { ClientCallbacks, ServerCallbacks } from './callback-options.js';

/** A context for either side, as `createSecureContext` of `tsopenssl/node` makes it. */
export interface BothSides {
  /** The context of one side. */
  sslContext(side: 'client' | 'server'): SSL.Context;
}

/** PEM, as text or bytes; for certificates also objects. */
export type Pem = string | Uint8Array;
export type CertificateInput = Pem | crypto.X509;

/** A private key with the passphrase that opens it. */
export interface KeyWithPassphrase {
  /** The key. */
  readonly pem: Pem | crypto.PKey;
  /** Opens it; where it is left out, the option `passphrase` does. */
  readonly passphrase?: string | Uint8Array | null | undefined;
}
/** A private key, or what `signer` of `tsopenssl/pki` makes of one that is elsewhere. */
export type KeyInput = Pem | crypto.PKey | ExternalKey | KeyWithPassphrase;

/** A PKCS#12 file with the passphrase that opens it. */
export interface PfxWithPassphrase {
  /** The file. */
  readonly buf: Uint8Array;
  /** Opens it; where it is left out, the option `passphrase` does. */
  readonly passphrase?: string | Uint8Array | null | undefined;
}
export type PfxInput = Uint8Array | PfxWithPassphrase;

/** What a context is made of. */
export interface ContextOptions {
  /** The trusted CAs, instead of the system's. PEM may hold several. */
  readonly ca?: CertificateInput | readonly CertificateInput[] | undefined;
  /**
   * This side's certificate, with its chain behind it; or several, of keys of different types: the peer is shown the one
   * that it can verify.
   */
  readonly cert?: CertificateInput | readonly CertificateInput[] | undefined;
  /**
   * The private key of `cert`, or one for each, in any order; or what `signer` of `tsopenssl/pki` makes of a key that is elsewhere,
   * which may sign by a promise.
   */
  readonly key?: KeyInput | readonly KeyInput[] | undefined;
  /** Certificate, key and chain as PKCS#12, instead of `cert` and `key`; or several such files. */
  readonly pfx?: PfxInput | readonly PfxInput[] | undefined;
  /** Opens `key` or `pfx`. */
  readonly passphrase?: string | Uint8Array | undefined;
  /** PEM of revocation lists; every certificate of the chain must then have one. */
  readonly crl?: Pem | readonly Pem[] | undefined;
  /**
   * Cipher suites of TLS 1.2 and below in OpenSSL's syntax, and names of TLS 1.3. Where only those of TLS 1.3 are named,
   * nothing older is spoken; where none of them is, TLS 1.3 has its default ones. Node's default list where it is left out.
   */
  readonly ciphers?: string | undefined;
  /** Groups of the key exchange, best first, such as `X25519MLKEM768:X25519`; `auto` for OpenSSL's own. */
  readonly ecdhCurve?: string | undefined;
  /** Signature algorithms, best first, such as `ed25519:rsa_pss_rsae_sha256`. */
  readonly sigalgs?: string | undefined;
  /**
   * The group of a server's ephemeral Diffie-Hellman: PEM of 1024 bits or more, or `auto` for one as strong as the key. A server
   * that is not told has none: its ciphers of TLS 1.2 with forward secrecy are those of ECDHE.
   */
  readonly dhparam?: Pem | undefined;
  /**
   * The lowest version to speak: `TLSv1.2` by default. `TLSv1` and `TLSv1.1` are broken (RFC 8996), and OpenSSL speaks them at
   * security level 0 alone: the context gets it, unless `ciphers` says another (`@SECLEVEL=1`). Short keys and SHA-1 are then
   * good enough for every version.
   */
  readonly minVersion?: TlsVersion | undefined;
  /** The highest version to speak: `TLSv1.3` by default. */
  readonly maxVersion?: TlsVersion | undefined;
  /**
   * The versions to speak, in the words of before `minVersion`: `TLSv1_method`, `TLSv1_1_method` and `TLSv1_2_method` for one,
   * `TLS_method` for all from TLS 1.2 on, `SSLv23_method` for TLS 1.2; each also with `_client_` or `_server_` in it, and then for
   * that side alone.
   */
  readonly secureProtocol?: string | undefined;
  /** `SSL.OP_…` bits beside those that are set by default, such as `SSL.OP_NO_TICKET`. */
  readonly secureOptions?: number | undefined;
  /** Whether a server takes the cipher that it likes best, as by default, and not the client's. */
  readonly honorCipherOrder?: boolean | undefined;
  /** Names the application to which a server's sessions belong: at most 32 bytes. */
  readonly sessionIdContext?: string | undefined;
  /** How many seconds a server's sessions can be resumed: 0 to 2^31 - 1, 7200 by default. */
  readonly sessionTimeout?: number | undefined;
  /** The 48 bytes that seal a server's session tickets: those that have the same can resume each other's sessions. Secret. */
  readonly ticketKeys?: Uint8Array | undefined;
  /** Whether a chain may end in any certificate of `ca`, and not only in one that signs itself: false by default. */
  readonly allowPartialTrustChain?: boolean | undefined;
  /** Refused unless empty: no algorithm for certificates (RFC 8879) is in this build. */
  readonly certificateCompression?: readonly string[] | undefined;
  /** Refused: OpenSSL's engines are not in this build. */
  readonly privateKeyEngine?: string | undefined;
  /** Refused, as `privateKeyEngine`. */
  readonly privateKeyIdentifier?: string | undefined;
  /** Refused, as `privateKeyEngine`. */
  readonly clientCertEngine?: string | undefined;
}

/** A version of TLS. */
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** What both sides of a session are told. */
export interface SessionOptions extends ContextOptions {
  /** A context made before, instead of all that it is made of. */
  readonly secureContext?: SSL.Context | BothSides | undefined;
  /** Protocols for ALPN, best first: names, or their bytes, or all in the wire form (RFC 7301, 3.1), each behind its length. */
  readonly ALPNProtocols?: readonly (string | Uint8Array)[] | Uint8Array | undefined;
  /**
   * How many milliseconds the handshake may take: 120,000 by default, 0 for no limit, 2^31 - 1 at most (`Infinity` is a
   * RangeError, for timers take it as 1).
   */
  readonly handshakeTimeout?: number | undefined;
  /**
   * Whether the end of the stream without close_notify is an end, and not an error: what came may then be cut off, and
   * the protocol above must tell. True in `tsopenssl/node`, as node:tls has it; false elsewhere.
   */
  readonly allowTruncation?: boolean | undefined;
  /** Ends the session, whatever it is doing. */
  readonly signal?: AbortSignal | undefined;
  /** Gets each line of key material, as Wireshark reads it. */
  readonly onKeylog?: ((line: Bytes) => void) | undefined;
}

/** What a client is told. */
export interface ClientOptions extends SessionOptions, ClientCallbacks {
  /** Whom the certificate must name: a DNS name or an IP address. */
  readonly host?: string | undefined;
  /** Whom to ask for and whom the certificate must name, where it is not `host`; empty: ask for nobody (SNI). */
  readonly servername?: string | undefined;
  /** Whether a peer that cannot be verified ends the session, as by default: false alone turns that off, as in node:tls. */
  readonly rejectUnauthorized?: boolean | undefined;
  /** Judges the name instead of OpenSSL: returns an error to end the session. */
  readonly checkServerIdentity?: ((host: string, cert: crypto.X509) => Error | undefined) | undefined;
  /** SHA-256 of public keys (DER, base64), as `curl --pinnedpubkey` takes them: one in the verified chain must match. */
  readonly pinnedKeys?: readonly string[] | undefined;
  /** The fewest bits of a server's ephemeral Diffie-Hellman group: 1024 by default. */
  readonly minDHSize?: number | undefined;
  /**
   * A session to resume, as `onSession` gave it. It is good for what it was verified for: the same CAs, CRLs and limits, the
   * same host, pins and client certificate, and only where verification is on if it was on. Otherwise, and where it is
   * damaged or comes of another library, the handshake is a full one.
   */
  readonly session?: Uint8Array | undefined;
  /** Gets each session that a later connection can resume. It is as secret as a key. */
  readonly onSession?: ((session: Bytes) => void) | undefined;
}

/** What a server is told. */
export interface ServerOptions extends SessionOptions, ServerCallbacks {
  /** Whether clients are asked for a certificate. */
  readonly requestCert?: boolean | undefined;
  /**
   * Whether clients without a certificate of a trusted CA are refused, as by default with `requestCert`: false alone turns
   * that off, as in node:tls.
   */
  readonly rejectUnauthorized?: boolean | undefined;
  /** Finds the context for the name that the client asks for, now or by a promise; undefined for the usual one. */
  readonly contextFor?: ((servername: string) => SSL.Answer<SSL.Context | BothSides | undefined>) | undefined;
}

import type { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import { binaryArgument } from '../../../common/arguments.js';
import { wrongType } from '../../../common/refusals.js';
import type { crypto, SSL } from '../../../index.js';
import type { TlsChannel } from '../../engine.js';
import {
  type CipherInfo,
  cipherOf,
  type EphemeralKeyInfo,
  ephemeralKeyOf,
  legacyCertificate,
  legacyChain,
  platformCertificate,
  platformChain,
} from '../peer.js';
import { inRange, notSecure } from './node-errors.js';
import { StreamFace } from './stream-face.js';

const MAX_UINT32 = 0xffff_ffff;
const MIN_FRAGMENT = 512;
const MAX_FRAGMENT = 16_384;

/** What code that asks the platform's handle finds here. */
export interface PlatformHandle {
  /** Why the peer is not verified; null where it is, and before the handshake is done. */
  verifyError(): Error | null;
}

/**
 * What node:tls says of a session. Once it has ended, all answers are null, but those about certificates as objects, which are
 * undefined.
 */
export abstract class SessionFace extends StreamFace {
  /** Whether this is the side of the server. */
  abstract readonly isServer: boolean;
  /** @internal */
  protected abstract readonly channel: TlsChannel;
  /** @internal Whether the handshake has been announced. */
  protected abstract readonly isSecure: boolean;

  /** The Connection within: all that pyOpenSSL knows of the session. It is freed when the socket closes. */
  get connection(): SSL.Connection {
    return this.channel.connection;
  }

  /** Whether the peer ended the stream without close_notify: what came may be cut off. */
  get truncated(): boolean {
    return this.channel.truncated;
  }

  /** Whether the handshake is still going on. */
  get secureConnecting(): boolean {
    return !this.isSecure && !this.destroyed;
  }

  #ask<T>(question: (connection: SSL.Connection) => T): T | null {
    return this.connection.isFreed ? null : question(this.connection);
  }

  /** The peer's certificate, an empty object for none. @param detailed - with its chain in `issuerCertificate` */
  getPeerCertificate(detailed?: boolean): PeerCertificate | Record<string, never> | null {
    return this.#ask((connection) =>
      detailed ? legacyChain(this.#peerChain()) : legacyCertificate(connection.getPeerCertificate()),
    );
  }

  #peerChain(): crypto.X509[] {
    return this.isSecure ? this.channel.verdict.peerChain : this.getPeerChain();
  }

  /** The peer's certificate as node:crypto has it, with the chain that the peer has sent in `issuerCertificate`. */
  getPeerX509Certificate(): X509Certificate | undefined {
    return this.#ask(() => platformChain(this.getPeerChain())) ?? undefined;
  }

  /** This side's certificate as node:crypto has it. */
  getX509Certificate(): X509Certificate | undefined {
    return this.#ask((connection) => platformCertificate(connection.getCertificate())) ?? undefined;
  }

  /** The certificates that the peer has sent, its own first, whether they could be verified or not. */
  getPeerChain(): crypto.X509[] {
    if (this.connection.isFreed) return [];
    const chain = this.connection.getPeerCertChain() ?? [];
    const own = this.connection.getPeerCertificate();
    // A server is not sent its client's own certificate in the chain.
    return own !== null && !chain[0]?.equals(own) ? [own, ...chain] : chain;
  }

  /** This side's certificate, an empty object for none. */
  getCertificate(): PeerCertificate | Record<string, never> | null {
    return this.#ask((connection) => legacyCertificate(connection.getCertificate()));
  }

  /** The cipher in use, undefined before the handshake. */
  getCipher(): CipherInfo | undefined | null {
    return this.#ask(cipherOf);
  }

  /** The protocol version, such as `TLSv1.3`. */
  getProtocol(): string | null {
    return this.#ask((connection) => connection.getProtocolVersionName());
  }

  /** The key exchange, as a client knows it: an empty object before it; null on a server. */
  getEphemeralKeyInfo(): EphemeralKeyInfo | Record<string, never> | null {
    return this.isServer ? null : this.#ask(ephemeralKeyOf);
  }

  /** The signature algorithms that both sides have, such as `ECDSA+SHA256`: of a server, best first. */
  getSharedSigalgs(): string[] | null {
    return this.#ask((connection) => connection.getSharedSigalgs());
  }

  /** Whether a session was resumed. */
  isSessionReused(): boolean | null {
    return this.#ask((connection) => connection.sessionReused());
  }

  /** The session, for the option of the same name; prefer the event `session`, which TLS 1.3 needs. */
  getSession(): Buffer | undefined | null {
    return this.#ask((connection) => {
      using session = connection.isHandshakeDone ? connection.getSession() : null;
      return session === null ? undefined : Buffer.from(session.toDer());
    });
  }

  /** The last Finished message that this side has sent. */
  getFinished(): Buffer | undefined | null {
    return this.#ask((connection) => bufferOf(connection.getFinished()));
  }

  /** The last Finished message of the peer. */
  getPeerFinished(): Buffer | undefined | null {
    return this.#ask((connection) => bufferOf(connection.getPeerFinished()));
  }

  /**
   * Exports key material bound to this session (RFC 5705; RFC 8446, 7.5).
   * @param length - in bytes, 1 at least
   * @throws {Error} `ERR_TLS_INVALID_STATE` before the handshake is done, and after the end
   */
  exportKeyingMaterial(length: number, label: string, context?: Uint8Array): Buffer {
    const size = inRange(length, 'length', 1, MAX_UINT32);
    if (typeof label !== 'string') throw wrongType('label', 'a string', label);
    const bytes = context === undefined ? null : binaryArgument(context, 'context');
    if (!this.isSecure || this.connection.isFreed) throw notSecure();
    return Buffer.from(this.connection.exportKeyingMaterial(label, size, bytes));
  }

  /**
   * Sets the most plaintext that a record carries. @param size - in bytes, 512 to 16,384
   * @returns whether it could be set
   */
  setMaxSendFragment(size: number): boolean {
    const bytes = inRange(size, 'size', -0x8000_0000, 0x7fff_ffff);
    if (bytes < MIN_FRAGMENT || bytes > MAX_FRAGMENT || this.connection.isFreed) return false;
    this.connection.setMaxSendFragment(bytes);
    return true;
  }

  /** Why the peer is not verified, for code that asks the platform's handle for it. */
  get ssl(): PlatformHandle | null {
    if (this.destroyed) return null;
    return { verifyError: () => (this.isSecure ? this.channel.verdict.fault : null) };
  }

  /** Begins the handshake of a socket that waits for its first write; any other begins by itself. */
  abstract _start(): void;

  /** Whatever the platform's own code refreshes is the time of `setTimeout`. */
  _unrefTimer(): void {
    this.refreshTimeout();
  }
}

function bufferOf(bytes: Uint8Array | null): Buffer | undefined {
  return bytes === null ? undefined : Buffer.from(bytes);
}

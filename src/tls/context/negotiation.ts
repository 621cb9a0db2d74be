/** What is agreed on in a handshake: ciphers, groups, signatures, and what of it is resumed. */
import { bytesArgument, integerArgument, textArgument } from '../../common/arguments.js';
import type { PathLike } from '../../common/files.js';
import { wrongType } from '../../common/refusals.js';
import { getEllipticCurve } from '../../crypto/index.js';
import { kinds, readPem } from '../../crypto/internal.js';
import { explained } from '../../ffi/index.js';
import { Error as SSLError } from '../errors.js';
import { native } from '../native.js';
import { ticketKeyList } from '../session/ticket-keys.js';
import { ContextCredentials, readPath } from './credentials.js';

/** Which ciphers, groups and signatures are offered and taken, and how sessions are sealed. */
export abstract class ContextNegotiation extends ContextCredentials {
  /**
   * Sets the ciphers of TLS 1.2 and below.
   * @param cipherList - see openssl-ciphers(1), such as `ECDHE+AESGCM:!aNULL`
   * @throws {Error} when no cipher is left
   * @corresponds SSL_CTX_set_cipher_list
   */
  setCipherList(cipherList: string | Uint8Array): void {
    native.SSL_CTX_set_cipher_list(this.mutable, textArgument(cipherList, 'cipherList'));
  }

  /** Sets the suites of TLS 1.3, separated by colons, such as `TLS_AES_128_GCM_SHA256`. @corresponds SSL_CTX_set_ciphersuites */
  setTls13Ciphersuites(ciphersuites: string | Uint8Array): void {
    native.SSL_CTX_set_ciphersuites(this.mutable, textArgument(ciphersuites, 'ciphersuites'));
  }

  /** Sets the groups for key exchange in order of preference, such as `X25519MLKEM768:X25519:P-256`. @corresponds SSL_CTX_set1_groups_list */
  setGroups(groups: string): void {
    const list = textArgument(groups, 'groups');
    const unknown = `groups names none that there is: ${JSON.stringify(list)}`;
    explained(unknown, () => native.SSL_CTX_set1_groups_list(this.mutable, list));
  }

  /** Sets the signature algorithms in order of preference, such as `ECDSA+SHA256:ed25519`. @corresponds SSL_CTX_set1_sigalgs_list */
  setSigalgs(sigalgs: string): void {
    const list = textArgument(sigalgs, 'sigalgs');
    const unknown = `sigalgs names an algorithm that there is not, or one twice: ${JSON.stringify(list)}`;
    explained(unknown, () => native.SSL_CTX_set1_sigalgs_list(this.mutable, list));
  }

  /**
   * Sets the signature algorithms that a server asks of its clients' certificates, where they are others than its own; as
   * {@link setSigalgs} by default.
   * @corresponds SSL_CTX_set1_client_sigalgs_list
   */
  setClientSigalgs(sigalgs: string): void {
    const list = textArgument(sigalgs, 'sigalgs');
    const unknown = `sigalgs names an algorithm that there is not, or one twice: ${JSON.stringify(list)}`;
    explained(unknown, () => native.SSL_CTX_set1_client_sigalgs_list(this.mutable, list));
  }

  /**
   * Restricts ECDHE to one curve, as `crypto.getEllipticCurve` gives it. A curve that TLS has no number for, such as
   * `prime239v1`, changes nothing, as in pyOpenSSL: {@link setGroups} refuses it.
   * @throws {TypeError} when it is no curve
   * @throws {RangeError} when OpenSSL has no curve of its name
   * @corresponds SSL_CTX_set_tmp_ecdh
   */
  setTmpEcdh(curve: { readonly name: string }): void {
    if (typeof curve?.name !== 'string') throw wrongType('curve', 'a curve of getEllipticCurves', curve);
    const { name } = getEllipticCurve(curve.name);
    const context = this.mutable;
    try {
      native.SSL_CTX_set1_groups_list(context, name);
    } catch (error) {
      if (!(error instanceof SSLError)) throw error;
    }
  }

  /** Reads parameters for ephemeral Diffie-Hellman from a PEM file; without them OpenSSL chooses well by itself. @corresponds SSL_CTX_set0_tmp_dh_pkey */
  loadTmpDh(dhfile: PathLike): void {
    this.useTmpDh(readPath(dhfile));
  }

  /** The same from PEM bytes, where there are no files. */
  useTmpDh(pem: string | Uint8Array): void {
    const bytes = bytesArgument(pem, 'pem');
    const context = this.mutable;
    readPem(kinds.dhParameters, bytes, 'first', (block) => native.ssl_ctx_set_dh_pem(context, block));
    native.SSL_CTX_set_dh_auto(this.mutable, 0);
  }

  /**
   * Names the application to which sessions belong: at most 32 bytes. Each context has a name of its own by default: servers
   * that share sessions or ticket keys need the same one.
   * @corresponds SSL_CTX_set_session_id_context
   */
  setSessionId(name: string | Uint8Array): void {
    native.SSL_CTX_set_session_id_context(this.mutable, bytesArgument(name, 'name'));
  }

  /** Sets how many tickets a TLS 1.3 server sends after the handshake; 2 by default. @corresponds SSL_CTX_set_num_tickets */
  setNumTickets(count: number): void {
    native.SSL_CTX_set_num_tickets(this.mutable, integerArgument(count, 'count', 0));
  }

  /** How many tickets a TLS 1.3 server sends. @corresponds SSL_CTX_get_num_tickets */
  getNumTickets(): number {
    return native.SSL_CTX_get_num_tickets(this.handle);
  }

  /**
   * The keys that seal session tickets: give them to other servers, with the same {@link setSessionId}, so that they can
   * resume. Secret.
   * @returns 80 bytes, or as many as {@link setTicketKeys} was given
   * @corresponds SSL_CTX_get_tlsext_ticket_keys
   */
  getTicketKeys(): Uint8Array {
    return native.ssl_ctx_get_ticket_keys(this.handle);
  }

  /**
   * Sets the keys that seal session tickets, also once connections use this context: what is sealed from now on is sealed with
   * them. Of a list, the first seals; a ticket of another opens too, and is exchanged for one of the first. What none of them
   * has sealed is not resumed: its handshake is a full one.
   * @param keys - 48 bytes, as node:tls has them: a name, 16, a key for HMAC with SHA-256, 16, and one for AES-128, 16; or 80 bytes,
   * as OpenSSL has them: 16, 32 and 32, for AES-256; or a list of such, of one to 16
   * @throws {RangeError} for another length, and for two of one name
   * @corresponds SSL_CTX_set_tlsext_ticket_keys
   */
  setTicketKeys(keys: Uint8Array | Iterable<Uint8Array>): void {
    const context = this.owned;
    const list = ticketKeyList(keys);
    try {
      native.ssl_ctx_set_ticket_keys(context, list);
    } finally {
      list.fill(0);
    }
  }

  /** Allows so many bytes of early data (0-RTT) with resumed sessions; none by default, for they can be replayed. @corresponds SSL_CTX_set_max_early_data */
  setMaxEarlyData(bytes: number): void {
    native.SSL_CTX_set_max_early_data(this.mutable, integerArgument(bytes, 'bytes', 0));
  }
}

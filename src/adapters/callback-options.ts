/**
 * Callbacks that adapters take as options. Each may answer with a promise: the handshake waits, within its time-out, and ends at
 * once where the peer hangs up meanwhile. An answer that comes too late is ignored.
 */
import type { Bytes } from '../common/bytes.js';
import { boolean, func, type Rules, text } from '../common/options.js';
import type { SSL } from '../index.js';

/** The key of a client, or what node:tls takes for it. */
export type SharedKey = Uint8Array | { readonly psk: Uint8Array };

/** How a client proves itself without a certificate. */
export interface SharedIdentity {
  /** The shared key. Secret. */
  readonly psk: Uint8Array;
  /** Who it is, at most 256 bytes. */
  readonly identity: string;
}

/** What a server asks. */
export interface ServerCallbacks {
  /**
   * Chooses one of the protocols that the client offers, in place of `ALPNProtocols`; undefined ends the handshake with the
   * alert no_application_protocol.
   */
  readonly ALPNCallback?:
    | ((offer: {
        readonly servername: string;
        readonly protocols: readonly string[];
      }) => SSL.Answer<string | undefined>)
    | undefined;
  /**
   * Finds the pre-shared key of a client's identity; null or undefined for none. In TLS 1.2 `ciphers` must name suites with PSK; of
   * TLS 1.3 the first 16 identities of a client may be answered later.
   */
  readonly pskCallback?: ((identity: string) => SSL.Answer<SharedKey | null | undefined>) | undefined;
  /** What TLS 1.2 tells clients about which identity to choose. */
  readonly pskIdentityHint?: string | undefined;
  /**
   * Gives the OCSP response (DER) about the certificate that is shown, to a client that asks for one; null or undefined for none.
   * It is told the certificate and its issuer, null where that is not known, both as DER.
   */
  readonly stapleFor?:
    | ((certificate: Uint8Array, issuer: Uint8Array | null) => SSL.Answer<Uint8Array | null | undefined>)
    | undefined;
  /**
   * Gets each new session with its id, for a cache that servers share; nothing goes to the client until it is done. Both are
   * bytes, and the session is as secret as a key.
   */
  readonly onNewSession?: ((id: Bytes, session: Bytes) => SSL.Answer<void>) | undefined;
  /** Finds a session by its id, as `onNewSession` got it; null or undefined for none. It is good in its security domain alone. */
  readonly resumeSession?: ((id: Uint8Array) => SSL.Answer<Uint8Array | null | undefined>) | undefined;
}

/** What a client asks. */
export interface ClientCallbacks {
  /**
   * Chooses identity and pre-shared key by the server's hint, null where it gave none; null or undefined for no key. A server
   * that knows the key is verified by it, and needs no certificate.
   */
  readonly pskCallback?: ((hint: string | null) => SSL.Answer<SharedIdentity | null | undefined>) | undefined;
  /** Whether the server is asked for an OCSP response: false by default. */
  readonly requestOCSP?: boolean | undefined;
  /** Gets the OCSP response (DER) that was asked for, null for none. Nothing judges it. */
  readonly onOCSPResponse?: ((response: Bytes | null) => void) | undefined;
}

export const SERVER_CALLBACK_RULES: Rules<ServerCallbacks> = {
  ALPNCallback: func(),
  pskCallback: func(),
  pskIdentityHint: text,
  stapleFor: func(),
  onNewSession: func(),
  resumeSession: func(),
};

export const CLIENT_CALLBACK_RULES: Rules<ClientCallbacks> = {
  pskCallback: func(),
  requestOCSP: boolean,
  onOCSPResponse: func(),
};

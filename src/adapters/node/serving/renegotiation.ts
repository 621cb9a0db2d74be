/** How often clients of TLS 1.2 may begin a new handshake on a connection, where a server's `secureOptions` let them at all. */
export interface Renegotiation {
  /** How many within the window, beside the first handshake: 3 unless it is set. */
  CLIENT_RENEG_LIMIT: number;
  /** The window in seconds: 600 unless it is set. */
  CLIENT_RENEG_WINDOW: number;
}

/** What servers that are made from now on are told. */
export const renegotiation: Renegotiation = { CLIENT_RENEG_LIMIT: 3, CLIENT_RENEG_WINDOW: 600 };

/** Callbacks that need nobody's answer, for it is known before: they stay in the thread. */
import { SSL } from '../../index.js';

type Declared = (context: SSL.Context, ...args: never[]) => void;

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The method of the context's face, and what it does in the thread. */
export const DECLARED: Readonly<Record<string, Declared>> = {
  setAlpnSelectProtocols(context, protocols: readonly (string | Uint8Array)[]) {
    const ours = protocols.map((protocol) => (typeof protocol === 'string' ? protocol : text(protocol)));
    context.setAlpnSelectCallback((_connection, offer) => {
      const theirs = offer.map(text);
      const chosen = ours.find((protocol) => theirs.includes(protocol));
      // RFC 7301, 3.2: the handshake ends with no_application_protocol.
      if (chosen === undefined)
        throw new SSL.Error(`no common application protocol: the client offers ${theirs.join()}`);
      return chosen;
    });
  },

  setTlsextServernames(context, names: Readonly<Record<string, SSL.Context>>) {
    const contexts = new Map(Object.entries(names).map(([name, chosen]) => [name.toLowerCase(), chosen]));
    context.setTlsextServernameCallback((connection) => {
      const servername = connection.getServername();
      if (servername === null) return;
      const name = text(servername).toLowerCase();
      const chosen = contexts.get(name) ?? contexts.get(name.replace(/^[^.]+/, '*'));
      if (chosen !== undefined) connection.setContext(chosen);
    });
  },

  setVerifyPins(context, pins: readonly Uint8Array[]) {
    const pinned = new Set(pins.map(String));
    // OpenSSL judges the chain from the trusted end to the peer's own certificate: at depth 0 all are known.
    const seen = new WeakMap<object, boolean>();
    context.setVerify(context.getVerifyMode() | SSL.VERIFY_PEER, (connection, certificate, _error, depth, ok) => {
      const digest = Uint8Array.from(certificate.digest('sha256').split(':'), (byte) => Number.parseInt(byte, 16));
      certificate.free();
      if (pinned.has(String(digest))) seen.set(connection, true);
      return ok === 1 && (depth > 0 || seen.get(connection) === true);
    });
  },

  setOcspResponse(context, response: Uint8Array) {
    context.setOcspServerCallback(() => response);
  },

  setPskIdentity(context, identity: string, key: Uint8Array) {
    context.setPskClientCallback(() => ({ identity, key }));
  },

  setPskKeys(context, keys: Readonly<Record<string, Uint8Array>>, hint: string | null = null) {
    const table = new Map(Object.entries(keys));
    context.setPskServerCallback((_connection, identity) => table.get(identity) ?? null, hint);
  },
};

import type { ConnectionCore } from '../tls/internal.js';

/**
 * The channel bindings that there are: `tls-unique` (RFC 5929, 3; not defined for TLS 1.3, where it is given as Python
 * does), and beyond Python's `tls-exporter` (RFC 9266).
 */
export const CHANNEL_BINDING_TYPES: readonly string[] = ['tls-unique', 'tls-exporter'];

const EXPORTER_LABEL = 'EXPORTER-Channel-Binding';
const EXPORTER_LENGTH = 32;

/** The bytes of a binding of a known type, null before they are known. */
export function channelBinding(core: ConnectionCore, type: string, serverSide: boolean): Uint8Array | null {
  if (type === 'tls-exporter')
    return core.isHandshakeDone ? core.exportKeyingMaterial(EXPORTER_LABEL, EXPORTER_LENGTH, new Uint8Array()) : null;
  // The first Finished message of the handshake: the client's, but the server's where a session was resumed.
  const ours = core.sessionReused() === serverSide;
  return ours ? core.getFinished() : core.getPeerFinished();
}

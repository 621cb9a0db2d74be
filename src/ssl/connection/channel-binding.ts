import type { Bytes } from '../../common/bytes.js';
import { HANDLE } from '../../ffi/index.js';
import type { ConnectionCore } from '../../tls/internal.js';
import { native } from '../native.js';

/**
 * The channel bindings that there are: `tls-unique` (RFC 5929, 3; not defined for TLS 1.3, where it is given as Python
 * does), and beyond Python's `tls-server-end-point` (RFC 5929, 4) and `tls-exporter` (RFC 9266).
 */
export const CHANNEL_BINDING_TYPES: readonly string[] = ['tls-unique', 'tls-server-end-point', 'tls-exporter'];

const EXPORTER_LABEL = 'EXPORTER-Channel-Binding';
const EXPORTER_LENGTH = 32;
/** RFC 5929, 4.1: in place of these stands SHA-256. */
const WEAK: ReadonlySet<string> = new Set(['MD5', 'SHA1']);

/** The bytes of a binding of a known type, null where they are not known, or not defined. */
export function channelBinding(core: ConnectionCore, type: string, serverSide: boolean): Bytes | null {
  if (type === 'tls-unique') return finished(core, serverSide);
  if (!core.isHandshakeDone) return null;
  if (type === 'tls-server-end-point') return serverEndPoint(core, serverSide);
  return core.exportKeyingMaterial(EXPORTER_LABEL, EXPORTER_LENGTH, new Uint8Array());
}

/** The first Finished message of the handshake: the client's, but the server's where a session was resumed. */
function finished(core: ConnectionCore, serverSide: boolean): Bytes | null {
  return core.sessionReused() === serverSide ? core.getFinished() : core.getPeerFinished();
}

/** The hash of the server's certificate, by the digest of its signature. */
function serverEndPoint(core: ConnectionCore, serverSide: boolean): Bytes | null {
  using cert = serverSide ? core.getCertificate() : core.getPeerCertificate();
  const digest = cert === null ? null : native.x509_signature_digest(cert[HANDLE]);
  if (cert === null || digest === null) return null;
  return native.x509_digest(cert[HANDLE], WEAK.has(digest) ? 'SHA256' : digest);
}

import { Socket } from '../../socket/index.js';
import type { SocketLike } from '../../tls/index.js';
import type { SSLSocket } from '../connection/ssl-socket.js';
import { contextOf } from '../connection/sslsocket.js';
import { secondsArgument, withTimeout } from '../connection/timeout.js';
import {
  CERT_NONE,
  CERT_REQUIRED,
  PROTOCOL_TLS,
  PROTOCOL_TLS_CLIENT,
  type SSLMethod,
  type VerifyMode,
} from '../constants/enums.js';
import { _createUnverifiedContext } from '../context/default-context.js';
import { SSLError } from '../errors/errors.js';
import type { FileLike } from '../files.js';
import { DERCertToPEMCert } from './text.js';

/**
 * Asks a server for its certificate.
 * @param addr - host and port
 * @param caCerts - verifies it by these; otherwise it is not verified
 * @param timeout - in seconds, for connecting and for the handshake each; null for any time
 * @returns the certificate in PEM
 * @throws {SSLCertVerificationError} when it is to be verified and is not good
 * @throws {SocketError} when the server cannot be reached
 */
export async function getServerCertificate(
  addr: readonly [host: string, port: number],
  sslVersion: SSLMethod = PROTOCOL_TLS_CLIENT,
  caCerts: FileLike | null = null,
  timeout: number | null = null,
): Promise<string> {
  secondsArgument(timeout);
  const certReqs = caCerts === null ? CERT_NONE : CERT_REQUIRED;
  const context = _createUnverifiedContext(sslVersion, { certReqs, cafile: caCerts });
  const socket = new Socket();
  try {
    await withTimeout(socket.connect(addr), timeout, 'connect');
    const wrapped = await context.wrapSocket(socket, { serverHostname: addr[0], doHandshakeOnConnect: false });
    wrapped.settimeout(timeout);
    await wrapped.doHandshake();
    const der = wrapped.getpeercert(true);
    if (der === null) throw new SSLError(undefined, 'the server has shown no certificate');
    wrapped.close();
    return DERCertToPEMCert(der);
  } finally {
    socket.close();
    context.free();
  }
}

/**
 * Wraps a socket with a context of its own. It checks no host name: {@link SSLContext.wrapSocket} does.
 * @param serverSide - a server needs `certfile`
 * @param caCerts - needed unless `certReqs` is `CERT_NONE`
 * @throws {RangeError} when what is needed is missing
 */
export async function wrapSocket(
  sock: SocketLike,
  keyfile: FileLike | null = null,
  certfile: FileLike | null = null,
  serverSide = false,
  certReqs: VerifyMode = CERT_NONE,
  sslVersion: SSLMethod = PROTOCOL_TLS,
  caCerts: FileLike | null = null,
  doHandshakeOnConnect = true,
  suppressRaggedEofs = true,
  ciphers: string | null = null,
): Promise<SSLSocket> {
  const context = contextOf(keyfile, certfile, serverSide, certReqs, sslVersion, caCerts);
  if (ciphers !== null) context.setCiphers(ciphers);
  return context.wrapSocket(sock, { serverSide, doHandshakeOnConnect, suppressRaggedEofs });
}

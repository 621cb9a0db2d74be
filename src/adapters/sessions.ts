/** Makes the channel of a client or a server of what it is told. Verification is on unless it is turned off by name. */
import { isIpAddress } from '../common/host.js';
import { SSL } from '../index.js';
import { clientOptions, serverOptions } from './checked-options.js';
import { createSecureContext } from './context.js';
import { TlsChannel } from './engine.js';
import { setHooks } from './hooks.js';
import { checkPins } from './identity.js';
import type { ClientOptions, ServerOptions, SessionOptions } from './options.js';
import type { ChannelOptions, Transport } from './transport.js';

/** Starts a session as a client. @throws {TypeError} when nobody was named whom the certificate must name */
export function openClient(transport: Transport, input: ClientOptions): TlsChannel {
  const options = clientOptions(input);
  const { secureContext, host, rejectUnauthorized = true, checkServerIdentity } = options;
  const name = options.servername || host;
  if (name === undefined && rejectUnauthorized && checkServerIdentity === undefined) {
    throw new TypeError('host is needed: whom must the certificate name?');
  }
  const connection = new SSL.Connection(secureContext ?? createSecureContext(options, 'client'), null, 'client');
  const prepare = () => {
    setHooks(connection, { keylog: options.onKeylog, session: options.onSession });
    if (!rejectUnauthorized) connection.setVerify(SSL.VERIFY_NONE);
    else if (connection.getVerifyMode() === SSL.VERIFY_NONE) connection.setVerify(SSL.VERIFY_PEER);
    if (name !== undefined && checkServerIdentity === undefined) connection.setVerifyHost(name);
    if (name !== undefined && options.servername !== '' && !isIpAddress(name)) connection.setTlsextHostName(name);
    if (options.ALPNProtocols?.length) connection.setAlpnProtos(options.ALPNProtocols);
    if (options.session !== undefined) resume(connection, options.session);
  };
  return channelOver(connection, transport, options, prepare, async (peer) => {
    if (checkServerIdentity !== undefined) judgeName(peer, name ?? '', checkServerIdentity);
    if (options.pinnedKeys !== undefined) await checkPins(peer, options.pinnedKeys);
  });
}

/** A session that is no longer good is none: the handshake is a full one. */
function resume(connection: SSL.Connection, der: Uint8Array): void {
  using session = SSL.Session.fromDer(der);
  connection.setSession(session);
}

function judgeName(
  connection: SSL.Connection,
  host: string,
  check: NonNullable<ClientOptions['checkServerIdentity']>,
): void {
  const cert = connection.getPeerCertificate();
  if (cert === null) throw new Error('the peer has shown no certificate');
  const error = check(host, cert);
  if (error !== undefined) throw error;
}

/** Starts a session as a server. */
export function openServer(transport: Transport, input: ServerOptions): TlsChannel {
  const options = serverOptions(input);
  const { secureContext, requestCert = false, rejectUnauthorized = true } = options;
  const connection = new SSL.Connection(secureContext ?? createSecureContext(options, 'server'), null, 'server');
  return channelOver(connection, transport, options, () => {
    setHooks(connection, {
      keylog: options.onKeylog,
      contextFor: options.contextFor,
      protocols: options.ALPNProtocols,
    });
    if (requestCert) {
      const mode = SSL.VERIFY_PEER | (rejectUnauthorized ? SSL.VERIFY_FAIL_IF_NO_PEER_CERT : 0);
      // The verdict stays readable where it is not to end the handshake.
      connection.setVerify(mode, rejectUnauthorized ? null : () => true);
    }
  });
}

/** Puts a connection over its transport once it is prepared; it is freed where that fails. */
function channelOver(
  connection: SSL.Connection,
  transport: Transport,
  { handshakeTimeout, signal, allowTruncation }: SessionOptions,
  prepare: () => void,
  judge?: ChannelOptions['judge'],
): TlsChannel {
  try {
    prepare();
  } catch (error) {
    connection.free();
    throw error;
  }
  return new TlsChannel(connection, transport, { handshakeTimeout, signal, allowTruncation, judge });
}

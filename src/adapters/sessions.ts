/** Makes the channel of a client or a server of what it is told. Verification is on unless it is turned off by name. */
import type { Bytes } from '../common/bytes.js';
import { sniOf } from '../common/host.js';
import { type crypto, SSL } from '../index.js';
import { plainPin } from '../verification/pins.js';
import type { Demands } from '../verification/verdict.js';
import { clientHooks, proveByKey, serverHooks, shareKeys } from './asked.js';
import { clientOptions, serverOptions } from './checked-options.js';
import { protocols } from './context/protocols.js';
import { SecureContext } from './context/secure-context.js';
import { contextOfSide, createSecureContext, sharedContext } from './context.js';
import { checkDiffieHellman } from './diffie-hellman.js';
import { TlsChannel } from './engine.js';
import type { Misnamed } from './failure.js';
import { Gate, GatedTransport } from './gate.js';
import { adoptContext, setHooks, tell } from './hooks.js';
import type { BothSides, ClientOptions, ServerOptions, SessionOptions } from './options.js';
import type { Transport } from './transport.js';
import { shielded } from './users-code.js';

/** A client's session, and what may be set until its handshake begins. */
export interface ClientSession {
  readonly channel: TlsChannel;
  /** Names whom to ask for, and whom the certificate must name. */
  setServername(name: string): void;
  /** Names a session to resume; one that cannot be read is none. */
  setSession(der: Uint8Array): void;
}

/** A server's session, and what may be set while it lives. */
export interface ServerSession {
  readonly channel: TlsChannel;
  /** What the next handshake demands of the client; undefined leaves it as it is. */
  setVerification(requestCert: boolean | undefined, rejectUnauthorized: boolean | undefined): void;
}

/** What a face tells of its own, beside what its user tells. */
export interface Terms {
  /** What the handshake waits for. */
  readonly ready?: Promise<void> | undefined;
  /** Whether a client may name nobody: the peer's chain is verified then, and the peer not authorized. */
  readonly mayBeUnnamed?: boolean | undefined;
  /** Told after each handshake that is good. */
  readonly onJudged?: (() => void) | undefined;
  /** What the handshake waits for when it is done, before anything is said of it. */
  readonly settled?: (() => Promise<void>) | undefined;
  /** Whether the face tells its user of the session before a server's tickets go out, and says then that it has. */
  readonly announces?: boolean | undefined;
  /** What is said of a certificate that names somebody else. */
  readonly misnamed?: Misnamed | undefined;
}

/** Starts a session as a client. @throws {TypeError} when nobody was named whom the certificate must name */
export function openClient(transport: Transport, input: ClientOptions): TlsChannel {
  return clientSession(transport, input).channel;
}

/** Makes a session of a client, as {@link openClient}. */
export function clientSession(transport: Transport, input: ClientOptions, terms: Terms = {}): ClientSession {
  const options = clientOptions(input);
  const { host, checkServerIdentity, pinnedKeys, onSession } = options;
  // Only false is false: no slip of another value turns verification off.
  const mustBeVerified = options.rejectUnauthorized !== false;
  let name = options.servername || host;
  if (name === undefined && mustBeVerified && checkServerIdentity === undefined && terms.mayBeUnnamed !== true) {
    throw new TypeError('host is needed: whom must the certificate name?');
  }
  const connection = new SSL.Connection(clientContext(options), null, 'client');
  const sessions = sessionsAfterJudgement(connection, onSession);
  const identify = () => {
    if (name !== undefined && checkServerIdentity === undefined) connection.setVerifyHost(name);
    const sni = name === undefined || options.servername === '' ? undefined : sniOf(name);
    if (sni !== undefined) connection.setTlsextHostName(sni);
    connection.setDemands(demandsOf(options, name));
  };
  const prepare = () => {
    setHooks(connection, { keylog: options.onKeylog, session: sessions.take, ...clientHooks(options) });
    proveByKey(connection, options);
    if (options.requestOCSP === true) connection.requestOcsp();
    if (!mustBeVerified) connection.setVerify(SSL.VERIFY_NONE);
    else if (connection.getVerifyMode() === SSL.VERIFY_NONE) connection.setVerify(SSL.VERIFY_PEER);
    const offer = protocolsOf(options);
    if (offer.length > 0) connection.setAlpnProtos(offer);
    identify();
    if (options.session !== undefined) resume(connection, options.session);
  };
  const identity = checkServerIdentity && ((cert: crypto.X509) => checkServerIdentity(name ?? '', cert));
  const demands: Demands = {
    isServer: false,
    mustBeVerified,
    identity,
    host: () => name,
    pins: pinnedKeys,
    mayBeProvenByKey: options.pskCallback !== undefined,
  };
  const onJudged = () => {
    checkDiffieHellman(connection, options.minDHSize);
    sessions.release();
    terms.onJudged?.();
  };
  const channel = channelOver(connection, transport, options, prepare, demands, { ...terms, onJudged });
  return {
    channel,
    setServername(servername) {
      name = servername;
      identify();
    },
    setSession: (der) => resume(connection, der),
  };
}

/**
 * What decides about the peer without OpenSSL's knowing: a session is good for the same alone. The check of a name by a
 * function is repeated on a resumed session, with the certificate that the session keeps.
 */
function demandsOf(options: ClientOptions, name: string | undefined): Bytes {
  const { checkServerIdentity, pinnedKeys, minDHSize, secureContext } = options;
  // Those of a context that was made before are its own.
  const made = secureContext instanceof SecureContext ? secureContext.settings : options;
  const { ciphers, ecdhCurve, sigalgs, minVersion, maxVersion, secureProtocol, secureOptions } = made;
  const ownJudge = checkServerIdentity === undefined ? null : (name ?? '');
  const pins = pinnedKeys === undefined ? null : [...new Set(pinnedKeys.map(plainPin))].sort();
  const limits = [ciphers, ecdhCurve, sigalgs, minVersion, maxVersion, minDHSize, secureProtocol, secureOptions].map(
    (limit) => limit ?? null,
  );
  const byKey = options.pskCallback === undefined ? [] : ['psk'];
  return new TextEncoder().encode(JSON.stringify(['tsopenssl', ownJudge, pins, limits, ...byKey]));
}

/** Sessions go to whoever asked once their peer has been judged: TLS 1.2 has them before. */
function sessionsAfterJudgement(connection: SSL.Connection, onSession: ClientOptions['onSession']) {
  let isJudged = false;
  let waits = false;
  return {
    take:
      onSession &&
      ((session: SSL.Session) => {
        if (isJudged) tell(onSession, session.toDer());
        else waits = true;
      }),
    release() {
      isJudged = true;
      if (!waits) return;
      using session = connection.getSession();
      if (session !== null) shielded(() => onSession?.(session.toDer()));
    },
  };
}

/** A session that is no longer good is none, and one that cannot be read neither: the handshake is a full one. */
function resume(connection: SSL.Connection, der: Uint8Array): void {
  try {
    using session = SSL.Session.fromDer(der);
    connection.setSession(session);
  } catch (error) {
    if (!(error instanceof SSL.Error)) throw error;
  }
}

/** Starts a session as a server. */
export function openServer(transport: Transport, input: ServerOptions): TlsChannel {
  return serverSession(transport, input).channel;
}

/** Makes a session of a server. */
export function serverSession(transport: Transport, input: ServerOptions, terms: Terms = {}): ServerSession {
  const options = serverOptions(input);
  let { requestCert = false } = options;
  let mustBeVerified = options.rejectUnauthorized !== false;
  const gate = new Gate();
  const carrier = options.onNewSession === undefined ? transport : new GatedTransport(transport, gate);
  const connection = new SSL.Connection(serverContext(options), null, 'server');
  const prepare = () => {
    setHooks(connection, {
      keylog: options.onKeylog,
      contextFor: chooserOf(options),
      protocols: protocolsOf(options),
      ...serverHooks(options, gate),
    });
    shareKeys(connection, options);
    if (requestCert) demand();
  };
  const demand = () => {
    // What is not to end the handshake is reported: a callback that accepts all would wipe it.
    if (!requestCert) connection.setVerify(SSL.VERIFY_NONE);
    else if (mustBeVerified) connection.setVerify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT);
    else connection.reportVerification(SSL.VERIFY_PEER);
  };
  const demands: Demands = {
    isServer: true,
    get mustBeVerified() {
      return requestCert && mustBeVerified;
    },
  };
  const channel = channelOver(connection, carrier, options, prepare, demands, {
    ...terms,
    settled: () => gate.passed(),
  });
  return {
    channel,
    setVerification(asks, rejects) {
      requestCert = asks ?? requestCert;
      mustBeVerified = rejects ?? mustBeVerified;
      if (asks !== undefined || rejects !== undefined) demand();
    },
  };
}

function clientContext(options: ClientOptions): SSL.Context {
  if (options.secureContext === undefined) return sharedContext(options);
  const context = contextOfSide(options.secureContext, 'client');
  adoptContext(context);
  return context;
}

function serverContext(options: ServerOptions): SSL.Context {
  if (options.secureContext === undefined) return createSecureContext(options, 'server');
  const context = contextOfSide(options.secureContext, 'server');
  adoptContext(context);
  return context;
}

function protocolsOf({ ALPNProtocols }: SessionOptions): readonly Uint8Array[] {
  return ALPNProtocols === undefined ? [] : protocols(ALPNProtocols, 'ALPNProtocols');
}

/** What chooses a context by its name, told which side of it is meant. */
function chooserOf({
  contextFor,
}: ServerOptions): ((servername: string) => SSL.Answer<SSL.Context | undefined>) | undefined {
  const ofServer = (chosen: SSL.Context | BothSides | undefined) =>
    chosen === undefined ? undefined : contextOfSide(chosen, 'server');
  return (
    contextFor &&
    ((servername) => {
      const chosen = contextFor(servername);
      return chosen instanceof Promise ? chosen.then(ofServer) : ofServer(chosen);
    })
  );
}

/** Puts a connection over its transport once it is prepared; it is freed where that fails. */
function channelOver(
  connection: SSL.Connection,
  transport: Transport,
  { handshakeTimeout, signal, allowTruncation }: SessionOptions,
  prepare: () => void,
  demands: Demands,
  { ready, onJudged, settled, announces, misnamed }: Terms,
): TlsChannel {
  try {
    prepare();
  } catch (error) {
    connection.free();
    throw error;
  }
  return new TlsChannel(connection, transport, {
    ready,
    handshakeTimeout,
    signal,
    allowTruncation,
    demands,
    onJudged,
    settled,
    announces,
    misnamed,
  });
}

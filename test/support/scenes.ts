/** Each callback of OpenSSL, in a handshake that calls it. */
import { crypto, SSL } from '../../src/index.js';
import { localPki } from './pki.js';
import { contextOf, handshake, pair, transfer } from './pump.js';

/** Whose certificates the scenes show. */
export const SCENE_PKI = localPki();
const { ca, server, client } = SCENE_PKI;
const KEY = new Uint8Array(32).fill(7);
const sealed = crypto.dumpPrivatekey(crypto.FILETYPE_PEM, server.key, 'aes-128-cbc', 'secret');

/** Who is there while a callback runs. */
export interface Subject {
  /** The connection that calls back; one that is idle where the callback has none. */
  readonly connection: SSL.ConnectionCore;
  readonly context: SSL.Context;
  /** What the callback was given beside it. */
  readonly given: readonly object[];
}

export type Act = (subject: Subject) => void;

interface Stage {
  readonly here: SSL.Context;
  readonly there: SSL.Context;
  /** What is freed when the scene is over. */
  readonly ends: (() => void)[];
  /** Runs the act for a callback of a connection. */
  call(connection: SSL.ConnectionCore, ...given: object[]): void;
}

interface Scene {
  /** Both sides' contexts, without the callback. */
  readonly contexts?: () => { here: SSL.Context; there: SSL.Context };
  /** The call of the callback in which something is done: the first by default. */
  readonly at?: number;
  prepare(stage: Stage): void;
  /** Runs what calls back; a handshake by default. */
  readonly run?: (stage: Stage) => void;
}

const tls = (version: number = SSL.TLS1_3_VERSION) => {
  const here = contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca, cert: client });
  const there = contextOf(SSL.TLS_SERVER_METHOD, { cert: server });
  here.setMaxProtoVersion(version);
  return { here, there };
};
const psk = () => {
  const contexts = { here: new SSL.Context(SSL.TLS_CLIENT_METHOD), there: new SSL.Context(SSL.TLS_SERVER_METHOD) };
  for (const context of Object.values(contexts)) context.setTls13Ciphersuites('TLS_AES_128_GCM_SHA256');
  contexts.here.setPskClientCallback(() => ({ identity: 'me', key: KEY }));
  contexts.there.setPskServerCallback(() => KEY);
  return contexts;
};
const dtls = () => {
  const contexts = {
    here: contextOf(SSL.DTLS_CLIENT_METHOD, { trust: ca }),
    there: contextOf(SSL.DTLS_SERVER_METHOD, { cert: server }),
  };
  contexts.there.setCookieGenerateCallback(() => Uint8Array.of(1, 2, 3));
  contexts.there.setCookieVerifyCallback(() => true);
  return contexts;
};

function ask(client: SSL.Connection): void {
  client.setTlsextHostName('localhost');
  client.setAlpnProtos(['h2']);
  client.requestOcsp();
}

/** Shakes hands, and goes on until what follows a handshake (tickets) is read. */
function shake({ here, there }: Stage, session?: SSL.Session, reading = true): void {
  const sides = pair(here, there);
  try {
    ask(sides.client);
    if (session !== undefined) sides.client.setSession(session);
    handshake(sides.client, sides.server);
    transfer(sides.server, sides.client);
    if (reading) sides.client.recv(1);
  } catch (error) {
    if (!(error instanceof SSL.WantReadError)) throw error;
  } finally {
    sides.client.free();
    sides.server.free();
  }
}

function listen({ here, there }: Stage): void {
  const sides = pair(here, there);
  try {
    for (let round = 0; round < 3; round++) {
      for (const step of [() => sides.client.doHandshake(), () => sides.server.DTLSv1Listen()]) {
        try {
          step();
        } catch (error) {
          if (!(error instanceof SSL.WantReadError)) throw error;
        }
        transfer(sides.client, sides.server);
        transfer(sides.server, sides.client);
      }
    }
  } finally {
    sides.client.free();
    sides.server.free();
  }
}

function sessionOf({ here, there }: Stage): SSL.Session {
  const sides = pair(here, there);
  ask(sides.client);
  handshake(sides.client, sides.server);
  // A session whose connection ends without close_notify is not resumed.
  for (const side of [sides.client, sides.server]) side.setShutdown(SSL.SENT_SHUTDOWN | SSL.RECEIVED_SHUTDOWN);
  const session = sides.client.getSession();
  sides.client.free();
  sides.server.free();
  if (session === null) throw new Error('there is no session');
  return session;
}

/** A connection that does nothing, for the callbacks that have none. */
function withIdle({ here, there, call }: Stage, ...given: object[]): void {
  const sides = pair(here, there);
  try {
    call(sides.client, ...given);
  } finally {
    sides.client.free();
    sides.server.free();
  }
}

const info = (at: number): Scene => ({
  at,
  prepare: ({ here, call }) => here.setInfoCallback((connection) => call(connection)),
});

export const SCENES: Readonly<Record<string, Scene>> = {
  verify: {
    prepare: ({ here, call }) =>
      here.setVerify(SSL.VERIFY_PEER, (connection, cert, _error, _depth, ok) => {
        call(connection, cert);
        cert.free();
        return ok === 1;
      }),
  },
  'info, at the start': info(1),
  'info, in the middle': info(5),
  'info, at the end': info(14),
  keylog: { prepare: ({ here, call }) => here.setKeylogCallback((connection) => call(connection)) },
  alpnSelect: {
    prepare: ({ there, call }) =>
      there.setAlpnSelectCallback((connection, [first]) => {
        call(connection);
        return first ?? SSL.NO_OVERLAPPING_PROTOCOLS;
      }),
  },
  clientHello: { prepare: ({ there, call }) => there.setClientHelloCallback((connection) => call(connection)) },
  certificate: { prepare: ({ there, call }) => there.setCertificateCallback((connection) => call(connection)) },
  'certificate, of a client': {
    contexts: () => {
      const { here, there } = tls();
      here.free();
      return { here: contextOf(SSL.TLS_CLIENT_METHOD, { trust: ca }), there };
    },
    prepare: ({ here, there, call }) => {
      there.setVerify(SSL.VERIFY_PEER, () => true);
      here.setCertificateCallback((connection) => call(connection));
    },
  },
  servername: { prepare: ({ there, call }) => there.setTlsextServernameCallback((connection) => call(connection)) },
  'servername, of TLS 1.2': {
    contexts: () => tls(SSL.TLS1_2_VERSION),
    prepare: ({ there, call }) => there.setTlsextServernameCallback((connection) => call(connection)),
  },
  ocspServer: {
    prepare: ({ there, call }) =>
      there.setOcspServerCallback((connection) => {
        call(connection);
        return Uint8Array.of(1);
      }),
  },
  ocspClient: {
    prepare: ({ here, call }) =>
      here.setOcspClientCallback((connection) => {
        call(connection);
        return true;
      }),
  },
  cookieGenerate: {
    contexts: dtls,
    prepare: ({ there, call }) =>
      there.setCookieGenerateCallback((connection) => {
        call(connection);
        return Uint8Array.of(1, 2, 3);
      }),
    run: listen,
  },
  cookieVerify: {
    contexts: dtls,
    prepare: ({ there, call }) =>
      there.setCookieVerifyCallback((connection) => {
        call(connection);
        return true;
      }),
    run: listen,
  },
  sessionNew: {
    prepare: ({ here, call }) => {
      here.setSessionCacheMode(SSL.SESS_CACHE_CLIENT);
      here.setSessionNewCallback((connection, session) => {
        call(connection, session);
        session.free();
      });
    },
  },
  'sessionNew, of a server': {
    contexts: () => tls(SSL.TLS1_2_VERSION),
    prepare: ({ there, call }) => {
      there.setOptions(SSL.OP_NO_TICKET);
      there.setSessionNewCallback((connection, session) => {
        call(connection, session);
        session.free();
      });
    },
  },
  sessionGet: {
    contexts: () => tls(SSL.TLS1_2_VERSION),
    prepare: ({ there, call, ends }) => {
      let kept: SSL.Session | undefined;
      there.setOptions(SSL.OP_NO_TICKET);
      there.setSessionCacheMode(SSL.SESS_CACHE_SERVER | SSL.SESS_CACHE_NO_INTERNAL);
      there.setSessionNewCallback((_connection, session) => {
        kept?.free();
        kept = session;
      });
      there.setSessionGetCallback((connection) => {
        if (kept !== undefined) call(connection, kept);
        return kept;
      });
      ends.push(() => kept?.free());
    },
    run: (stage) => {
      using session = sessionOf(stage);
      shake(stage, session, false);
    },
  },
  sessionRemove: {
    contexts: () => tls(SSL.TLS1_2_VERSION),
    prepare: (stage) =>
      stage.here.setSessionRemoveCallback(() => {
        withIdle(stage);
      }),
    run: (stage) => {
      using session = sessionOf(stage);
      stage.here.addSession(session);
      stage.here.flushSessions(2 ** 33);
    },
  },
  pskClient: {
    contexts: psk,
    prepare: ({ here, call }) =>
      here.setPskClientCallback((connection) => {
        call(connection);
        return { identity: 'me', key: KEY };
      }),
    run: (stage) => shake(stage, undefined, false),
  },
  pskServer: {
    contexts: psk,
    prepare: ({ there, call }) =>
      there.setPskServerCallback((connection) => {
        call(connection);
        return KEY;
      }),
    run: (stage) => shake(stage, undefined, false),
  },
  passphrase: {
    prepare: () => undefined,
    run: (stage) => {
      const ask = () => {
        withIdle(stage);
        return 'secret';
      };
      using _key = crypto.loadPrivatekey(crypto.FILETYPE_PEM, sealed, ask);
    },
  },
};

/** Plays a scene. @throws what ended the handshake */
export function play(name: string, act: Act): void {
  const { contexts = tls, at = 1, prepare, run = shake } = SCENES[name] as Scene;
  const { here, there } = contexts();
  let calls = 0;
  const stage: Stage = {
    here,
    there,
    ends: [],
    call(connection, ...given) {
      calls += 1;
      if (calls !== at) return;
      act({ connection, context: connection.getContext(), given });
    },
  };
  try {
    prepare(stage);
    run(stage);
  } finally {
    for (const end of stage.ends) end();
    here.free();
    there.free();
  }
}

/** A connection's life, stopped at each state for a look. */
import net from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type Options, quiet, type Stage, type Version, within } from '../harness/stage.js';

export type Side = 'client' | 'server' | 'wrapped';
export type Look = (state: string, socket: TLSSocket) => void;

export const VERSIONS: readonly Version[] = ['TLSv1.2', 'TLSv1.3'];
export const SIDES: readonly Side[] = ['client', 'server', 'wrapped'];

export const only = (version: Version) => ({ minVersion: version, maxVersion: version });

/** Both ends have a certificate and protocols to choose from. */
export const ends = (stage: Stage, version: Version) => {
  const { ca, client: cert, clientKey: key } = stage.pki;
  return {
    client: { ...only(version), cert, key, ALPNProtocols: ['b', 'c'], ca },
    server: { ...only(version), requestCert: true, rejectUnauthorized: false, ca, ALPNProtocols: ['a', 'b'] },
  };
};

export async function scene(stage: Stage, side: Side, version: Version, look: Look): Promise<void> {
  if (side === 'client') await clientScene(stage, version, look);
  else await serverScene(stage, side, version, look);
}

async function clientScene(stage: Stage, version: Version, look: Look): Promise<void> {
  const { client, server } = ends(stage, version);
  const listener = await stage.serve(stage.node, server, (socket) => {
    quiet(socket).on('data', (data) => socket.write(data));
  });
  const first = quiet(stage.dial(stage.tls, listener, client));
  look('before', first);
  const session = lastSession(first);
  if (!(await stage.comes(first, 'secureConnect'))) return;
  look('secure', first);
  await exchange(stage, first);
  look('used', first);
  first.end();
  await stage.comes(first, 'close');
  look('closed', first);
  const second = quiet(stage.dial(stage.tls, listener, { ...client, session: session() }));
  if (!(await stage.comes(second, 'secureConnect'))) return;
  look('resumed', second);
  second.destroy();
  look('destroyed', second);
}

function lastSession(socket: TLSSocket): () => Buffer | undefined {
  let last: Buffer | undefined;
  socket.on('session', (session) => {
    last = session;
  });
  return () => last;
}

/** There and back, so that a client has its tickets too. */
export async function exchange(stage: Stage, socket: TLSSocket): Promise<void> {
  socket.write('hello');
  await stage.comes(socket, 'data');
}

async function serverScene(stage: Stage, side: Side, version: Version, look: Look): Promise<void> {
  const { client, server } = ends(stage, version);
  const sockets: TLSSocket[] = [];
  const take = (socket: TLSSocket) => {
    sockets.push(quiet(stage.keep(socket)));
    socket.on('data', (data) => socket.write(data));
  };
  const listener =
    side === 'server'
      ? await stage.serve(stage.tls, server, take)
      : await wrappingServer(stage, server, (socket) => {
          look('before', socket);
          take(socket);
        });
  const first = quiet(stage.dial(stage.node, listener, client));
  const session = lastSession(first);
  if (!(await stage.comes(first, 'secureConnect'))) return;
  await exchange(stage, first);
  const [one] = sockets;
  if (one === undefined) return stage.note('the server', 'took nothing');
  look('used', one);
  const closed = within(one, 'close');
  first.end();
  stage.note('closed', await closed);
  look('closed', one);
  const second = quiet(stage.dial(stage.node, listener, { ...client, session: session() }));
  if (!(await stage.comes(second, 'secureConnect'))) return;
  await exchange(stage, second);
  const other = sockets[1];
  if (other === undefined) return stage.note('the server', 'took nothing again');
  look('resumed', other);
  other.destroy();
  look('destroyed', other);
}

/** TLS on top of sockets that a plain server has taken. */
export async function wrappingServer(
  stage: Stage,
  options: Options,
  take: (socket: TLSSocket) => void,
): Promise<net.Server> {
  const secureContext = stage.tls.createSecureContext({
    cert: stage.pki.server,
    key: stage.pki.serverKey,
    // Without it a server that asks for certificates resumes nothing.
    sessionIdContext: 'wrapped',
    ...options,
  });
  return stage.listen(
    net.createServer((raw) => {
      take(new stage.tls.TLSSocket(raw, { isServer: true, secureContext, ...options }));
    }),
  );
}

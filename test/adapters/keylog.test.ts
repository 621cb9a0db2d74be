/** Key material leaves OpenSSL where somebody has asked for it, and nowhere else. */
import { once } from 'node:events';
import tls from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFetch } from '../../src/adapters/fetch/index.js';
import {
  connect,
  createSecureContext,
  createServer,
  type Server,
  type TLSSocket,
} from '../../src/adapters/node/index.js';
import { SSL, ssl } from '../../src/index.js';
import { closeAfterEach, listenOnLoopback } from '../support/loopback.js';
import { localPki } from '../support/pki.js';

const { ca, server } = localPki();
const closers = closeAfterEach();
const credentials = { cert: server.certPem, key: server.keyPem };

/** Every way in which a context is told to log its keys. */
const asked = [vi.spyOn(SSL.Context.prototype, 'setKeylogCallback'), vi.spyOn(SSL.Context.prototype, 'logKeys')];
afterEach(() => {
  for (const spy of asked) spy.mockClear();
});

async function shake(listener: Server, options: object = {}, onSocket?: (socket: TLSSocket) => void): Promise<void> {
  const port = await listenOnLoopback(listener, closers);
  const socket = connect({ port, host: 'localhost', ca: ca.certPem, ...options });
  onSocket?.(socket);
  socket.resume();
  await once(socket, 'close');
}

const serve = (): Server => createServer(credentials, (socket) => socket.end('x'));

describe('the key log', () => {
  it('is off for sockets, fetch and ssl that nobody listens to', async () => {
    await shake(serve());
    await shake(serve(), { secureContext: createSecureContext({ ca: ca.certPem }) });
    const listener = tls.createServer(credentials, (socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx'),
    );
    const fetch = createFetch({ ca: ca.certPem });
    closers.push(() => fetch.close());
    await fetch(`https://localhost:${await listenOnLoopback(listener, closers)}/`);
    ssl.createDefaultContext();
    for (const spy of asked) expect(spy).not.toHaveBeenCalled();
  });

  it('is on for the side that asks: by a listener, at any time before the end, by a function, or by a file', async () => {
    const lines: Record<string, number> = { event: 0, function: 0, server: 0 };
    const count = (name: string) => () => {
      lines[name] = (lines[name] ?? 0) + 1;
    };
    await shake(serve(), {}, (socket) => socket.on('keylog', count('event')));
    await shake(serve(), { onKeylog: count('function') });
    const listener = serve();
    listener.on('keylog', count('server'));
    await shake(listener);
    expect(lines).toEqual({ event: 5, function: 5, server: 5 });
  });

  it('tells one session of a shared context, and not its neighbours', async () => {
    const secureContext = createSecureContext({ ca: ca.certPem });
    let mine = 0;
    let others = 0;
    await shake(serve(), { secureContext }, (socket) => socket.on('keylog', () => mine++));
    const before = mine;
    await shake(serve(), { secureContext, onKeylog: () => others++ });
    expect([before, mine, others]).toEqual([5, 5, 5]);
  });

  it('follows a server to the context that a name chooses', async () => {
    const listener = serve();
    listener.addContext('localhost', createSecureContext(credentials));
    let lines = 0;
    listener.on('keylog', () => lines++);
    await shake(listener);
    expect(lines).toBe(5);
  });
});

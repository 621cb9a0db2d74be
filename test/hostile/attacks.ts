/** What a hostile client does to a server, one connection each. */
import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { SSL } from '../../src/index.js';
import { issue } from '../support/pki.js';

/** Resolves when the client has done its worst; what the server says to it does not matter. */
export type Attack = (port: number) => Promise<void>;

const PATIENCE = 400;
const stranger = issue('a stranger', { san: 'DNS:localhost' });

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function plain(port: number): Promise<net.Socket> {
  const raw = net.connect(port, '127.0.0.1').on('error', () => undefined);
  raw.resume();
  await Promise.race([once(raw, 'connect').catch(() => undefined), pause(2000)]);
  return raw;
}

/** Sends bytes, and ends in one of the ways there are. */
function bytes(data: Uint8Array | string, end: 'reset' | 'end' | 'wait'): Attack {
  return async (port) => {
    const raw = await plain(port);
    raw.write(data);
    if (end === 'end') raw.end();
    await pause(end === 'wait' ? PATIENCE : 20);
    raw.resetAndDestroy();
  };
}

/** What a client of node:tls writes first. */
async function clientHello(options: tls.ConnectionOptions = {}): Promise<Buffer> {
  let done: (data: Buffer) => void = () => undefined;
  const hello = new Promise<Buffer>((resolve) => {
    done = resolve;
  });
  const carrier = new Duplex({ read: () => undefined, write: (chunk: Buffer) => done(chunk) });
  const socket = tls.connect({ socket: carrier, servername: 'localhost', ...options }).on('error', () => undefined);
  const data = await hello;
  socket.destroy();
  return data;
}

/** A client whose stream is reset once it has sent so many bytes. */
function resetAfter(limit: number, options: tls.ConnectionOptions): Attack {
  return async (port) => {
    const raw = await plain(port);
    let left = limit;
    const carrier = new Duplex({
      read: () => undefined,
      write(chunk: Buffer, _encoding, callback) {
        raw.write(chunk.subarray(0, left));
        left -= chunk.length;
        if (left <= 0) raw.resetAndDestroy();
        callback();
      },
    }).on('error', () => undefined);
    raw.on('data', (data) => carrier.push(data));
    raw.on('close', () => carrier.destroy());
    const socket = tls.connect({ socket: carrier, rejectUnauthorized: false, ...options }).on('error', () => undefined);
    socket.on('secureConnect', () => socket.write('x'.repeat(2000)));
    await Promise.race([once(raw, 'close').catch(() => undefined), pause(PATIENCE)]);
    raw.resetAndDestroy();
    socket.destroy();
  };
}

/** Something done after a handshake that went through, or did not. */
function afterwards(
  act: (raw: net.Socket, socket: tls.TLSSocket) => unknown,
  options: tls.ConnectionOptions = {},
): Attack {
  return async (port) => {
    const raw = await plain(port);
    const socket = tls.connect({ socket: raw, rejectUnauthorized: false, ...options }).on('error', () => undefined);
    socket.resume();
    await Promise.race([once(socket, 'secureConnect').catch(() => undefined), pause(PATIENCE)]);
    act(raw, socket);
    await pause(60);
    raw.resetAndDestroy();
    socket.destroy();
  };
}

/** A connection of ours, which does what node:tls cannot be made to do. */
function withCore(prepare: (connection: SSL.Connection) => void, act: (connection: SSL.Connection) => void): Attack {
  return async (port) => {
    const raw = await plain(port);
    const connection = new SSL.Connection(new SSL.Context(SSL.TLS_CLIENT_METHOD), null, 'client');
    const flush = () => {
      while (connection.bioPending() > 0) raw.write(connection.bioRead(65_536));
    };
    let isOpen = false;
    const step = () => {
      try {
        if (!isOpen) {
          connection.doHandshake();
          isOpen = true;
          act(connection);
        } else connection.recv(1000);
      } catch {
        // Waiting for the peer, or refused: the attack goes on or is over.
      }
      flush();
    };
    prepare(connection);
    raw.on('data', (data) => {
      if (connection.isFreed) return;
      connection.bioWrite(data);
      step();
    });
    step();
    await pause(PATIENCE / 2);
    raw.resetAndDestroy();
    connection.free();
  };
}

const RECORD = (type: number, version: number, length: number) =>
  Buffer.from([type, version >> 8, version & 255, length >> 8, length & 255]);
const STRAY_ALERT = Buffer.from([21, 3, 3, 0, 2, 1, 0]);
const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const onlyOf = (version: tls.SecureVersion) => ({ minVersion: version, maxVersion: version });

/** Every attack by its name. */
export async function attacks(): Promise<ReadonlyMap<string, Attack>> {
  const hello = await clientHello();
  const all = new Map<string, Attack>([
    ['nothing', bytes('', 'end')],
    ['silence', bytes('', 'wait')],
    ['a reset at once', bytes('', 'reset')],
    ['HTTP', bytes('GET / HTTP/1.1\r\n\r\n', 'wait')],
    ['noise', bytes(Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)), 'wait')],
    ['zeros', bytes(Buffer.alloc(100_000), 'wait')],
    ['a hello of SSL 2', bytes(Buffer.from([0x80, 0x2e, 1, 0, 2, 0, 0x15, 0, 0, 0, 0x10]), 'wait')],
    ['a record that is too long', bytes(Buffer.concat([RECORD(22, 0x301, 0xffff), Buffer.alloc(70_000)]), 'wait')],
    ['an empty record', bytes(RECORD(22, 0x301, 0), 'wait')],
    [
      'a flood of empty records',
      bytes(Buffer.concat(Array.from({ length: 20_000 }, () => RECORD(22, 0x303, 0))), 'wait'),
    ],
    ['a flood of alerts', bytes(Buffer.concat(Array.from({ length: 20_000 }, () => STRAY_ALERT)), 'wait')],
    ['data before the handshake', bytes(Buffer.concat([RECORD(23, 0x303, 5), Buffer.from('hello')]), 'wait')],
    ['an alert of the end', bytes(Buffer.from([21, 3, 3, 0, 2, 1, 0]), 'end')],
    ['half a hello', bytes(hello.subarray(0, hello.length >> 1), 'end')],
    ['half a hello, reset', bytes(hello.subarray(0, hello.length >> 1), 'reset')],
    ['a hello and its end', bytes(hello, 'end')],
    ['a hello and a reset', bytes(hello, 'reset')],
    ['two hellos', bytes(Buffer.concat([hello, hello]), 'wait')],
    ['a hello and noise', bytes(Buffer.concat([hello, Buffer.alloc(1000, 23)]), 'wait')],
    [
      'a hello, byte by byte',
      async (port) => {
        const raw = await plain(port);
        raw.setNoDelay();
        for (const byte of hello.subarray(0, 120)) {
          raw.write(Buffer.from([byte]));
          await pause(1);
        }
        raw.resetAndDestroy();
      },
    ],
    [
      'a name that is too long',
      withCore(
        (c) => c.setTlsextHostName(`${'a'.repeat(60)}.`.repeat(4)),
        () => undefined,
      ),
    ],
    [
      'a name that is no text',
      withCore(
        (c) => c.setTlsextHostName('\u00ff\u0001..%00/../'),
        () => undefined,
      ),
    ],
    [
      'a flood of key updates',
      withCore(
        (c) => c.setTlsextHostName('localhost'),
        (c) => {
          for (let count = 0; count < 200; count++) {
            c.keyUpdate(true);
            c.send('x');
          }
        },
      ),
    ],
    [
      'many protocols',
      withCore(
        (c) => c.setAlpnProtos(Array.from({ length: 200 }, (_, index) => `${index}`.repeat(80).slice(0, 255))),
        () => undefined,
      ),
    ],
  ]);
  for (let at = 0; at < hello.length; at += 37) {
    const broken = Buffer.from(hello);
    broken[at] = 255 - (broken[at] ?? 0);
    all.set(`a hello with byte ${at} turned`, bytes(broken, 'end'));
  }
  for (const version of versions) {
    const only = onlyOf(version);
    const named = { servername: 'localhost', ...only };
    const identity = { ...named, cert: stranger.certPem, key: stranger.keyPem };
    for (const limit of [1, 5, 100, 300, 600, 900, 1500, 2500]) {
      all.set(`${version}, reset after ${limit} bytes`, resetAfter(limit, named));
      all.set(`${version}, a certificate, reset after ${limit} bytes`, resetAfter(limit, identity));
    }
    const more: Readonly<Record<string, Attack>> = {
      'garbage after the handshake': afterwards((raw) => raw.write('garbage garbage'), named),
      'a reset after the handshake': afterwards((raw) => raw.resetAndDestroy(), named),
      'data and a reset': afterwards(
        (raw, socket) => socket.write('x'.repeat(50_000), () => raw.resetAndDestroy()),
        named,
      ),
      'the end of the stream alone': afterwards((raw) => raw.end(), named),
      'the end of the session alone': afterwards((_raw, socket) => socket.end(), named),
      'the end, then garbage': afterwards((raw, socket) => {
        socket.end();
        raw.write('garbage');
      }, named),
      'a flood of stray alerts': afterwards(
        (raw) => raw.write(Buffer.concat(Array.from({ length: 5000 }, () => STRAY_ALERT))),
        named,
      ),
      'a long record': afterwards(
        (raw) => raw.write(Buffer.concat([RECORD(23, 0x303, 0xffff), Buffer.alloc(70_000)])),
        named,
      ),
      'much, and nobody who reads': afterwards((raw, socket) => {
        raw.pause();
        socket.write(Buffer.alloc(2_000_000, 'x'));
      }, named),
      'HTTP of nonsense': afterwards((_raw, socket) => socket.write('\0\0\r\nHTTP\r\n\r\n'), named),
      'HTTP that is smuggled': afterwards((_raw, socket) => {
        socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n');
      }, named),
      'an upgrade and a reset': afterwards((raw, socket) => {
        socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
        setTimeout(() => raw.resetAndDestroy(), 30);
      }, named),
      'an upgrade and garbage': afterwards((raw, socket) => {
        socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nhello');
        setTimeout(() => raw.write('garbage'), 30);
      }, named),
      'a request and a reset': afterwards(
        (raw, socket) => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n', () => raw.resetAndDestroy()),
        named,
      ),
      'no name': afterwards((raw) => raw.write('garbage'), only),
      'another name': afterwards((raw) => raw.resetAndDestroy(), { ...only, servername: 'elsewhere.test' }),
      'another protocol': afterwards((raw) => raw.resetAndDestroy(), { ...named, ALPNProtocols: ['y', 'z'] }),
      'a certificate of a stranger': afterwards((_raw, socket) => socket.write('hello'), identity),
      'a certificate of a stranger, garbage': afterwards((raw) => raw.write('garbage'), identity),
    };
    for (const [name, attack] of Object.entries(more)) all.set(`${version}, ${name}`, attack);
  }
  return all;
}

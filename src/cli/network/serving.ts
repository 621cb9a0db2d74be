/** What a client of `tsopenssl serve` is answered. */
import type { TLSSocket } from '../../adapters/node/index.js';

/** How a client is served. */
export interface ServingOptions {
  readonly isEcho: boolean;
  /** How many milliseconds a client may be silent. */
  readonly idle: number;
  /** Told when the client has gone. */
  readonly done: () => void;
}

/** Most of a request that is kept. */
const MAX_HEAD = 16_384;

/** Serves one client until it goes. */
export function serveSocket(socket: TLSSocket, { isEcho, idle, done }: ServingOptions): void {
  socket.on('error', () => socket.destroy());
  socket.on('close', done);
  socket.setTimeout(idle, () => socket.end());
  if (isEcho) {
    socket.pipe(socket);
    return;
  }
  let head = '';
  const told = pageOf(socket);
  socket.on('data', (chunk: Buffer) => {
    head = (head + chunk.toString('latin1')).slice(-MAX_HEAD);
    // The end of an HTTP request; whoever speaks otherwise is answered line by line.
    if (!/\r?\n\r?\n/.test(head) && /^[A-Z]+ \S+ HTTP\//.test(head)) return;
    if (!head.includes('\n')) return;
    const isHttp = /^[A-Z]+ \S+ HTTP\//.test(head);
    head = '';
    if (!isHttp) {
      socket.write(told);
      return;
    }
    const length = Buffer.byteLength(told);
    socket.end(
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${told}`,
    );
  });
  socket.on('end', () => socket.end());
}

function pageOf(socket: TLSSocket): string {
  const { connection } = socket;
  const lines = [
    'tsopenssl serve',
    `version: ${connection.getProtocolVersionName()}`,
    `cipher: ${connection.getCipherName()}`,
    `key exchange: ${connection.getGroupName() ?? 'none'}`,
    `resumed: ${socket.isSessionReused() === true}`,
    `client certificate: ${connection.getPeerCertificate() === null ? 'none' : socket.authorized ? 'verified' : 'not verified'}`,
  ];
  return `${lines.join('\n')}\n`;
}

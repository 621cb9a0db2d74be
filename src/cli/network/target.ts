/** Where to connect to, as it is typed. */
import net from 'node:net';
import { CliError, EXIT, misused } from '../frame/exit.js';
import type { Deadline } from './deadline.js';

/** A host and a port. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

const MAX_PORT = 65_535;

/** Reads `host`, `host:port`, `[::1]:port`, an address, or a URL. */
export function targetOf(text: string, defaultPort: number): Target {
  const plain = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/s, '');
  if (net.isIPv6(plain)) return { host: plain, port: defaultPort };
  const [, bracketed, name, digits] = /^(?:\[([^\]]+)\]|([^:[\]@\s]+))(?::(\d{1,5}))?$/.exec(plain) ?? [];
  const host = bracketed ?? name;
  const port = digits === undefined ? defaultPort : Number(digits);
  if (host === undefined || port < 1 || port > MAX_PORT || (bracketed !== undefined && !net.isIPv6(bracketed)))
    throw misused(`this is no HOST:PORT: ${text}`, 'Say for example example.com:443 or [2001:db8::1]:443.');
  return { host, port };
}

/** Opens a TCP connection. */
export async function dial({ host, port }: Target, deadline: Deadline): Promise<net.Socket> {
  const socket = net.connect({ host, port, allowHalfOpen: true });
  try {
    await deadline.within(
      new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', reject);
      }),
    );
    socket.removeAllListeners('error');
    // Errors from here on are of whoever reads or writes.
    socket.on('error', () => undefined);
    return socket;
  } catch (error) {
    socket.destroy();
    if (error instanceof CliError) throw error;
    throw new CliError(EXIT.network, `${host} port ${port}: ${reasonOf(error)}`, { cause: error });
  }
}

/** Why nobody could be reached, in words. */
export function reasonOf(error: unknown): string {
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  const [first] = errors ?? [];
  if (first !== undefined && message === '') return reasonOf(first);
  const [, alert, number] = ALERT.exec(message) ?? [];
  if (alert !== undefined) return `the peer refused it: ${alert.replace(/^tlsv\d+ alert /, '')} (TLS alert ${number})`;
  return REASONS[code ?? ''] ?? message;
}

/** OpenSSL's words for an alert of the peer's. */
const ALERT = /: (?:ssl\/tls|sslv3|tlsv1\d?) alert ([a-z0-9 ]+) \(SSL alert number (\d+)\)/;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the peer hung up',
  EPIPE: 'the peer hung up',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name cannot be looked up at the moment',
  ETIMEDOUT: 'nobody answers',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  EADDRINUSE: 'the port is in use already',
  EACCES: 'not permitted',
};

/** What SSLSocket needs of the sockets beneath it. */
import type { SocketLike } from '../../tls/index.js';

/** A socket that can take back what was read too far. */
interface UnreadableSocket extends SocketLike {
  unread(data: Uint8Array): void;
}

/** Whether a socket has a peer. One that cannot tell has. */
export function isConnected(socket: SocketLike): boolean {
  if (typeof socket?.recv !== 'function' || typeof socket.sendall !== 'function')
    throw new TypeError('a socket must have recv and sendall, as a Socket of this package');
  if (socket.getpeername === undefined) return true;
  try {
    socket.getpeername();
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOTCONN') return false;
    throw error;
  }
}

/** A method of a socket that not every socket has, bound to it. @throws {TypeError} when it has not */
export function need<K extends keyof SocketLike>(socket: SocketLike, name: K): NonNullable<SocketLike[K]> {
  const method = socket[name];
  if (method === undefined) throw new TypeError(`the socket has no ${name}`);
  return method.bind(socket) as NonNullable<SocketLike[K]>;
}

/** The socket, from which `data` is received first. */
export function withPrefix(socket: SocketLike, data: Uint8Array): SocketLike {
  if (data.length === 0) return socket;
  if (typeof (socket as Partial<UnreadableSocket>).unread === 'function') {
    (socket as UnreadableSocket).unread(data);
    return socket;
  }
  let rest = data;
  const recv = async (size: number): Promise<Uint8Array> => {
    if (rest.length === 0) return socket.recv(size);
    const part = rest.subarray(0, size);
    rest = rest.subarray(part.length);
    return part;
  };
  return new Proxy(socket, {
    get(target, property) {
      if (property === 'recv') return recv;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

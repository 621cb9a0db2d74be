/** Two sockets that are joined in memory: what one sends the other receives. */
import type { SSL } from '../../src/index.js';
import { Inbox } from '../../src/socket/inbox.js';

/** With every member that a connection may ask a socket for. */
export type MemorySocket = Required<SSL.SocketLike>;

const ADDRESS = ['127.0.0.1', 1] as const;

function end(mine: Inbox<Uint8Array>, others: Inbox<Uint8Array>): MemorySocket {
  let waits = true;
  return {
    recv: async (size) => {
      const data = (await mine.take(waits)) ?? new Uint8Array();
      if (data.length > size) mine.putBack(data.subarray(size));
      return data.subarray(0, size);
    },
    sendall: async (data) => others.put(data.slice()),
    close: () => {
      mine.end();
      others.end();
    },
    connect: async () => undefined,
    connectEx: async () => 0,
    bind: () => undefined,
    listen: async () => undefined,
    accept: async () => [memorySockets()[0], ADDRESS],
    shutdown: () => others.end(),
    fileno: () => -1,
    getpeername: () => ADDRESS,
    getsockname: () => ADDRESS,
    getsockopt: () => 0,
    setsockopt: () => undefined,
    setblocking: (flag) => {
      waits = flag;
    },
  };
}

export function memorySockets(): [MemorySocket, MemorySocket] {
  const inboxes = [new Inbox<Uint8Array>(), new Inbox<Uint8Array>()] as const;
  return [end(inboxes[0], inboxes[1]), end(inboxes[1], inboxes[0])];
}

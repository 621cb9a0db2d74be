/** The option `onread` of a socket beneath a session: what comes went past `push`, and is to come by it again. */
import type { Duplex } from 'node:stream';

/** The method by which a socket of ours gives up its `onread`. */
export const GIVE_UP_ONREAD: unique symbol = Symbol('tsopenssl.giveUpOnread');

/** The buffer that stands in the place of the application's, in bytes. */
const SIZE = 65_536;

interface Handle {
  useUserBuffer?(buffer: Uint8Array): void;
}

/**
 * Takes the application's buffer from a socket that has one. Node's reads into it natively, and tells of it by members that have
 * no name but the description of their symbols.
 * @param take - given what comes; returns whether there is room for more
 */
export function takeUserBuffer(stream: Duplex, take: (chunk: Uint8Array) => boolean): void {
  const ours = stream as Duplex & { [GIVE_UP_ONREAD]?: () => void };
  ours[GIVE_UP_ONREAD]?.();
  const members = stream as unknown as Record<symbol, unknown>;
  const symbols = Object.getOwnPropertySymbols(stream);
  const [kBuffer, kBufferCb, kBufferGen] = ['kBuffer', 'kBufferCb', 'kBufferGen'].map((description) =>
    symbols.find((symbol) => symbol.description === description),
  );
  if (kBuffer === undefined || kBufferCb === undefined || kBufferGen === undefined) return;
  // True stands for one that is still to be made.
  if (!members[kBuffer]) return;
  const { _handle: handle } = stream as unknown as { _handle?: Handle | null };
  members[kBufferGen] = null;
  if (handle == null) {
    // Not connected: it will find no buffer.
    members[kBuffer] = null;
    return;
  }
  const buffer = new Uint8Array(SIZE);
  handle.useUserBuffer?.(buffer);
  members[kBuffer] = buffer;
  members[kBufferCb] = (length: number) => take(buffer.slice(0, length));
}

/** One request and its response over a connection. */
import { type Bytes, isUint8Array } from '../../common/bytes.js';
import type { TlsChannel } from '../engine.js';
import { isBodyless, ResponseReader } from './parser.js';
import type { Lease } from './pool.js';
import { chunksOf, headOf, type PreparedRequest } from './request.js';

export interface Exchange {
  readonly response: Response;
  /** The body, unread, where the response is not to be given to the caller. */
  discard(): void;
}

/** Says whether the server had begun to answer when the exchange failed: if not, it may be tried on another connection. */
export class ExchangeFailure extends Error {
  override name = 'ExchangeFailure';
  readonly hasBegun: boolean;

  constructor(cause: unknown, hasBegun: boolean) {
    super('the exchange failed', { cause });
    this.hasBegun = hasBegun;
  }
}

/**
 * Sends a request and reads the head of its response.
 * @param done - called once when the connection is free again, or is not to be used any more
 */
export async function exchange(
  { channel, pending }: Lease,
  request: PreparedRequest,
  done: (isReusable: boolean) => void,
): Promise<Exchange> {
  let underWay = pending;
  const read = () => {
    const next = underWay ?? channel.read();
    underWay = undefined;
    return next;
  };
  const reader = new ResponseReader(read, request.method === 'HEAD');
  const { signal } = request;
  let isOver = false;
  /** The connection is free again, or gone with an error. */
  const release = (isReusable: boolean, error?: Error) => {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener('abort', stop);
    if (error !== undefined) channel.abort(error);
    done(isReusable);
  };
  const stop = () => release(false, signal.reason instanceof Error ? signal.reason : new Error('not wanted any more'));
  signal.addEventListener('abort', stop);
  let sent = false;
  // A server may answer before it has read all of the body: the two go on side by side.
  send(channel, request).then(
    () => {
      sent = true;
    },
    (error: Error) => channel.abort(error),
  );
  try {
    const { status, statusText, headers, keepAlive } = await reader.head();
    const readBody = async (): Promise<Bytes | undefined> => {
      try {
        const data = await reader.body();
        // What came behind the response answers nothing: it must not meet the next request.
        if (data === undefined) release(keepAlive && sent && !reader.hasRest);
        return data;
      } catch (error) {
        release(false, error as Error);
        throw error;
      }
    };
    const hasNone = request.method === 'HEAD' || isBodyless(status);
    if (hasNone) await readBody();
    const body = hasNone ? null : decoded(streamOf(readBody, stop), headers.get('content-encoding'));
    return { response: new Response(body, { status, statusText, headers }), discard: stop };
  } catch (error) {
    release(false, error as Error);
    throw new ExchangeFailure(channel.failure ?? error, reader.hasBegun);
  }
}

async function send(channel: TlsChannel, request: PreparedRequest): Promise<void> {
  const head = headOf(request);
  if (isUint8Array(request.body)) {
    const joined = new Uint8Array(head.length + request.body.length);
    joined.set(head);
    joined.set(request.body, head.length);
    await channel.write(joined);
    return;
  }
  await channel.write(head);
  if (request.body !== null) for await (const chunk of chunksOf(request.body)) await channel.write(chunk);
}

function streamOf(read: () => Promise<Bytes | undefined>, cancel: () => void): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>(
    {
      pull: async (controller) => {
        const data = await read();
        if (data === undefined) controller.close();
        else controller.enqueue(data);
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
}

function decoded(body: ReadableStream<Bytes>, encoding: string | null): ReadableStream {
  if (encoding !== 'gzip' && encoding !== 'deflate') return body;
  return body.pipeThrough(new DecompressionStream(encoding));
}

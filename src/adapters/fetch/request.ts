/** Requests of HTTP/1.1 as bytes. */
import { type Bytes, isUint8Array } from '../../common/bytes.js';

/** A request that can be sent, and sent again where its body is bytes. */
export interface PreparedRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | ReadableStream<Uint8Array> | null;
  readonly signal: AbortSignal;
}

const encoder = new TextEncoder();

/** Takes a request apart. Bodies are read into memory unless they were given as a stream. */
export async function prepare(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<PreparedRequest & { readonly redirect: RequestRedirect }> {
  const given = init?.body instanceof ReadableStream ? init.body : null;
  // A stream stays ours: not every engine lets a Request give it back.
  const request = new Request(input, given === null ? init : { ...init, body: null });
  const url = new URL(request.url);
  if (url.protocol !== 'https:') throw new TypeError(`only https: is spoken here, not ${url.protocol}`);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const bytes = hasBody && given === null ? new Uint8Array(await request.arrayBuffer()) : null;
  const headers = new Headers(request.headers);
  // Headers that a browser's Request does not take are taken here: this is no page's request.
  if (init?.headers !== undefined) new Headers(init.headers).forEach((value, name) => void headers.set(name, value));
  const body = given ?? (bytes !== null && bytes.length > 0 ? bytes : null);
  return { url, method: request.method, headers, body, signal: request.signal, redirect: request.redirect };
}

/** The head of a request. Framing and host are ours; what the caller says of them does not count. */
export function headOf({ url, method, headers, body }: PreparedRequest): Bytes {
  const own = new Headers(headers);
  for (const name of ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding', 'upgrade']) {
    own.delete(name);
  }
  if (!own.has('accept')) own.set('accept', '*/*');
  if (!own.has('accept-encoding')) own.set('accept-encoding', acceptedEncodings());
  if (url.username !== '' && !own.has('authorization')) own.set('authorization', basic(url));
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `host: ${url.host}`];
  own.forEach((value, name) => void lines.push(`${name}: ${value}`));
  if (body instanceof ReadableStream) lines.push('transfer-encoding: chunked');
  else if (body !== null) lines.push(`content-length: ${body.length}`);
  else if (method !== 'GET' && method !== 'HEAD') lines.push('content-length: 0');
  return latin1(`${lines.join('\r\n')}\r\n\r\n`);
}

function acceptedEncodings(): string {
  return typeof DecompressionStream === 'function' ? 'gzip, deflate' : 'identity';
}

function basic(url: URL): string {
  const text = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${btoa(String.fromCharCode(...encoder.encode(text)))}`;
}

/** Header values are byte strings (Fetch, 2.2.2): one byte a character. */
function latin1(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A body in chunks (RFC 9112, 7.1). */
export async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!isUint8Array(value)) throw new TypeError('a body stream must give Uint8Arrays');
      if (value.length === 0) continue;
      yield encoder.encode(`${value.length.toString(16)}\r\n`);
      yield value;
      yield encoder.encode('\r\n');
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
  yield encoder.encode('0\r\n\r\n');
}

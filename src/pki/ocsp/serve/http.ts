/** The responder's HTTP (RFC 6960, appendix A; RFC 5019, 5). */
import type { Bytes } from '../../../common/bytes.js';
import { hexOf } from '../../der/values.js';
import { native } from '../../native.js';
import { bytesOfBase64 } from '../input.js';
import { type OcspAnswer, readOcspResponse } from '../read/response.js';

const REQUEST_TYPE = 'application/ocsp-request';
const RESPONSE_TYPE = 'application/ocsp-response';
/** The longest that a part of a path is looked at: a request by GET has some hundred letters. */
const MAX_PATH = 8192;

/** Answers a request of HTTP. @param respond - requests in, responses out */
export async function answerHttp(
  request: Request,
  maxBytes: number,
  respond: (request: Uint8Array) => Promise<Uint8Array>,
): Promise<Response> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    const asked = requestOfPath(new URL(request.url).pathname);
    return asked === undefined ? plain(400, 'the path is no OCSP request') : answered(await respond(asked), true);
  }
  if (request.method !== 'POST') return plain(405, 'a responder is asked by POST or GET', { allow: 'GET, HEAD, POST' });
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== REQUEST_TYPE) return plain(415, `the content must be ${REQUEST_TYPE}`);
  const body = await bounded(request, maxBytes);
  return body === undefined ? plain(413, 'the request is too large') : answered(await respond(body), false);
}

/** The bytes of a body, read no further than they may be; undefined for more. */
async function bounded(request: Request, maxBytes: number): Promise<Bytes | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) break;
    length += part.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      return undefined;
    }
    parts.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/**
 * The request in a path. Some leave the slashes of base64 as they are, and servers collapse two of them: DER begins with 0x30, whose
 * base64 is an M, so the request is what stands from a part that begins with one to the end.
 */
function requestOfPath(pathname: string): Bytes | undefined {
  if (pathname.length > MAX_PATH) return undefined;
  const parts = pathname.split('/');
  for (const [index, part] of parts.entries()) {
    if (!part.startsWith('M')) continue;
    const bytes = bytesOfBase64(decoded(parts.slice(index).join('/')));
    if (bytes !== undefined && bytes[0] === 0x30) return bytes;
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function answered(der: Uint8Array, isGet: boolean): Response {
  const headers = { 'content-type': RESPONSE_TYPE, 'content-length': String(der.length), ...caching(der, isGet) };
  return new Response(der.slice(), { headers });
}

/** RFC 5019, 6.2: caches may keep an answer to a GET until more is known; none that is tied to its request. */
function caching(der: Uint8Array, isGet: boolean): Record<string, string> {
  const response = isGet ? readOcspResponse(der) : undefined;
  const life = response?.status === 'successful' && response.nonce === undefined ? lifeOf(response) : undefined;
  if (life === undefined) return { 'cache-control': 'no-store' };
  return {
    'cache-control': `max-age=${life.seconds}, public, no-transform, must-revalidate`,
    'last-modified': life.from.toUTCString(),
    expires: life.to.toUTCString(),
    etag: `"${hexOf(native.digest_bytes('sha256', der)).slice(0, 40)}"`,
  };
}

/** Until the first of its nextUpdates; undefined where one is missing, or has passed. */
function lifeOf({ responses, producedAt }: OcspAnswer): { seconds: number; from: Date; to: Date } | undefined {
  const ends = responses.map(({ nextUpdate }) => nextUpdate?.date?.getTime() ?? 0);
  const to = Math.min(...ends);
  const seconds = Math.floor((to - Date.now()) / 1000);
  return seconds > 0 ? { seconds, from: producedAt.date ?? new Date(), to: new Date(to) } : undefined;
}

const plain = (status: number, text: string, headers: Record<string, string> = {}): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain', 'cache-control': 'no-store', ...headers },
  });

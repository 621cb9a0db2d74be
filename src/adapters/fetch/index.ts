/** `tsopenssl/fetch`: a fetch of HTTP/1.1 whose TLS is ours: client certificates, private CAs, pins, the peer's chain. */
import { declareOptions, func, milliseconds, without } from '../../common/options.js';
import { CLIENT_RULES } from '../checked-options.js';
import type { TlsChannel } from '../engine.js';
import type { ClientOptions } from '../options.js';
import type { TlsInfo } from '../web/socket.js';
import { ExchangeFailure, exchange } from './exchange.js';
import { type Lease, Pool, type PoolOptions } from './pool.js';
import { type PreparedRequest, prepare } from './request.js';
import { ownInfoOf } from './tls-info.js';

export { pinOf } from '../../verification/pins.js';
export { checkServerIdentity, type PlainCertificate } from '../identity.js';
export type { ClientOptions } from '../options.js';
export type { TlsInfo } from '../web/socket.js';
export type { Dial } from './dial.js';

/** What a fetch settles for each connection by itself: whom to ask for and to demand is what the URL says. */
type OwnSettings = 'session' | 'signal' | 'ALPNProtocols' | 'host' | 'servername';

/**
 * What a fetch is told: how to reach servers, and what to demand of them. It is read once, by `createFetch`, and holds for
 * every origin: a client certificate is shown to each server that asks for one, also where a redirect leads.
 */
export interface FetchOptions extends PoolOptions, Omit<ClientOptions, OwnSettings> {}

/** A response, and what the handshake behind it has settled. */
export interface TlsResponse extends Response {
  /** Versions, names and certificates of the connection that the response came over. */
  readonly tls: TlsInfo;
}

/** A fetch of its own connections. */
export interface TlsFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<TlsResponse>;
  /** Closes the connections that wait for another request. */
  close(): void;
}

const OWN = ['session', 'signal', 'ALPNProtocols', 'host', 'servername'] as const satisfies readonly OwnSettings[];
const declaredOptions = declareOptions<FetchOptions>({
  ...without(CLIENT_RULES, ...OWN),
  dial: func(),
  keepAlive: milliseconds,
});

function fetchOptions(input: unknown): FetchOptions {
  const options = declaredOptions(input);
  for (const name of OWN) {
    if (name in options && (options as Record<string, unknown>)[name] != null) throw notForAll(name);
  }
  return options;
}

/** One name for all would let any server that holds it stand for every other. */
function notForAll(name: string): TypeError {
  const message = `${name} is no option of createFetch: it serves many origins, and each connection has its own`;
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' });
}

const MAX_REDIRECTS = 20;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What may be sent twice without a second effect (RFC 9110, 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);
/** What belongs to an origin, and must not follow a redirect to another. */
const SECRETS = ['authorization', 'cookie', 'proxy-authorization'];

/**
 * Makes a fetch. It speaks HTTP/1.1 over TLS to servers of trusted CAs, keeps connections, resumes sessions and follows
 * redirects. It has no cache and no cookies.
 * @throws {TypeError} for `host` and `servername`: every origin must be named by its own certificate
 */
export function createFetch(options: FetchOptions = {}): TlsFetch {
  const pool = new Pool(fetchOptions(options));
  const run = async (input: string | URL | Request, init?: RequestInit): Promise<TlsResponse> => {
    const { redirect, ...first } = await prepare(input, init);
    let request: PreparedRequest = first;
    for (let hops = 0; ; hops++) {
      const { response, tls, discard } = await attempt(pool, request);
      const location = response.headers.get('location');
      if (!REDIRECTS.has(response.status) || location === null || redirect === 'manual') {
        return Object.assign(withAddress(response, request.url, hops > 0), { tls });
      }
      discard();
      if (redirect === 'error') throw new TypeError(`${request.url} answers with a redirect`);
      if (hops >= MAX_REDIRECTS) throw new TypeError(`more than ${MAX_REDIRECTS} redirects`);
      request = redirected(request, response.status, new URL(location, request.url));
    }
  };
  return Object.assign(run, { close: () => pool.close() });
}

/** Sends a request, and once more where an idle connection turns out to have been closed meanwhile. */
async function attempt(
  pool: Pool,
  request: PreparedRequest,
): Promise<{ response: Response; tls: TlsInfo; discard: () => void }> {
  const { origin } = request.url;
  const isRepeatable = IDEMPOTENT.has(request.method) && !(request.body instanceof ReadableStream);
  for (;;) {
    request.signal.throwIfAborted();
    // What must not be sent twice goes over a connection that is known to be alive.
    const idle = isRepeatable ? await pool.reuse(origin) : undefined;
    const lease: Lease = idle ?? { channel: await abortable(pool.connect(request.url), request.signal) };
    const { channel } = lease;
    const tls = ownInfoOf(channel);
    try {
      const { response, discard } = await exchange(lease, request, (isReusable) => {
        if (isReusable) pool.keep(origin, channel);
        else channel.abort();
      });
      return { response, tls, discard };
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason;
      if (idle !== undefined && error instanceof ExchangeFailure && !error.hasBegun) continue;
      throw error instanceof ExchangeFailure ? error.cause : error;
    }
  }
}

/** Gives up waiting for a connection; one that comes after all is closed. */
function abortable(connecting: Promise<TlsChannel>, signal: AbortSignal): Promise<TlsChannel> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(signal.reason as Error);
      connecting.then((channel) => channel.abort()).catch(() => undefined);
    };
    signal.addEventListener('abort', stop, { once: true });
    connecting.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The request that a redirect asks for (Fetch, 4.4). */
function redirected(request: PreparedRequest, status: number, url: URL): PreparedRequest {
  if (url.protocol !== 'https:') throw new TypeError(`the redirect leads away from https:, to ${url.protocol}`);
  if (request.body instanceof ReadableStream && status !== 303) throw new TypeError('a stream cannot be sent again');
  const headers = new Headers(request.headers);
  if (url.origin !== request.url.origin) for (const name of SECRETS) headers.delete(name);
  const becomesGet =
    (status === 303 && request.method !== 'HEAD' && request.method !== 'GET') ||
    ((status === 301 || status === 302) && request.method === 'POST');
  if (!becomesGet) return { ...request, url, headers };
  for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type']) headers.delete(name);
  return { ...request, url, headers, method: 'GET', body: null };
}

/** A Response made by hand has no address. */
function withAddress(response: Response, url: URL, redirected: boolean): Response {
  return Object.defineProperties(response, {
    url: { value: url.href },
    redirected: { value: redirected },
  });
}

/** Responses of HTTP/1.1 as they come: the parsing is bare-http-parser's. */
import HTTPParser from 'bare-http-parser';
import { type Bytes, unshared } from '../../common/bytes.js';

const EVENT = HTTPParser.constants;

export interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Whether the connection can carry another request afterwards. */
  readonly keepAlive: boolean;
}

/** Most bytes of a head, most headers in it: what a server sends before the body is bounded. */
const LIMITS = { maxHeaderSize: 65_536, maxHeadersCount: 500 };
const SWITCHING_PROTOCOLS = 101;
const NO_CONTENT = 204;
/** Most interim responses (1xx) before the response itself. */
const MAX_INTERIM = 20;

/** Reads one response off a stream of chunks. */
export class ResponseReader {
  readonly #parser = new HTTPParser(LIMITS);
  readonly #read: () => Promise<Bytes | undefined>;
  readonly #isHead: boolean;
  /** Asked one by one: whether a body follows is said after the head is known. */
  #events: Iterator<HTTPParser.Event> | undefined;
  #hasBegun = false;
  #isDone = false;
  #isEnded = false;

  /** @param isHead - whether the request was HEAD, so that no body follows */
  constructor(read: () => Promise<Bytes | undefined>, isHead: boolean) {
    this.#read = read;
    this.#isHead = isHead;
    if (isHead) this.#parser.skipBody();
  }

  /** Whether any byte of the response has come. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Whether something has come behind the end of the response. */
  get hasRest(): boolean {
    return this.#parser._buffered > 0;
  }

  /** The head of the response; interim ones (1xx) are passed over. */
  async head(): Promise<Head> {
    for (let interim = 0; ; ) {
      const event = await this.#next();
      if (event === undefined) throw new TypeError('the server closed the connection without an answer');
      if (event.type !== EVENT.RESPONSE) continue;
      if (event.code === SWITCHING_PROTOCOLS) throw new TypeError('the server switched to another protocol');
      if (event.code < 200) {
        if (++interim > MAX_INTERIM) throw new TypeError(`the server sent more than ${MAX_INTERIM} interim responses`);
        if (this.#isHead) this.#parser.skipBody();
        continue;
      }
      return headOf(event);
    }
  }

  /** The next bytes of the body, undefined at its end. @throws where the connection ended before the body did */
  async body(): Promise<Bytes | undefined> {
    while (!this.#isDone) {
      const event = await this.#next();
      if (event === undefined || event.type === EVENT.END) this.#isDone = true;
      else if (event.type === EVENT.DATA && event.data.length > 0) return unshared(event.data);
    }
    return undefined;
  }

  async #next(): Promise<HTTPParser.Event | undefined> {
    for (;;) {
      const next = this.#events?.next();
      if (next !== undefined && !next.done) return next.value;
      if (this.#isEnded) return undefined;
      const data = await this.#read();
      if (data === undefined) this.#isEnded = true;
      else this.#hasBegun = true;
      const events = data === undefined ? this.#parser.end() : this.#parser.push(data);
      this.#events = events[Symbol.iterator]();
    }
  }
}

function headOf(event: HTTPParser.ResponseEvent): Head {
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) {
    for (const item of Array.isArray(value) ? value : [value]) headers.append(name, item);
  }
  const coding = headers.get('transfer-encoding');
  if (coding !== null && coding.toLowerCase() !== 'chunked' && !isBodyless(event.code))
    throw new TypeError(`the response has a transfer coding that is not spoken here: ${coding}`);
  const connection = headers.get('connection')?.toLowerCase() ?? '';
  // A body that lasts until the end of the connection leaves no connection.
  const isFramed = headers.has('content-length') || headers.has('transfer-encoding') || isBodyless(event.code);
  // A response that has no body, and announces one, is ended differently by whoever believes it.
  const isPlain = event.code !== NO_CONTENT || (coding === null && (headers.get('content-length') ?? '0') === '0');
  const keepAlive = isFramed && isPlain && !connection.includes('close') && !event.version.endsWith('1.0');
  return { status: event.code, statusText: event.reason, headers, keepAlive };
}

/** Statuses whose responses have no body (RFC 9110, 6.4.1). */
export function isBodyless(status: number): boolean {
  return status === 204 || status === 304 || status < 200;
}

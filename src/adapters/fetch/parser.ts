/** Responses of HTTP/1.1 as they come: the parsing is bare-http-parser's. */
import HTTPParser from 'bare-http-parser';

const { RESPONSE, DATA, END } = HTTPParser.constants;

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

/** Reads one response off a stream of chunks. */
export class ResponseReader {
  readonly #parser = new HTTPParser(LIMITS);
  readonly #read: () => Promise<Uint8Array | undefined>;
  readonly #isHead: boolean;
  /** Asked one by one: whether a body follows is said after the head is known. */
  #events: Iterator<HTTPParser.Event> | undefined;
  #hasBegun = false;
  #isDone = false;
  #isEnded = false;

  /** @param isHead - whether the request was HEAD, so that no body follows */
  constructor(read: () => Promise<Uint8Array | undefined>, isHead: boolean) {
    this.#read = read;
    this.#isHead = isHead;
    if (isHead) this.#parser.skipBody();
  }

  /** Whether any byte of the response has come. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** The head of the response; interim ones (1xx) are passed over. */
  async head(): Promise<Head> {
    for (;;) {
      const event = await this.#next();
      if (event === undefined) throw new TypeError('the server closed the connection without an answer');
      if (event.type !== RESPONSE) continue;
      if (event.code === SWITCHING_PROTOCOLS) throw new TypeError('the server switched to another protocol');
      if (event.code < 200) {
        if (this.#isHead) this.#parser.skipBody();
        continue;
      }
      return headOf(event);
    }
  }

  /** The next bytes of the body, undefined at its end. @throws where the connection ended before the body did */
  async body(): Promise<Uint8Array | undefined> {
    while (!this.#isDone) {
      const event = await this.#next();
      if (event === undefined || event.type === END) this.#isDone = true;
      else if (event.type === DATA && event.data.length > 0) return event.data;
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
  const connection = headers.get('connection')?.toLowerCase() ?? '';
  // A body that lasts until the end of the connection leaves no connection.
  const isFramed = headers.has('content-length') || headers.has('transfer-encoding') || isBodyless(event.code);
  const keepAlive = isFramed && !connection.includes('close') && !event.version.endsWith('1.0');
  return { status: event.code, statusText: event.reason, headers, keepAlive };
}

/** Statuses whose responses have no body (RFC 9110, 6.4.1). */
export function isBodyless(status: number): boolean {
  return status === 204 || status === 304 || status < 200;
}

/** The server of node:http within: it has the parser, the time-outs and the connections; its listeners are those without. */
import http from 'node:http';
import type net from 'node:net';

/** What node:http tells a server of. The rest it tells itself. */
const FORWARDED: ReadonlySet<string | symbol> = new Set([
  ...['request', 'connect', 'upgrade', 'checkContinue', 'checkExpectation', 'clientError', 'dropRequest', 'timeout'],
]);

export class HttpServer extends http.Server {
  /** Undefined while the constructor of node:http runs. */
  readonly #face: net.Server | undefined;

  constructor(face: net.Server, options: http.ServerOptions) {
    super(options);
    this.#face = face;
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    const face = this.#faceOf(event);
    return face === undefined ? super.emit(event as string, ...args) : face.emit(event as string, ...args);
  }

  override listenerCount(event: string | symbol, ...rest: never[]): number {
    const face = this.#faceOf(event);
    return face === undefined ? super.listenerCount(event as string, ...rest) : face.listenerCount(event, ...rest);
  }

  #faceOf(event: string | symbol): net.Server | undefined {
    return FORWARDED.has(event) && #face in this ? this.#face : undefined;
  }
}

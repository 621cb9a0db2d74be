import http from 'node:http';
import { urlToHttpOptions } from 'node:url';
import { Agent, type TlsOptions } from './agent.js';

/** What a request is told: what one of node:http is, and what its connection is. */
export interface RequestOptions
  extends Omit<http.RequestOptions, 'agent'>,
    Omit<TlsOptions, keyof http.RequestOptions | 'path' | 'socket'> {
  /** Keeps the connections: {@link globalAgent} by default, false for one of its own. */
  readonly agent?: http.Agent | false | undefined;
  /** A stream that is connected already. */
  readonly socket?: TlsOptions['socket'];
}

type Listener = (response: http.IncomingMessage) => void;

/** What can be set, as in node:https, on the default export alone. */
export const settings: { globalAgent: Agent } = {
  /** The agent of requests that name none. */
  globalAgent: new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 }),
};

/** The agent of requests that name none: it keeps connections, and lets go of idle ones after five seconds. */
export const globalAgent: Agent = settings.globalAgent;

/** Sends a request over TLS, as `https.request` does. */
export function request(options: RequestOptions | string | URL, listener?: Listener): http.ClientRequest;
export function request(url: string | URL, options: RequestOptions, listener?: Listener): http.ClientRequest;
export function request(...args: unknown[]): http.ClientRequest {
  const [first, ...rest] = args;
  const isUrl = typeof first === 'string' || first instanceof URL;
  const url = isUrl ? urlToHttpOptions(new URL(first)) : {};
  const [options, listener] = isUrl ? rest : args;
  const told: Record<string, unknown> = { ...url, ...(typeof options === 'object' && options) };
  if (told['agent'] === false) told['agent'] = new Agent();
  // What node:https itself says to node:http: protocol and port where no agent is named.
  told['_defaultAgent'] = settings.globalAgent;
  const callback = typeof options === 'function' ? options : listener;
  return http.request(told as http.RequestOptions, callback as Listener | undefined);
}

/** The same, and ends the request, as `https.get` does. */
export function get(options: RequestOptions | string | URL, listener?: Listener): http.ClientRequest;
export function get(url: string | URL, options: RequestOptions, listener?: Listener): http.ClientRequest;
export function get(...args: unknown[]): http.ClientRequest {
  const sent = Reflect.apply(request, undefined, args) as http.ClientRequest;
  sent.end();
  return sent;
}

/** `tsopenssl/https`: HTTP over TLS, in the shape of node:https, over node:http and `tsopenssl/node`. */
import { Agent } from './agent.js';
import { get, globalAgent, request, settings } from './request.js';
import { createServer, Server } from './server.js';

export type { AgentConstructor, AgentOptions, AgentTarget, TlsOptions } from './agent.js';
export type { RequestOptions } from './request.js';
export type { ServerConstructor, ServerOptions } from './server.js';
export { Agent, createServer, get, globalAgent, request, Server };

const functions = { Agent, Server, createServer, get, request };

/** All of it as one object, as `import https from 'node:https'` gives it. Its `globalAgent` can be set. */
const module = Object.defineProperty(functions, 'globalAgent', {
  enumerable: true,
  configurable: true,
  get: () => settings.globalAgent,
  set(agent: Agent) {
    settings.globalAgent = agent;
  },
}) as typeof functions & { globalAgent: Agent };

export default module;

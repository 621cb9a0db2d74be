/** `tsopenssl/https`: HTTP over TLS, in the shape of node:https, over node:http and `tsopenssl/node`. */
import { Agent } from './agent.js';
import { get, globalAgent, request, settings } from './request.js';
import { createServer, Server } from './server.js';

export type { AgentConstructor, AgentOptions, AgentTarget, TlsOptions } from './agent.js';
export type { RequestOptions } from './request.js';
export type { ServerConstructor, ServerOptions } from './server.js';
export { Agent, createServer, get, globalAgent, request, Server };

/** What the default export has: the same functions, and the default agent, which can be set. */
export interface Https {
  /** As the export of that name. */
  Agent: typeof Agent;
  /** As the export of that name. */
  Server: typeof Server;
  /** As the export of that name. */
  createServer: typeof createServer;
  /** As the export of that name. */
  get: typeof get;
  /** As the export of that name. */
  request: typeof request;
  /** The agent of requests that name none. */
  globalAgent: Agent;
}

/** All of it as one object, as `import https from 'node:https'` gives it. */
const module: Https = {
  Agent,
  Server,
  createServer,
  get,
  request,
  get globalAgent() {
    return settings.globalAgent;
  },
  set globalAgent(agent: Agent) {
    settings.globalAgent = agent;
  },
};

export default module;

/** Modules of the platform that not every runtime has: Node, Deno and Bun give Node's. */

interface ProcessWithModules {
  env?: Record<string, string | undefined>;
  getBuiltinModule?(name: string): unknown;
}

/** One of Node's modules, undefined where the runtime has none, as in a browser. */
export function platformModule<T>(name: string): T | undefined {
  const process = (globalThis as { process?: ProcessWithModules }).process;
  return process?.getBuiltinModule?.(name) as T | undefined;
}

/** An environment variable; undefined where it is not set or empty, and in runtimes that have none. */
export function environment(name: string): string | undefined {
  const process = (globalThis as { process?: ProcessWithModules }).process;
  return process?.env?.[name] || undefined;
}

/** Whether the runtime is Node itself, and none that has its modules. */
export function isNode(): boolean {
  const { versions } = (globalThis as { process?: { versions?: Record<string, string | undefined> } }).process ?? {};
  return versions?.['node'] !== undefined && versions['bun'] === undefined && versions['deno'] === undefined;
}

/** Whether sockets, timers and promises belong to the request within which they were made, as in workerd. */
export function isEdgeOfRequests(): boolean {
  return (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent === 'Cloudflare-Workers';
}

/** The hook for `import` where Node has no synchronous hooks: it runs in a thread that cannot resolve for itself. */

/** @type {{ replaced: Map<string, string>, own: readonly string[] }} */
const told = { replaced: new Map(), own: [] };

/** @param {{ replaced: [string, string][], own: string[] }} data */
export function initialize({ replaced, own }) {
  told.replaced = new Map(replaced);
  told.own = own;
}

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, nextResolve) {
  const isOwn = told.own.some((folder) => context.parentURL?.startsWith(folder));
  const url = isOwn ? undefined : told.replaced.get(specifier.replace(/^node:/, ''));
  return url === undefined ? nextResolve(specifier, context) : { url, format: 'module', shortCircuit: true };
}

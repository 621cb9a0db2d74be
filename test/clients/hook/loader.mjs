/** The hook for `import` where Node has no synchronous hooks. */
import { replacementOf } from './replaced.mjs';

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, nextResolve) {
  const url = replacementOf(specifier, context.parentURL);
  return url === undefined ? nextResolve(specifier, context) : { url, format: 'module', shortCircuit: true };
}

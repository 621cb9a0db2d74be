/**
 * `node --import ./register.mjs app.mjs`: what an application, and every package in it, imports or requires as `tls` or
 * `node:tls` is tsopenssl; `https` is too, where the package has it. What Node itself requires inside (http2, its own
 * https) is not reached: those take a socket or an agent.
 */
import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { isOwn, OWN, REPLACED, replacementOf } from './replaced.mjs';

if (typeof module.registerHooks === 'function') {
  module.registerHooks({
    resolve(specifier, context, nextResolve) {
      const url = replacementOf(specifier, context.parentURL);
      return url === undefined ? nextResolve(specifier, context) : { url, format: 'module', shortCircuit: true };
    },
  });
} else {
  // Node 20: one hook for `import`, in a thread of its own, and the function that `require` calls.
  module.register(new URL('./loader.mjs', import.meta.url), { data: { replaced: [...REPLACED], own: OWN } });
  const faces = new Map();
  for (const [name, url] of REPLACED) faces.set(name, (await import(url)).default);
  const load = module._load;
  module._load = function (request, parent, ...rest) {
    const face = faces.get(request.replace(/^node:/, ''));
    const from = parent?.filename === undefined ? undefined : String(pathToFileURL(parent.filename));
    return face === undefined || isOwn(from) ? load.call(this, request, parent, ...rest) : face;
  };
}

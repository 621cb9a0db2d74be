/** The two that are compared. */

/** @typedef {Pick<typeof import('node:tls'), 'connect' | 'createServer'>} Implementation */

/**
 * Node's own, or this package as it is built.
 * @param {string} name - `node` or `package`
 * @returns {Promise<Implementation>}
 */
export async function implementation(name) {
  if (name === 'node') return import('node:tls');
  // By a name that the type checker does not follow into what is built.
  const built = '../../dist/node.adapter.js';
  return import(built);
}

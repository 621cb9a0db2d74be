/** Imported before a client: whoever comes to node:tls itself all the same, is told, and the run fails. */
// Node's own modules that are made of it take what they need when they are loaded.
process.getBuiltinModule('node:https');
process.getBuiltinModule('node:http2');
const own = process.getBuiltinModule('node:tls');
for (const name of ['connect', 'createServer', 'TLSSocket', 'Server'])
  Object.defineProperty(own, name, {
    value: () => {
      throw new Error(`node's own tls.${name} was called`);
    },
  });

/** Imported before a client: whoever comes to node:tls itself all the same, is told, and the run fails. */
import { PassThrough } from 'node:stream';

// Node's own modules that are made of it take what they need when they are loaded.
process.getBuiltinModule('node:https');
process.getBuiltinModule('node:http2');
const own = process.getBuiltinModule('node:tls');
const { TLSSocket } = own;
for (const name of ['connect', 'createServer', 'Server'])
  Object.defineProperty(own, name, {
    value: () => {
      throw new Error(`node's own tls.${name} was called`);
    },
  });
// One over a stream in memory, and told nothing else, stands for what node:tls has beneath such a socket; it carries nothing.
Object.defineProperty(own, 'TLSSocket', {
  value: class extends TLSSocket {
    /** @param {unknown[]} args */
    constructor(...args) {
      if (args.length !== 1 || !(args[0] instanceof PassThrough)) throw new Error("node's own tls.TLSSocket was made");
      super(/** @type {never} */ (args[0]));
    }
  },
});

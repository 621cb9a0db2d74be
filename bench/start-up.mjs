/**
 * A program of its own, one measurement a process, because what counts is the first use in unoptimised code: prints the
 * milliseconds of the first context, connection and ClientHello after instantiation.
 * Usage: node start-up.mjs PACKAGE MODULE
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , bundle = '', wasm = ''] = process.argv;
const { crypto, moduleVariant, setModuleSource, SSL } = await import(pathToFileURL(bundle).href);
const module = new WebAssembly.Module(readFileSync(wasm));
setModuleSource(() => module);
try {
  moduleVariant(); // instantiates
} catch {
  // The plain port has no name of a variant.
}
void crypto;
const start = performance.now();
const connection = new SSL.Connection(new SSL.Context(SSL.TLS_CLIENT_METHOD), null);
connection.setConnectState();
try {
  connection.doHandshake();
} catch (error) {
  if (!(error instanceof SSL.WantReadError)) throw error;
}
if (connection.bioRead(65_536).length < 100) throw new Error('that is no ClientHello');
console.log(performance.now() - start);

// Helpers of the cases. TSOPENSSL_DIR (or the working directory) is a folder in which tsopenssl is installed.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import net from 'node:net';
import R from 'node:tls';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.env.TSOPENSSL_DIR ?? process.cwd()}/x.js`);
export const load = (name) => import(pathToFileURL(require.resolve(name)));
export const { crypto, SSL, ssl, socket } = await load('tsopenssl'); // CONTROL=node puts node:tls in the place of what is measured: what a case calls right must be what it does.
export const TS = process.env.CONTROL === 'node' ? R : await load('tsopenssl/node');
export { net, once, R };

const pem = (c) => Buffer.from(crypto.dumpCertificate(crypto.FILETYPE_PEM, c));
let serial = 1;
export function issue(cn, names, issuer, isCa = false) {
  const key = new crypto.PKey();
  key.generateKey(crypto.TYPE_RSA, 2048);
  const cert = new crypto.X509();
  cert.setVersion(2);
  cert.setSerialNumber(serial++);
  cert.getSubject().commonName = cn;
  cert.setIssuer((issuer?.x ?? cert).getSubject());
  cert.setPubkey(key);
  cert.gmtimeAdjNotBefore(-3600);
  cert.gmtimeAdjNotAfter(864e3);
  cert.addExtensions([
    new crypto.X509Extension('basicConstraints', true, isCa ? 'CA:TRUE' : 'CA:FALSE'),
    ...(names ? [new crypto.X509Extension('subjectAltName', false, names)] : []),
  ]);
  cert.sign(issuer?.k ?? key, 'sha256');
  return { x: cert, k: key, cert: pem(cert), key: Buffer.from(crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key)) };
}
export const root = issue('Test Root', null, null, true),
  mid = issue('Test Mid', null, root, true),
  leaf = issue('localhost', 'DNS:localhost, IP:127.0.0.1', mid),
  other = issue('other.example', 'DNS:other.example', mid),
  client = issue('a client', null, root),
  self = issue('stranger', 'DNS:localhost', null);
export const CA = root.cert,
  S = { key: leaf.key, cert: Buffer.concat([leaf.cert, mid.cert]) },
  O = { key: other.key, cert: Buffer.concat([other.cert, mid.cert]) },
  C = { key: client.key, cert: client.cert },
  X = { key: self.key, cert: self.cert };
export const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
export async function serve(T, options = {}, on, events = {}) {
  const s = T.createServer({ ...S, ...options }, (c) => {
    on?.(c);
  });
  for (const [n, f] of Object.entries(events)) s.on(n, f);
  s.on('tlsClientError', () => {});
  s.listen(0, '127.0.0.1');
  await once(s, 'listening');
  return s.address().port;
}
export function dial(T, port, options = {}) {
  return T.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: CA, ...options });
}
export const outcome = (c) =>
  new Promise((r) => {
    c.once('secureConnect', () => r('connected'));
    c.once('error', (e) => r(e));
    c.once('close', () => r('closed'));
    setTimeout(() => r('timeout'), 3000).unref();
  });
export const quiet = (c) => c.on('error', () => {});
export const uncaught = [];
process.on('uncaughtException', (e) => {
  if (e instanceof ReferenceError) {
    console.error(e);
    process.exit(2);
  }
  uncaught.push(e.code ?? e.message);
  if (process.env.DEBUG) console.error(e);
});
process.on('unhandledRejection', (e) => {
  if (e instanceof ReferenceError) {
    console.error(e);
    process.exit(2);
  }
  uncaught.push(e?.code ?? String(e));
  if (process.env.DEBUG) console.error(e);
});
export function check(what, got, want) {
  const g = JSON.stringify(got),
    w = JSON.stringify(want);
  console.log(`${g === w ? 'PASS' : 'FAIL'} ${what}: got ${g}, right is ${w}`);
  process.exit(g === w ? 0 : 1);
}
export const code = (r) => (r instanceof Error ? (r.code ?? r.message) : r);

// a server with a secureContext of SSL.Context heeds ALPNProtocols, SNICallback and keylog, or says that it cannot
import { check, dial, leaf, outcome, R, S, SSL, serve, TS } from './lib.mjs';

const ctx = new SSL.Context(SSL.TLS_SERVER_METHOD);
ctx.useCertificateChain(S.cert);
ctx.usePrivatekey(leaf.k);
let threw = false,
  c;
try {
  const port = await serve(TS, { key: undefined, cert: undefined, secureContext: ctx, ALPNProtocols: ['h2'] });
  c = dial(R, port, { ALPNProtocols: ['h2'] });
  await outcome(c);
} catch {
  threw = true;
}
check('heeded or refused', threw || c.alpnProtocol === 'h2', true);

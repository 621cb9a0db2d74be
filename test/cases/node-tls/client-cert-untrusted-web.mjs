// the same for `accept` of tsopenssl/web
import { CA, check, dial, load, net, once, outcome, quiet, R, S, sleep, X } from './lib.mjs';

const W = await load('tsopenssl/web');
const { Duplex } = await import('node:stream');
let v;
const s = net.createServer(async (raw) => {
  const t = W.accept(Duplex.toWeb(raw), { ...S, requestCert: true, rejectUnauthorized: false, ca: CA });
  const i = await t.opened;
  v = [i.authorized, i.authorizationError];
});
s.listen(0, '127.0.0.1');
await once(s, 'listening');
const c = quiet(dial(R, s.address().port, X));
await outcome(c);
await sleep(200);
check('untrusted client certificate, web', v, [false, 'DEPTH_ZERO_SELF_SIGNED_CERT']);

// a data listener left on the plain socket gets no ciphertext
import { CA, check, net, once, outcome, quiet, R, S, TS } from './lib.mjs';

async function starttls(prepare = () => {}) {
  const s = net.createServer((c) => {
    quiet(c);
    c.once('data', () => {
      c.write('OK');
      const t = quiet(new R.TLSSocket(c, { isServer: true, secureContext: R.createSecureContext(S) }));
      t.on('data', (d) => t.write(d));
    });
  });
  s.listen(0, '127.0.0.1');
  await once(s, 'listening');
  const n = quiet(net.connect(s.address().port, '127.0.0.1'));
  prepare(n);
  n.write('STARTTLS');
  await once(n, 'data');
  return n;
}
const n = await starttls();
let bytes = 0;
n.on('data', (d) => {
  bytes += d.length;
});
const c = TS.connect({ socket: n, servername: 'localhost', ca: CA });
await outcome(c);
check('bytes seen by the old listener', bytes, 0);

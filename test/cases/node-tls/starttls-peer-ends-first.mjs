// TLS over a given net.Socket: a peer that ends cleanly gives end and close, no error
import { CA, check, net, once, quiet, R, serve, sleep, TS } from './lib.mjs';

const port = await serve(R, {}, (c) => quiet(c).end('bye'));
let errors = 0;
for (let i = 0; i < 10; i++) {
  const c = TS.connect({ socket: net.connect(port, '127.0.0.1'), servername: 'localhost', ca: CA });
  c.on('error', () => errors++);
  c.resume();
  await Promise.race([once(c, 'close').catch(() => {}), sleep(1500)]);
}
check('errors of ten', errors, 0);

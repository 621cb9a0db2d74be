// a record of garbage after the handshake does not bring down such a server
import { CA, check, net, outcome, quiet, R, serve, sleep, TS, uncaught } from './lib.mjs';

const port = await serve(TS, {}, (c) => c.resume());
const n = quiet(net.connect(port, '127.0.0.1'));
const c = quiet(R.connect({ socket: n, ca: CA, servername: 'localhost' }));
await outcome(c);
c.write('hello');
await sleep(100);
n.write('garbage garbage garbage');
await sleep(400);
check('uncaught exceptions of the server', uncaught, []);

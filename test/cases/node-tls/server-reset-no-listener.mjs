// a client that resets after the handshake does not bring down a server whose socket has no error listener
import { CA, check, net, outcome, quiet, R, serve, sleep, TS, uncaught } from './lib.mjs';

const port = await serve(TS, {}, (c) => c.pipe(c));
const n = quiet(net.connect(port, '127.0.0.1'));
const c = quiet(R.connect({ socket: n, ca: CA, servername: 'localhost' }));
await outcome(c);
c.write('hello');
await sleep(50);
n.resetAndDestroy();
await sleep(300);
check('uncaught exceptions of the server', uncaught, []);

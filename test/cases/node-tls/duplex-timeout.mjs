// setTimeout works over a Duplex that has none of its own
import { CA, check, quiet, sleep, TS } from './lib.mjs';

const { Duplex } = await import('node:stream');
const c = quiet(
  TS.connect({
    socket: new Duplex({
      read() {},
      write(_x, _e, cb) {
        cb();
      },
    }),
    servername: 'localhost',
    ca: CA,
  }),
);
c.setTimeout(100);
let n = 0;
c.on('timeout', () => n++);
await sleep(500);
check('timed out', n > 0, true);

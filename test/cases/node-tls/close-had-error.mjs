// `close` tells whether there was an error
import { check, dial, quiet, R, self, serve, sleep, TS } from './lib.mjs';

const got = [];
const c = quiet(dial(TS, await serve(R), { ca: self.cert }));
c.on('close', (x) => got.push(x));
const d = dial(TS, await serve(R, {}, (c) => quiet(c).end()));
d.resume();
d.on('close', (x) => got.push(x));
await sleep(1200);
check('hadError', got.sort(), [false, true]);

// `end` and `close` come without a reader when the peer ends
import { check, dial, outcome, quiet, R, serve, sleep, TS } from './lib.mjs';

const port = await serve(R, {}, (c) => quiet(c).end());
const c = quiet(dial(TS, port));
const log = [];
for (const e of ['end', 'close']) c.on(e, () => log.push(e));
await outcome(c);
await sleep(800);
check('events', log, ['end', 'close']);

// an error of verification says in its message what was wrong
import { check, dial, O, outcome, R, serve, TS, X } from './lib.mjs';

const a = await outcome(dial(TS, await serve(R, X))),
  b = await outcome(dial(TS, await serve(R, O)));
check('messages tell', [/self.signed/i.test(a.message), /localhost/.test(b.message)], [true, true]);

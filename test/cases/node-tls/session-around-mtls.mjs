// a session of a listener without client certificates opens none that demands them, where both share a secureContext
import { CA, check, dial, outcome, quiet, R, S, serve, sleep, TS } from './lib.mjs';

const secureContext = TS.createSecureContext({ ...S, ca: CA }, 'server');
const none = { key: undefined, cert: undefined, secureContext };
const open = await serve(TS, none, (c) => quiet(c).resume());
let seen = 'refused';
const strict = await serve(TS, { ...none, requestCert: true }, (c) => {
  seen = 'let in';
  quiet(c).resume();
});
let session;
const a = quiet(dial(R, open));
a.on('session', (s) => {
  session = s;
});
await outcome(a);
await sleep(150);
a.destroy();
const b = quiet(dial(R, strict, { session }));
await outcome(b);
await sleep(200);
check('a client without certificate', seen, 'refused');

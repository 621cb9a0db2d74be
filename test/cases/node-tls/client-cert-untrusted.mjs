// server told not to reject: an untrusted client certificate is not `authorized`
import { CA, check, dial, outcome, quiet, R, serve, sleep, TS, X } from './lib.mjs';

let v;
const port = await serve(TS, { requestCert: true, rejectUnauthorized: false, ca: CA }, (c) => {
  v = [c.authorized, c.authorizationError];
  quiet(c);
});
const c = quiet(dial(R, port, X));
await outcome(c);
await sleep(200);
check('untrusted client certificate', v, [false, 'DEPTH_ZERO_SELF_SIGNED_CERT']);

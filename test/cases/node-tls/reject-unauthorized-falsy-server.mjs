// nor the demand of a client certificate
import { CA, check, dial, outcome, quiet, R, serve, sleep, TS } from './lib.mjs';

const got = [];
for (const rejectUnauthorized of [null, 0, '']) {
  let seen = 'refused';
  const port = await serve(TS, { requestCert: true, ca: CA, rejectUnauthorized }, (c) => {
    seen = 'let in';
    quiet(c);
  });
  const c = quiet(dial(R, port));
  await outcome(c);
  await sleep(150);
  got.push(seen);
}
check('null, 0, ""', got, Array(3).fill('refused'));

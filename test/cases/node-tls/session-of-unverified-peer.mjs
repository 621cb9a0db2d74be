// a session that was made without verification is no way around it
import { check, code, dial, outcome, quiet, R, serve, sleep, TS, X } from './lib.mjs';

const got = [];
for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
  const port = await serve(R, { ...X, maxVersion }, (c) => quiet(c).resume());
  let session;
  const a = dial(TS, port, { rejectUnauthorized: false });
  a.on('session', (s) => {
    session = s;
  });
  a.resume();
  await outcome(a);
  await sleep(150);
  a.destroy();
  got.push(code(await outcome(dial(TS, port, { session }))));
}
check('TLS 1.2, 1.3', got, Array(2).fill('DEPTH_ZERO_SELF_SIGNED_CERT'));

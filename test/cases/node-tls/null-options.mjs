// null means "not given" for ca, cert, key, pfx, crl, ciphers, sigalgs, maxVersion, session, timeout
import { check, code, dial, outcome, R, serve, TS } from './lib.mjs';

const port = await serve(R);
const got = {};
for (const k of ['cert', 'key', 'pfx', 'crl', 'ciphers', 'sigalgs', 'maxVersion', 'session', 'timeout']) {
  try {
    const r = await outcome(dial(TS, port, { [k]: null }));
    if (r !== 'connected') got[k] = code(r);
  } catch (e) {
    got[k] = e.message;
  }
}
check('refused', got, {});

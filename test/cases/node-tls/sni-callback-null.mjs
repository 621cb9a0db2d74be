// SNICallback may call back (null, null) for the default context, and (undefined, context)
import { check, code, dial, O, outcome, R, serve, TS } from './lib.mjs';

const context = TS.createSecureContext(O, 'server');
const a = await serve(TS, { SNICallback: (_n, cb) => cb(null, null) }),
  b = await serve(TS, { SNICallback: (_n, cb) => cb(undefined, context) });
const c = dial(R, a),
  d = dial(R, b, { servername: 'other.example' });
const got = [code(await outcome(c)), code(await outcome(d))];
check('outcomes', got, ['connected', 'connected']);

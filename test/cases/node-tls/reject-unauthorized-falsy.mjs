// null, 0 and the empty string do not turn verification off
import { check, code, dial, outcome, R, serve, TS, X } from './lib.mjs';

const port = await serve(R, X);
const got = [];
for (const rejectUnauthorized of [null, 0, '', undefined])
  got.push(code(await outcome(dial(TS, port, { rejectUnauthorized }))));
check('null, 0, "", undefined', got, Array(4).fill('DEPTH_ZERO_SELF_SIGNED_CERT'));

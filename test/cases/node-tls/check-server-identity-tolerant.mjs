// checkServerIdentity with rejectUnauthorized: false sets authorizationError and lets the session live
import { check, code, dial, outcome, R, serve, TS } from './lib.mjs';

const c = dial(TS, await serve(R), { rejectUnauthorized: false, checkServerIdentity: () => new Error('no') });
check('outcome', [code(await outcome(c)), c.authorized, String(c.authorizationError)], ['connected', false, 'no']);

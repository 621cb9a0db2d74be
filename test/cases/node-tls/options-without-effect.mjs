// secureProtocol and secureOptions have an effect, or are refused
import { check, dial, outcome, R, serve, TS } from './lib.mjs';

const { constants } = await import('node:crypto');
const port = await serve(R);
const got = [];
for (const o of [{ secureProtocol: 'TLSv1_2_method' }, { secureOptions: constants.SSL_OP_NO_TLSv1_3 }]) {
  try {
    const c = dial(TS, port, o);
    await outcome(c);
    got.push(c.getProtocol());
  } catch {
    got.push('TLSv1.2');
  }
}
check('protocols', got, ['TLSv1.2', 'TLSv1.2']);

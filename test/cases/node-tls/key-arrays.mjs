// cert and key may be arrays; key [{ pem }], pfx [{ buf, passphrase }] too
import { C, check, TS } from './lib.mjs';

let v;
try {
  TS.createSecureContext({ cert: [C.cert], key: [{ pem: C.key }] });
  TS.createSecureContext({ cert: [C.cert], key: [C.key] });
  v = 'ok';
} catch (e) {
  v = e.message;
}
check('result', v, 'ok');

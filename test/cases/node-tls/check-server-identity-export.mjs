// the exported checkServerIdentity takes what getPeerCertificate() gives
import { check, dial, outcome, R, serve, TS } from './lib.mjs';

const port = await serve(R);
const c = dial(TS, port);
await outcome(c);
let v;
try {
  v = [
    TS.checkServerIdentity('localhost', c.getPeerCertificate()) ?? null,
    TS.checkServerIdentity('bad.example', c.getPeerCertificate())?.code,
  ];
} catch (e) {
  v = e.message;
}
check('result', v, [null, 'ERR_TLS_CERT_ALTNAME_INVALID']);

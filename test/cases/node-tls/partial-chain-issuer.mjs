// getPeerCertificate(true) of a chain without its root has no issuerCertificate at its end
import { check, dial, leaf, outcome, R, self, serve, TS } from './lib.mjs';

const port = await serve(R, { cert: leaf.cert });
const c = dial(TS, port, { rejectUnauthorized: false, ca: self.cert });
await outcome(c);
const o = c.getPeerCertificate(true);
check('leaf is its own issuer', o.issuerCertificate === o, false);

// getCipher().standardName is the name of the standard
import { check, dial, outcome, R, serve, TS } from './lib.mjs';

const port = await serve(R, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
const c = dial(TS, port);
await outcome(c);
check('standardName', c.getCipher().standardName, 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256');

// connect("443", host) takes a port as text
import { CA, check, code, outcome, R, serve, TS } from './lib.mjs';

const port = await serve(R);
let v;
try {
  v = code(await outcome(TS.connect(String(port), '127.0.0.1', { servername: 'localhost', ca: CA })));
} catch (e) {
  v = e.message;
}
check('result', v, 'connected');

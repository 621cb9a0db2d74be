// ALPNProtocols as a Buffer of lengths and names
import { check, dial, outcome, R, serve, TS } from './lib.mjs';

let v;
try {
  const c = dial(TS, await serve(R, { ALPNProtocols: ['http/1.1'] }), {
    ALPNProtocols: Buffer.from('\x02h2\x08http/1.1'),
  });
  await outcome(c);
  v = c.alpnProtocol;
} catch (e) {
  v = e.message;
}
check('protocol', v, 'http/1.1');

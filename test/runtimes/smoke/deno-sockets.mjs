/** In Deno: TLS over its own TCP connections. */
import { connect } from 'tsopenssl/web';

const { port, ca } = JSON.parse(Deno.args[0]);
const carrier = await Deno.connect({ hostname: '127.0.0.1', port });
const socket = connect(carrier, { host: 'localhost', ca, allowTruncation: true });
const { protocol } = await socket.opened;
const writer = socket.writable.getWriter();
const answer = new Response(socket.readable).text();
await writer.write('x'.repeat(1_000_000));
await writer.close();
console.log(JSON.stringify({ protocol, length: (await answer).length }));
Deno.exit(0);

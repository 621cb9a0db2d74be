/** In workerd: TLS over cloudflare:sockets to a private CA, with a client certificate, and a fetch the same way. */
import { connect as dial } from 'cloudflare:sockets';
import { createFetch } from 'tsopenssl/fetch';
import { connect } from 'tsopenssl/web';

export default {
  /** @param {Request} request */
  async fetch(request) {
    const { port, ca, cert, key } = await request.json();
    const open = () => dial({ hostname: '127.0.0.1', port }, { allowHalfOpen: true });
    const socket = connect(open(), { host: 'localhost', ca, cert, key });
    const { protocol, peerChain } = await socket.opened;
    await socket.close();
    const fetch = createFetch({ ca, cert, key, dial: open });
    const response = await fetch('https://localhost/', { method: 'POST', body: 'x'.repeat(100_000) });
    const text = await response.text();
    return Response.json({
      protocol,
      subject: peerChain[0].getSubject().CN,
      status: response.status,
      length: text.length,
    });
  },
};

import { once } from 'node:events';
import http2 from 'node:http2';
import { buffer } from 'node:stream/consumers';
import tls from 'node:tls';
import { same, textOf } from '../checklist.mjs';

/** http2 takes a socket: Node's own would come from its own node:tls. */
export async function open({ host, port, tls: options }) {
  const socket = tls.connect({ host, port, ...options, ALPNProtocols: ['h2'] });
  const session = http2.connect(`https://${host}:${port}`, { createConnection: () => socket });
  session.on('error', () => undefined);
  await new Promise((resolve, reject) => {
    session.once('remoteSettings', resolve);
    socket.once('error', reject);
    session.once('error', reject);
    session.once('close', () => reject(Object.assign(new Error('closed'), { code: 'CLOSED' })));
  });
  const echo = async (payload) => {
    const request = session.request({ ':method': 'POST', ':path': '/' });
    request.end(payload);
    const body = buffer(request);
    const [headers] = await once(request, 'response');
    return { body: String(await body), who: headers['x-who'], version: headers['x-version'] };
  };
  return {
    trip: async () => (await echo('forty-two')).body,
    who: async () => (await echo('')).who,
    protocol: async () => (await echo('')).version,
    large: async (length) => same((await echo(textOf(length))).body, textOf(length)),
    close: async () => {
      const closed = once(session, 'close');
      session.close();
      await closed;
    },
  };
}

import grpc from '@grpc/grpc-js';
import { same, textOf } from '../checklist.mjs';

export const protocol = false;

const bytes = (value) => value;

export async function open({ host, port, tls }) {
  const pem = (text) => (text === undefined ? null : Buffer.from(text));
  const credentials = grpc.credentials.createSsl(pem(tls.ca), pem(tls.key), pem(tls.cert), {
    rejectUnauthorized: tls.rejectUnauthorized,
  });
  const client = new grpc.Client(`${host}:${port}`, credentials, {
    'grpc.max_receive_message_length': 1e7,
    'grpc.max_send_message_length': 1e7,
    'grpc.use_local_subchannel_pool': 1,
  });
  const call = (payload) =>
    new Promise((resolve, reject) => {
      const deadline = Date.now() + 8_000;
      client.makeUnaryRequest('/test.Echo/Call', bytes, bytes, Buffer.from(payload), { deadline }, (error, answer) =>
        error ? reject(error) : resolve(String(answer)),
      );
    });
  const stream = async (messages) => {
    const duplex = client.makeBidiStreamRequest('/test.Echo/Stream', bytes, bytes);
    for (const message of messages) duplex.write(Buffer.from(message));
    duplex.end();
    const seen = [];
    for await (const message of duplex) seen.push(String(message));
    return seen.join('');
  };
  return {
    trip: async () => `${await call('forty-two')} ${await stream(['a', 'b', 'c'])}`,
    large: async (length) => same(await call(textOf(length)), textOf(length)),
    close: async () => client.close(),
  };
}

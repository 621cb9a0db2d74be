import amqp from 'amqplib';
import { same, textOf } from '../checklist.mjs';

export async function open({ host, port, mtls, tls }) {
  const place = { protocol: 'amqps', hostname: host, port, username: 'reader', password: 'secret' };
  const credentials = mtls ? { credentials: amqp.credentials.external() } : {};
  const connection = await amqp.connect(place, { ...tls, ...credentials });
  connection.on('error', () => undefined);
  const channel = await connection.createChannel();
  const echo = async (payload) => {
    const { queue } = await channel.assertQueue('', { exclusive: true });
    const answer = new Promise((resolve) => channel.consume(queue, resolve, { noAck: true }));
    channel.sendToQueue(queue, Buffer.from(payload));
    return String((await answer).content);
  };
  return {
    trip: () => echo('forty-two'),
    protocol: async () => connection.connection.stream.getProtocol(),
    large: async (length) => same(await echo(textOf(length)), textOf(length)),
    close: async () => {
      await connection.close();
    },
  };
}

import { once } from 'node:events';
import mqtt from 'mqtt';
import { same, textOf } from '../checklist.mjs';

export const protocol = true;

export async function open({ host, port, tls }) {
  const client = mqtt.connect({ protocol: 'mqtts', host, port, reconnectPeriod: 0, connectTimeout: 5_000, ...tls });
  await new Promise((resolve, reject) => {
    client.once('connect', resolve);
    client.once('error', reject);
    client.once('close', () => reject(Object.assign(new Error('closed'), { code: 'CLOSED' })));
  }).catch(async (error) => {
    await client.endAsync(true);
    throw error;
  });
  client.on('error', () => undefined);
  const echo = async (payload) => {
    const topic = `t/${Math.random()}`;
    await client.subscribeAsync(topic, { qos: 1 });
    const message = once(client, 'message');
    await client.publishAsync(topic, payload, { qos: 1 });
    return String((await message)[1]);
  };
  return {
    trip: () => echo('forty-two'),
    protocol: async () => client.stream.getProtocol(),
    large: async (length) => same(await echo(textOf(length)), textOf(length)),
    close: () => client.endAsync(),
  };
}

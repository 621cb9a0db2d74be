import Redis from 'ioredis';
import { same, textOf } from '../checklist.mjs';

export async function open({ host, port, tls }) {
  const client = new Redis({ host, port, tls, lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
  let last;
  client.on('error', (error) => {
    last = error;
  });
  await client.connect().catch((error) => {
    throw last ?? error;
  });
  return {
    trip: async () => {
      await client.set('ioredis', 'forty-two');
      return client.get('ioredis');
    },
    protocol: async () => client.stream.getProtocol(),
    large: async (length) => {
      await client.set('ioredis', textOf(length));
      return same(await client.get('ioredis'), textOf(length));
    },
    close: async () => {
      await client.quit().catch(() => client.disconnect());
    },
  };
}

/** The server ends the connection; the client comes again by itself. */
export async function again({ port, tls }) {
  const make = async () => {
    const client = new Redis({ host: 'localhost', port, tls, lazyConnect: true, retryStrategy: () => 10 });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const [client, killer] = [await make(), await make()];
  const before = await client.client('ID');
  const ready = new Promise((resolve) => client.once('ready', resolve));
  await killer.client('KILL', 'ID', before);
  await ready;
  const after = await client.client('ID');
  client.disconnect();
  killer.disconnect();
  return after > before ? 'another connection' : 'the same connection';
}

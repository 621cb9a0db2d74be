import { createClient } from 'redis';
import { same, textOf } from '../checklist.mjs';

export async function open({ host, port, tls }) {
  const client = createClient({ socket: { host, port, tls: true, reconnectStrategy: false, ...tls } });
  client.on('error', () => undefined);
  await client.connect();
  return {
    trip: async () => {
      await client.set('node-redis', 'forty-two');
      return client.get('node-redis');
    },
    large: async (length) => {
      await client.set('node-redis', textOf(length));
      return same(await client.get('node-redis'), textOf(length));
    },
    close: () => client.close().catch(() => client.destroy()),
  };
}

/** The server ends the connection; the client comes again by itself. */
export async function again({ port, tls }) {
  const make = async () => {
    const client = createClient({
      socket: { host: 'localhost', port, tls: true, reconnectStrategy: () => 10, ...tls },
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const [client, killer] = [await make(), await make()];
  const before = await client.sendCommand(['CLIENT', 'ID']);
  const ready = new Promise((resolve) => client.once('ready', resolve));
  await killer.sendCommand(['CLIENT', 'KILL', 'ID', String(before)]);
  await ready;
  const after = await client.sendCommand(['CLIENT', 'ID']);
  client.destroy();
  killer.destroy();
  return after > before ? 'another connection' : 'the same connection';
}

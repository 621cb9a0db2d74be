import { connect, StringCodec } from 'nats';
import { same, textOf } from '../checklist.mjs';

export const protocol = false;

/** This client has options of its own, and knows neither versions nor a promise to verify nothing. */
export async function open({ host, port, tls }) {
  const { rejectUnauthorized, ...known } = tls;
  const client = await connect({
    servers: `${host}:${port}`,
    reconnect: false,
    timeout: 5_000,
    tls: { ...known, ...(rejectUnauthorized === false && { rejectUnauthorized }) },
  });
  const codec = StringCodec();
  const echo = async (payload) => {
    const subscription = client.subscribe('echo', { callback: (_, message) => message.respond(message.data) });
    const answer = await client.request('echo', codec.encode(payload), { timeout: 5_000 });
    subscription.unsubscribe();
    return codec.decode(answer.data);
  };
  return {
    trip: () => echo('forty-two'),
    large: async (length) => same(await echo(textOf(length)), textOf(length)),
    close: () => client.close(),
  };
}

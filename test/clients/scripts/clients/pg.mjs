import pg from 'pg';
import { same, textOf } from '../checklist.mjs';

export async function open({ host, port, mtls, tls }) {
  const client = new pg.Client({ host, port, user: mtls ? 'reader' : 'anyone', database: 'postgres', ssl: tls });
  client.on('error', () => undefined);
  await client.connect();
  const first = async (text, values) => Object.values((await client.query(text, values)).rows[0])[0];
  return {
    trip: () => first('select 6 * 7'),
    protocol: () => first('select version from pg_stat_ssl where pid = pg_backend_pid()'),
    who: () => first('select client_dn from pg_stat_ssl where pid = pg_backend_pid()'),
    large: async (length) => same(await first('select $1::text', [textOf(length)]), textOf(length)),
    close: () => client.end(),
  };
}

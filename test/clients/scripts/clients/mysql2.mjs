import mysql from 'mysql2/promise';
import { same, textOf } from '../checklist.mjs';

export async function open({ host, port, mtls, tls }) {
  const ssl = { verifyIdentity: tls.rejectUnauthorized !== false, ...tls };
  const client = await mysql.createConnection({ host, port, user: mtls ? 'reader' : 'anyone', database: 'test', ssl });
  const first = async (text, values) => Object.values((await client.query(text, values))[0][0])[0];
  return {
    trip: () => first('select 6 * 7'),
    protocol: async () => (await client.query("show status like 'Ssl_version'"))[0][0].Value,
    who: () => first('select current_user()'),
    large: async (length) => same(await first('select ?', [textOf(length)]), textOf(length)),
    close: () => client.end(),
  };
}

import postgres from 'postgres';
import { same, textOf } from '../checklist.mjs';

export async function open({ host, port, mtls, tls }) {
  const sql = postgres({ host, port, user: mtls ? 'reader' : 'anyone', database: 'postgres', ssl: tls, max: 1 });
  return {
    trip: async () => (await sql`select 6 * 7 as it`)[0].it,
    protocol: async () => (await sql`select version from pg_stat_ssl where pid = pg_backend_pid()`)[0].version,
    who: async () => (await sql`select client_dn from pg_stat_ssl where pid = pg_backend_pid()`)[0].client_dn,
    large: async (length) => same((await sql`select ${textOf(length)}::text as it`)[0].it, textOf(length)),
    close: () => sql.end({ timeout: 1 }),
  };
}

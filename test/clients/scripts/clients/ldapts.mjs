import { Client } from 'ldapts';
import { same, textOf } from '../checklist.mjs';

export const modes = ['TLS', 'STARTTLS'];

let count = 0;

export async function open({ host, port, mode, target, tls }) {
  const isTls = mode === 'TLS';
  const url = isTls ? `ldaps://${host}:${port}` : `ldap://${host}:${target.startTlsPort}`;
  const client = new Client({ url, timeout: 5_000, connectTimeout: 5_000, ...(isTls && { tlsOptions: tls }) });
  if (!isTls) await client.startTLS({ host, servername: host === 'localhost' ? host : undefined, ...tls });
  const echo = async (payload) => {
    await client.bind('cn=admin,dc=example', 'secret');
    const base = `dc=example`;
    const root = { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'example' };
    await client.add(base, root).catch(() => undefined);
    const name = `ou=u${process.pid}-${count++},${base}`;
    await client.add(name, { objectClass: 'organizationalUnit', description: payload });
    const { searchEntries } = await client.search(name, { scope: 'base' });
    await client.del(name);
    return searchEntries[0].description;
  };
  return {
    trip: () => echo('forty-two'),
    protocol: async () => {
      await client.bind('cn=admin,dc=example', 'secret');
      return client.socket.getProtocol();
    },
    large: async (length) => same(await echo(textOf(length)), textOf(length)),
    close: () => client.unbind(),
  };
}

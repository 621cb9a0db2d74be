/** What the servers of npm share: one is asked for by name, says its ports as JSON, and ends when its input does. */
import { once } from 'node:events';

export const { pki } = JSON.parse(process.argv[2]);

export const credentials = { cert: pki.server.cert, key: pki.server.key };

/** As above, with client certificates demanded. */
export const strict = { ...credentials, ca: pki.ca, requestCert: true, rejectUnauthorized: true };

/** @returns the port */
export async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

export function ready(target) {
  process.stdout.write(`${JSON.stringify(target)}\n`);
}

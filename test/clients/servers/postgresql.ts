/** PostgreSQL: `anyone` may come in over TLS, `reader` with its certificate. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Scene } from '../support/scene.js';
import { freePorts, startService } from '../support/service.js';
import type { ServerKind } from './kind.js';

/** Where Debian puts the programs of the server, by version. */
const DEBIAN = '/usr/lib/postgresql';

const programs = (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
  .map((version) => `${DEBIAN}/${version}/bin`)
  .find((path) => existsSync(`${path}/initdb`));

export const postgresql: ServerKind = {
  name: 'PostgreSQL',
  debian: 'postgresql',
  program: `${programs ?? DEBIAN}/postgres`,
  versionArgs: ['--version'],
  async start(scene: Scene) {
    const owner = scene.user('postgres');
    const cwd = await scene.subfolder('postgresql', owner);
    const data = join(cwd, 'data');
    const initdb = promisify(execFile);
    await initdb(`${programs}/initdb`, ['-D', data, '-U', 'anyone', '--auth=trust', '--no-sync'], { ...owner, cwd });
    const key = await scene.file('postgresql.key', scene.pki.server.key, owner);
    await writeFile(join(data, 'pg_hba.conf'), 'hostssl all reader all cert\nhostssl all anyone all trust\n');
    const [port = 0] = await freePorts(1);
    const settings = [
      `port=${port}`,
      "listen_addresses='127.0.0.1'",
      `unix_socket_directories='${cwd}'`,
      'ssl=on',
      `ssl_ca_file='${scene.files.ca}'`,
      `ssl_cert_file='${scene.files.cert}'`,
      `ssl_key_file='${key}'`,
      'fsync=off',
    ];
    await appendFile(join(data, 'postgresql.conf'), `${settings.join('\n')}\n`);
    const service = await startService({ command: this.program, args: ['-D', data], cwd, ...owner, ports: [port] });
    const psql = ['-h', cwd, '-p', String(port), '-U', 'anyone', '-d', 'postgres', '-c', 'create role reader login'];
    await appendFile(join(data, 'pg_hba.conf'), 'local all all trust\n');
    await initdb(`${programs}/pg_ctl`, ['reload', '-D', data], { ...owner, cwd });
    await initdb('psql', psql, { cwd });
    return { target: { port, mtlsPort: port }, stop: service.stop };
  },
};

/** MariaDB and Redis. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts, startService } from '../support/service.js';
import { type ServerKind, startBoth } from './kind.js';

/** MariaDB: `anyone` may come in over TLS, `reader` with its certificate. */
export const mariadb: ServerKind = {
  name: 'MariaDB',
  debian: 'mariadb-server',
  program: '/usr/sbin/mariadbd',
  versionArgs: ['--version'],
  async start(scene) {
    const owner = scene.user('mysql');
    const cwd = await scene.subfolder('mariadb', owner);
    const data = join(cwd, 'data');
    const install = [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ];
    await promisify(execFile)('mariadb-install-db', install, { cwd, ...owner });
    const [port = 0] = await freePorts(1);
    const init = await scene.file(
      'mariadb.sql',
      [
        "create user anyone@'%' require ssl;",
        "create user reader@'%' require subject '/CN=reader';",
        'create database test;',
        "grant all on test.* to anyone@'%';",
        "grant all on test.* to reader@'%';",
      ].join('\n'),
    );
    const args = [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${cwd}/socket`,
      `--pid-file=${cwd}/pid`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--ssl-ca=${scene.files.ca}`,
      `--ssl-cert=${scene.files.cert}`,
      `--ssl-key=${scene.files.key}`,
      `--init-file=${init}`,
      '--max-allowed-packet=16M',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=16M',
    ];
    const { stop } = await startService({ command: this.program, args, cwd, ...owner, ports: [port] });
    return { target: { port, mtlsPort: port }, stop };
  },
};

export const redis: ServerKind = {
  name: 'Redis',
  debian: 'redis-server',
  program: '/usr/bin/redis-server',
  versionArgs: ['--version'],
  start: (scene) =>
    startBoth(async (demands) => {
      const cwd = await scene.subfolder(demands ? 'redis-mtls' : 'redis');
      const [port = 0] = await freePorts(1);
      const settings = {
        port: '0',
        'tls-port': String(port),
        bind: '127.0.0.1',
        'tls-cert-file': scene.files.cert,
        'tls-key-file': scene.files.key,
        'tls-ca-cert-file': scene.files.ca,
        'tls-auth-clients': demands ? 'yes' : 'no',
        save: '',
        dir: cwd,
      };
      const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
      const { stop } = await startService({ command: '/usr/bin/redis-server', args, cwd, ports: [port] });
      return { port, stop };
    }),
};

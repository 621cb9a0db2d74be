/** `tsopenssl/node` beneath `pg`, to a real PostgreSQL: STARTTLS in its dialect, a client certificate as the login. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectOptions, connect, type TLSSocket } from '../../src/adapters/node/index.js';
import { issue, localPki } from '../support/pki.js';

/** Where Debian puts the programs of the server, by version. */
const DEBIAN = '/usr/lib/postgresql';
const BIN = (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
  .map((version) => `${DEBIAN}/${version}/bin`)
  .find((path) => existsSync(`${path}/initdb`));
const { ca, server } = localPki();
const login = issue('reader', { issuer: ca });

/** PostgreSQL refuses to run as root: Debian's user for it does, where the test is root. */
const isRoot = process.getuid?.() === 0;
const userId = isRoot ? Number(spawnSync('id', ['-u', 'postgres']).stdout) : undefined;
const owner = isRoot ? { uid: userId as number, gid: userId as number } : {};

/** Asks for TLS as PostgreSQL wants it asked for, then starts it. */
async function secure(port: number, options: ConnectOptions): Promise<TLSSocket> {
  const plain = net.connect(port, '127.0.0.1');
  plain.write(Uint8Array.of(0, 0, 0, 8, 4, 210, 22, 47));
  expect(String((await once(plain, 'data'))[0])).toBe('S');
  plain.pause();
  return connect({ socket: plain, host: 'localhost', ...options });
}

const why = BIN === undefined ? ' (not installed: `apt-get install postgresql` brings it)' : '';

describe.skipIf(BIN === undefined)(`pg${why}`, () => {
  let folder = '';
  let port = 0;
  let stop: () => Promise<unknown> = async () => undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tsopenssl-postgres-'));
    const data = join(folder, 'data');
    if (isRoot) await chown(folder, userId as number, userId as number);
    await promisify(execFile)(`${BIN}/initdb`, ['-D', data, '-U', 'reader', '--auth=trust', '--no-sync'], {
      ...owner,
      cwd: folder,
    });
    const files = { 'server.crt': server.certPem, 'server.key': server.keyPem, 'ca.crt': ca.certPem };
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(data, name), content, { mode: 0o600 });
      if (isRoot) await chown(join(data, name), userId as number, userId as number);
    }
    await writeFile(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 cert\n');
    const listener = net.createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    port = (listener.address() as net.AddressInfo).port;
    listener.close();
    const settings = [`port=${port}`, "listen_addresses='127.0.0.1'", `unix_socket_directories='${folder}'`];
    const tls = ['ssl=on', "ssl_ca_file='ca.crt'", 'fsync=off'];
    await appendFile(join(data, 'postgresql.conf'), `${[...settings, ...tls].join('\n')}\n`);
    const child = spawn(`${BIN}/postgres`, ['-D', data], {
      ...owner,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    stop = () => {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      return ended;
    };
    let log = '';
    for await (const chunk of child.stderr) {
      log += String(chunk);
      if (log.includes('ready to accept connections')) break;
    }
    child.stderr.resume();
  });

  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('logs in with a client certificate and queries', async () => {
    const socket = await secure(port, { ca: ca.certPem, cert: login.certPem, key: login.keyPem });
    const database = new pg.Client({ user: 'reader', database: 'postgres', stream: () => socket });
    await database.connect();
    const { rows } = await database.query(
      'select ssl, version, client_dn from pg_stat_ssl where pid = pg_backend_pid()',
    );
    expect(rows).toEqual([{ ssl: true, version: 'TLSv1.3', client_dn: '/CN=reader' }]);
    const big = await database.query<{ text: string }>("select repeat('x', 1000000) as text");
    expect(big.rows[0]?.text.length).toBe(1_000_000);
    await database.end();
  });

  it('is refused without one', async () => {
    const socket = await secure(port, { ca: ca.certPem });
    const database = new pg.Client({ user: 'reader', database: 'postgres', stream: () => socket });
    await expect(database.connect()).rejects.toThrow(/certificate/);
  });
});

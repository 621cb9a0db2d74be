/** `tsopenssl connect --starttls` of the packed package against real servers, each over its own protocol. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { mariadb } from './servers/databases.js';
import { dovecot, openldap, vsftpd } from './servers/files-and-mail.js';
import type { Running, ServerKind } from './servers/kind.js';
import { startNpmServer } from './servers/npm.js';
import { postgresql } from './servers/postgresql.js';
import { prosody } from './servers/prosody.js';
import { makeScene, type Scene, type Target } from './support/scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await makeScene('starttls');
  await scene.file('wrong.pem', scene.pki.wrongCa);
});
afterEach(() => scene.remove());

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function looked(protocol: string, port: unknown, ...args: string[]): Promise<Answer> {
  const command = join(inject('hook'), '../node_modules/.bin/tsopenssl');
  const argv = ['connect', `localhost:${String(port)}`, '--starttls', protocol, ...args];
  try {
    const { stdout, stderr } = await promisify(execFile)(command, argv, { cwd: scene.folder, timeout: 30_000 });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

const SERVERS: readonly (readonly [protocol: string, kind: ServerKind, portOf: (target: Target) => unknown])[] = [
  ['imap', dovecot, ({ startTlsPort }) => startTlsPort],
  ['pop3', dovecot, ({ pop3Port }) => pop3Port],
  ['ldap', openldap, ({ startTlsPort }) => startTlsPort],
  ['ftp', vsftpd, ({ port }) => port],
  ['postgres', postgresql, ({ port }) => port],
  ['mysql', mariadb, ({ port }) => port],
  ['xmpp', prosody, ({ port }) => port],
];

describe.each(SERVERS)('%s', (protocol, kind, portOf) => {
  const isThere = existsSync(kind.program);
  const title = isThere ? '' : ` (not installed: \`apt-get install ${kind.debian}\` brings it)`;

  it.skipIf(!isThere)(`${kind.name} is looked at over STARTTLS, and its private CA told apart${title}`, async () => {
    const { target, stop } = await kind.start(scene);
    try {
      await judge(protocol, portOf(target));
    } finally {
      await stop();
    }
  });
});

describe('smtp', () => {
  it('smtp-server is looked at over STARTTLS, and its private CA told apart', async () => {
    const running: Running = await startNpmServer('smtp', 'node:tls', scene.pki);
    try {
      await judge('smtp', running.target['startTlsPort'] ?? running.target.port);
    } finally {
      await running.stop();
    }
  });
});

async function judge(protocol: string, port: unknown): Promise<void> {
  const trusted = await looked(protocol, port, '--ca', 'ca.pem', '--json');
  expect([trusted.code, trusted.err]).toEqual([0, '']);
  // Some servers send the root, too.
  const { verified, chain } = JSON.parse(trusted.out) as { verified: boolean; chain: unknown[] };
  expect([verified, chain[0]]).toEqual([
    true,
    expect.objectContaining({ subjectAltName: [{ type: 'dns', value: 'localhost' }] }),
  ]);
  const untrusted = await looked(protocol, port, '--ca', 'wrong.pem');
  expect([untrusted.code, untrusted.out]).toEqual([1, expect.stringContaining('FAILS  the certificates lead to a CA')]);
  // Another protocol's words are told apart from this one's.
  const other = protocol === 'postgres' ? 'mysql' : 'postgres';
  expect((await looked(other, port, '--timeout', '3s')).code).toBe(5);
}

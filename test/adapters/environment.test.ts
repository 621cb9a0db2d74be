/** What the environment says: which CAs are trusted by default, and where key material goes. In a process of its own. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkServerIdentity } from '../../src/adapters/identity.js';
import { issue, localPki } from '../support/pki.js';

const { ca, server } = localPki();
const ENTRY = new URL('../../dist/node.adapter.js', import.meta.url).href;

/** Connects with no CA given, and prints what became of it. */
const SCRIPT = `
import { connect } from ${JSON.stringify(ENTRY)};
const socket = connect({ host: 'localhost', port: Number(process.argv[1]) });
socket.on('secureConnect', () => { console.log('authorized', socket.authorized); socket.destroy(); });
socket.on('error', (error) => console.log(error.code));
`;

describe('the environment', () => {
  let folder = '';
  let port = 0;
  const listener = tls.createServer({ cert: server.certPem, key: server.keyPem });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tsopenssl-environment-'));
    await writeFile(join(folder, 'ca.pem'), ca.certPem);
    listener.on('tlsClientError', () => undefined);
    listener.on('secureConnection', (socket) => socket.on('error', () => undefined));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    port = (listener.address() as AddressInfo).port;
  });

  afterAll(async () => {
    listener.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(variables: Record<string, string>): Promise<string> {
    const args = ['--input-type=module', '--eval', SCRIPT, String(port)];
    const env = { ...process.env, NODE_OPTIONS: '', ...variables };
    return (await promisify(execFile)(process.execPath, args, { env, timeout: 20_000 })).stdout.trim();
  }

  it('names the trusted CAs by SSL_CERT_FILE; without it the system does', async () => {
    expect(await run({ SSL_CERT_FILE: join(folder, 'ca.pem') })).toBe('authorized true');
    expect(await run({})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('names a file for key material by SSLKEYLOGFILE, for the eyes of its owner alone', async () => {
    const path = join(folder, 'keys.log');
    expect(await run({ SSL_CERT_FILE: join(folder, 'ca.pem'), SSLKEYLOGFILE: path })).toBe('authorized true');
    expect(await readFile(path, 'utf8')).toMatch(/^CLIENT_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]{64} [0-9a-f]+\n/m);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

describe('checkServerIdentity', () => {
  const { cert } = issue('not looked at', { san: 'DNS:*.example.test,DNS:plain.test,IP:192.0.2.1,IP:2001:db8::1' });

  it.each(['a.example.test', 'A.EXAMPLE.TEST', 'plain.test', '192.0.2.1', '2001:db8::1'])('finds %s', (host) => {
    expect(checkServerIdentity(host, cert)).toBeUndefined();
  });

  it('does not look at the common name (RFC 9525, 2)', () => {
    expect(checkServerIdentity('localhost', issue('localhost').cert)).toBeInstanceOf(Error);
  });

  it.each(['example.test', 'a.b.example.test', 'other.test', '192.0.2.2', '2001:db8::2', 'not looked at'])(
    'does not find %s',
    (host) => {
      expect(checkServerIdentity(host, cert)).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID', host });
    },
  );
});

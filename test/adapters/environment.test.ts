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
import { connect, createSecureContext } from ${JSON.stringify(ENTRY)};
const socket = connect({ host: 'localhost', port: Number(process.argv[1]) MORE });
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
    await writeFile(join(folder, 'other.pem'), issue('other', { ca: true }).certPem);
    await writeFile(join(folder, 'junk.pem'), 'junk');
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

  function spawned(variables: Record<string, string>, more = '') {
    const args = ['--input-type=module', '--eval', SCRIPT.replace('MORE', more), String(port)];
    const env = { ...process.env, NODE_OPTIONS: '', ...variables };
    return promisify(execFile)(process.execPath, args, { env, timeout: 20_000 });
  }

  async function run(variables: Record<string, string>, more = ''): Promise<string> {
    return (await spawned(variables, more)).stdout.trim();
  }

  it('names the trusted CAs by SSL_CERT_FILE; without it the system does [tls.environment.SSL_CERT_FILE]', async () => {
    expect(await run({ SSL_CERT_FILE: join(folder, 'ca.pem') })).toBe('authorized true');
    expect(await run({})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('adds CAs to the default ones by NODE_EXTRA_CA_CERTS [tls.environment.NODE_EXTRA_CA_CERTS]', async () => {
    const extra = { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
    expect(await run(extra)).toBe('authorized true');
    // Beside those of the system, and not in their place; and for nobody who has named others.
    expect(await run({ ...extra, SSL_CERT_FILE: join(folder, 'other.pem') })).toBe('authorized true');
    expect(await run(extra, ', ca: []')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await run(extra, ', secureContext: createSecureContext()')).toBe('authorized true');
  });

  it('is warned of by Node where NODE_EXTRA_CA_CERTS cannot be read, and by this package', async () => {
    for (const file of ['nothing.pem', 'junk.pem']) {
      const path = join(folder, file);
      const { stdout, stderr } = await spawned({ NODE_EXTRA_CA_CERTS: path });
      expect(stdout.trim()).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
      expect(stderr).toContain(`Warning: Ignoring extra certs from \`${path}\`, load failed: `);
    }
  });

  it('does not turn verification off by NODE_TLS_REJECT_UNAUTHORIZED, as it does for node:tls [tls.environment.NODE_TLS_REJECT_UNAUTHORIZED]', async () => {
    for (const value of ['0', 'false', ''])
      expect(await run({ NODE_TLS_REJECT_UNAUTHORIZED: value })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('sets the versions by the flags of Node [tls.environment.flags]', async () => {
    const versions =
      'const { DEFAULT_MIN_VERSION, DEFAULT_MAX_VERSION } = tls; console.log(DEFAULT_MIN_VERSION, DEFAULT_MAX_VERSION);';
    const script = `import tls from ${JSON.stringify(ENTRY)}; ${versions}`;
    const seen = async (flags: string[]) =>
      (await promisify(execFile)(process.execPath, [...flags, '--input-type=module', '--eval', script])).stdout.trim();
    expect(await seen([])).toBe('TLSv1.2 TLSv1.3');
    expect(await seen(['--tls-min-v1.3'])).toBe('TLSv1.3 TLSv1.3');
    expect(await seen(['--tls-max-v1.2'])).toBe('TLSv1.2 TLSv1.2');
  });

  it('names a file for key material by SSLKEYLOGFILE, for the eyes of its owner alone [tls.environment.SSLKEYLOGFILE]', async () => {
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

/** `tsopenssl connect` against native openssl s_server, and against servers that mean ill. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { crypto } from '../../src/index.js';
import { createCertificateAuthority, issueCertificate } from '../../src/pki/index.js';
import { freePorts } from '../clients/support/service.js';
import { type CommandLine, withFiles, within } from './support/cli.js';

interface Report {
  readonly protocol: string;
  readonly cipher: string;
  readonly group: string | null;
  readonly alpn: string | null;
  readonly verified: boolean;
  readonly rejected: string | null;
  readonly checks: readonly { readonly check: string; readonly holds: boolean; readonly why: string }[];
  readonly chain: readonly { readonly serialNumber: string }[];
  readonly acceptedCas: readonly string[];
}

let line: CommandLine;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  line = await withFiles();
  const ca = readFileSync(line.path('ca.crt'), 'utf8');
  const issuer = { certificate: ca, key: readFileSync(line.path('ca.key'), 'utf8') };
  const old = issueCertificate({
    ...{ issuer, names: ['localhost'], unchecked: true },
    ...{ notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') },
  });
  line.file('old.crt', old.pem);
  line.file('old.key', crypto.dumpPrivatekey(crypto.FILETYPE_PEM, old.key));
  const hostile = issueCertificate({
    ...{ issuer, names: ['localhost'] },
    subject: [{ type: 'CN', value: 'evil\u202Egnp.\u001b[31m\nFAKE LINE\u0007' }],
  });
  line.file('hostile.crt', hostile.pem);
  line.file('hostile.key', crypto.dumpPrivatekey(crypto.FILETYPE_PEM, hostile.key));
  const client = issueCertificate({ issuer, subject: 'reader' });
  line.file('client.crt', client.pem);
  line.file('client.key', crypto.dumpPrivatekey(crypto.FILETYPE_PEM, client.key));
  line.file('other-ca.crt', createCertificateAuthority({ subject: 'Example CA' }).pem);
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
});
afterAll(() => line.remove());

/** Native openssl, until the test is over. */
async function server(...args: string[]): Promise<number> {
  const [port = 0] = await freePorts(1);
  const child = spawn('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, ...args], {
    cwd: line.folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  ends.push(() => child.kill('SIGKILL'));
  let log = '';
  for await (const chunk of child.stdout) {
    log += String(chunk);
    if (log.includes('ACCEPT')) break;
  }
  return port;
}

async function looked(args: readonly string[]): Promise<Report & { readonly code: number }> {
  const { code, out, err } = await within(line.folder, ['connect', '--json', ...args]);
  if (out === '') throw new Error(err);
  return { code, ...(JSON.parse(out) as Report) };
}

const failing = ({ checks }: Report): string[] => checks.filter(({ holds }) => !holds).map(({ check }) => check);

describe('beside openssl s_server', () => {
  const good = ['-cert', 'server.crt', '-key', 'server.key'];

  it('says what was agreed on, and that it holds', async () => {
    const port = await server(...good, '-alpn', 'http/1.1');
    const report = await looked([
      `localhost:${port}`,
      '--ca',
      'ca.crt',
      '--alpn',
      'h2,http/1.1',
      '--tls-version',
      '1.3',
    ]);
    expect(report).toMatchObject({ code: 0, protocol: 'TLSv1.3', alpn: 'http/1.1', verified: true, rejected: null });
    expect(failing(report)).toEqual([]);
    const old = await looked([
      `localhost:${port}`,
      '--ca',
      'ca.crt',
      '--tls-version',
      '1.2',
      '--ciphers',
      'ECDHE+AESGCM',
    ]);
    expect(old).toMatchObject({ code: 0, protocol: 'TLSv1.2', verified: true });
    expect(old.cipher).toMatch(/^ECDHE-ECDSA-AES/);
  });

  it.each([
    ['another CA of the same name', ['--ca', 'other-ca.crt'], ['the certificates lead to a CA that is trusted']],
    ['another name', ['--ca', 'ca.crt', '--servername', 'a.example'], ['the certificate names a.example']],
    [
      'both',
      ['--ca', 'other-ca.crt', '--servername', 'a.example'],
      ['the certificates lead to a CA that is trusted', 'the certificate names a.example'],
    ],
  ])('says that %s does not hold', async (_what, args, expected) => {
    const port = await server(...good);
    const report = await looked([`localhost:${port}`, ...args]);
    expect([report.code, report.verified, failing(report)]).toEqual([1, false, expected]);
  });

  it('says that a certificate has ended, and nothing else', async () => {
    const port = await server('-cert', 'old.crt', '-key', 'old.key');
    const report = await looked([`localhost:${port}`, '--ca', 'ca.crt']);
    expect([report.code, failing(report)]).toEqual([1, ['the certificate is good today']]);
    const untrusted = await looked([`localhost:${port}`, '--ca', 'other-ca.crt', '--servername', 'a.example']);
    expect(failing(untrusted)).toEqual([
      'the certificate is good today',
      'the certificates lead to a CA that is trusted',
      'the certificate names a.example',
    ]);
  });

  it.each(['1.2', '1.3'])(
    'says what a server demands that asks for a client certificate, over TLS %s',
    async (version) => {
      const port = await server(...good, '-Verify', '1', '-CAfile', 'ca.crt', '-verify_return_error');
      const args = [`localhost:${port}`, '--ca', 'ca.crt', '--tls-version', version];
      const { code, out, err } = await within(line.folder, ['connect', ...args]);
      expect(code).toBe(version === '1.2' ? 5 : 1);
      expect(out + err).toContain(version === '1.2' ? 'handshake failure' : 'certificate required');
      const given = await looked([...args, '--cert', 'client.crt', '--key', 'client.key']);
      expect(given).toMatchObject({ code: 0, rejected: null });
      if (version === '1.3') expect(given.acceptedCas).toEqual(['CN=Example CA']);
    },
  );

  it('speaks versions of the past where that is asked for, and finds fault with them', async () => {
    const port = await server(...good, '-tls1_1', '-cipher', 'ALL:@SECLEVEL=0');
    expect((await within(line.folder, ['connect', `localhost:${port}`, '--ca', 'ca.crt'])).code).toBe(5);
    const report = await looked([`localhost:${port}`, '--ca', 'ca.crt', '--tls-version', '1.1']);
    expect([report.code, report.protocol, failing(report)]).toEqual([
      1,
      'TLSv1.1',
      ['the version of TLS is one of today'],
    ]);
  });

  it('shows names of others, and does not obey them', async () => {
    const port = await server('-cert', 'hostile.crt', '-key', 'hostile.key');
    const ended = await line.run(['connect', `localhost:${port}`, '--ca', 'ca.crt']);
    expect(ended.out).toContain('CN=evil\\u{202E}gnp.\\u{1B}[31m\\u{A}FAKE LINE\\u{7}');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(ended.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^FAKE/m);
    const json = await line.run(['connect', `localhost:${port}`, '--ca', 'ca.crt', '--json']);
    expect(json.out).toContain('evil\\u202egnp.\\u001b[31m\\nFAKE LINE\\u0007');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(json.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  it('writes what the server sends', async () => {
    line.file('both.pem', line.read('server.crt') + line.read('ca.crt'));
    const port = await server('-cert', 'server.crt', '-key', 'server.key', '-cert_chain', 'both.pem');
    const { code } = await within(line.folder, ['connect', `localhost:${port}`, '--ca', 'ca.crt', '-o', 'sent.pem']);
    expect(code).toBe(0);
    expect(line.read('sent.pem').startsWith(line.read('server.crt'))).toBe(true);
  });
});

describe('beside servers that mean ill', () => {
  /** A server that does something with each connection. */
  async function peer(act: (socket: net.Socket) => void): Promise<number> {
    const listener = net.createServer((socket) => {
      socket.on('error', () => undefined);
      act(socket);
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const sockets = new Set<net.Socket>();
    listener.on('connection', (socket) => sockets.add(socket));
    ends.push(() => {
      listener.close();
      for (const socket of sockets) socket.destroy();
    });
    return (listener.address() as net.AddressInfo).port;
  }
  const failed = async (port: number, ...args: string[]) => {
    const started = Date.now();
    const { code, err, out } = await within(line.folder, ['connect', `127.0.0.1:${port}`, '--timeout', '1s', ...args]);
    expect([code, out]).toEqual([5, '']);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(err.trim().split('\n').length).toBeLessThanOrEqual(2);
    return err;
  };
  const forever = (text: string) => (socket: net.Socket) => {
    const timer = setInterval(() => socket.write(text, 'latin1'), 1);
    socket.on('close', () => clearInterval(timer));
  };

  it('ends in time where nobody answers', async () => {
    expect(await failed(await peer(() => undefined))).toContain('has not answered in 1s');
    expect(await failed(await peer(() => undefined), '--starttls', 'smtp')).toContain('has not answered in 1s');
  });

  it.each([
    ['smtp', '220-more\r\n'.repeat(100), 'talks without end'],
    ['smtp', 'x'.repeat(5000), 'more than 8192 bytes'],
    ['imap', '* OK\r\n* more\r\n'.repeat(100), 'talks without end'],
    ['xmpp', '<stream>'.repeat(500), 'talks without end'],
    ['ldap', '\u0030\u0084\u007f\u007f\u007f\u007f', 'too long'],
    ['mysql', 'xxxxx'.repeat(100), 'does not speak the protocol of MySQL'],
    ['postgres', 'H', 'does not speak the protocol of PostgreSQL'],
    ['ftp', 'HTTP/1.1 400 Bad Request\r\n', 'no greeting of that protocol'],
  ])('stops listening to a server of %s that talks nonsense, case %#', async (protocol, text, says) => {
    // A bound ends it, and not the time.
    expect(await failed(await peer(forever(text)), '--starttls', protocol, '--timeout', '9s')).toContain(says);
  });

  it('takes no words that somebody has put behind the answer', async () => {
    const port = await peer((socket) => {
      socket.write('220 hello\r\n');
      socket.on('data', (data) => {
        if (String(data).startsWith('EHLO')) socket.write('250-me\r\n250 STARTTLS\r\n');
        else socket.write('220 go on\r\n250 injected\r\n');
      });
    });
    expect(await failed(port, '--starttls', 'smtp')).toContain('somebody may have put words in between');
  });

  it('says what a server says that does not want to, and nothing that moves the cursor', async () => {
    const port = await peer((socket) => {
      socket.write('554 \u001b[2Jgo away\u202e\r\n');
    });
    const said = await failed(port, '--starttls', 'smtp');
    expect(said).toContain('554 \\u{1B}[2Jgo away');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['noise', '\u0016\u0003\u0003\u00ff\u00ff'.repeat(50)],
    ['an alert', '\u0015\u0003\u0003\u0000\u0002\u0002\u0028'],
  ])('fails where a server speaks %s', async (_what, text) => {
    await failed(await peer((socket) => socket.end(text, 'latin1')));
  });

  it.each(['', ':443', 'a b:1', 'host:0', 'host:65536', '[::1', 'host:1:2'])(
    'refuses %j as a target',
    async (target) => {
      expect((await within(line.folder, ['connect', target])).code).toBe(2);
    },
  );
});

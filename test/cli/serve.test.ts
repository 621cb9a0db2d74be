/** `tsopenssl serve` beside native openssl, curl and `tsopenssl connect`; the examples of both commands, as they stand. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/cli/verbs/network/connect.js';
import { serve } from '../../src/cli/verbs/network/serve.js';
import { crypto } from '../../src/index.js';
import { issueCertificate } from '../../src/pki/index.js';
import { freePorts } from '../clients/support/service.js';
import { argumentsOf, COMMAND, type CommandLine, withFiles, within } from './support/cli.js';

let line: CommandLine;
const running: ChildProcess[] = [];

beforeAll(async () => {
  line = await withFiles();
  const issuer = { certificate: line.read('ca.crt'), key: line.read('ca.key') };
  const client = issueCertificate({ issuer, subject: 'reader' });
  line.file('client.crt', client.pem);
  line.file('client.key', crypto.dumpPrivatekey(crypto.FILETYPE_PEM, client.key));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => line.remove());

interface Serving {
  readonly port: number;
  next(): Promise<string>;
  stop(signal: NodeJS.Signals): Promise<unknown[]>;
}

async function serving(...args: string[]): Promise<Serving> {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', ...args], {
    cwd: line.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  const first = await next();
  const port = Number(/port (\d+)/.exec(first)?.[1] ?? (JSON.parse(first) as { port: number }).port);
  return {
    port,
    next,
    stop: async (signal) => {
      child.kill(signal);
      return once(child, 'exit');
    },
  };
}

const native = (file: string, args: readonly string[]) => {
  const given = promisify(execFile)(file, args, { cwd: line.folder, timeout: 20_000 });
  given.child.stdin?.end('hello\n');
  return given;
};

describe('tsopenssl serve', () => {
  it('makes a certificate that curl takes, answers it, and ends by a signal', async () => {
    const { port, stop } = await serving('--ca-out', 'made.crt');
    const { stdout } = await native('curl', ['-s', '--cacert', 'made.crt', `https://localhost:${port}/`]);
    expect(stdout).toContain('version: TLSv1.3');
    expect(await stop('SIGINT')).toEqual([null, 'SIGINT']);
  });

  it('prints each handshake as one line of JSON, and why there was none', async () => {
    const { port, next } = await serving(
      '--json',
      '--cert',
      'server.crt',
      '--key',
      'server.key',
      '--alpn',
      'h2,http/1.1',
      '--echo',
    );
    const args = [
      's_client',
      '-connect',
      `127.0.0.1:${port}`,
      '-servername',
      'localhost',
      '-alpn',
      'http/1.1',
      '-quiet',
      '-no_ign_eof',
    ];
    await native('openssl', args);
    const seen = JSON.parse(await next()) as Record<string, unknown>;
    expect(seen).toMatchObject({
      ...{ event: 'handshake', address: '127.0.0.1', protocol: 'TLSv1.3', servername: 'localhost', alpn: 'http/1.1' },
      ...{ resumed: false, client: null, authorized: false, reason: null },
    });
    await native('openssl', [
      's_client',
      '-connect',
      `127.0.0.1:${port}`,
      '-tls1_1',
      '-cipher',
      'ALL:@SECLEVEL=0',
    ]).catch(() => undefined);
    const failed = JSON.parse(await next()) as Record<string, unknown>;
    expect(failed).toMatchObject({ event: 'failure', reason: expect.stringContaining('protocol') });
    for (const event of [seen, failed])
      expect(Object.keys(event).filter((member) => !(member in serve.json))).toEqual([]);
  });

  it('knows its clients by their certificates, and refuses those without', async () => {
    const { port, next } = await serving(
      '--json',
      '--cert',
      'server.crt',
      '--key',
      'server.key',
      '--client-ca',
      'ca.crt',
      '--require-client',
    );
    const own = ['--cert', 'client.crt', '--key', 'client.key'];
    const known = await within(line.folder, ['connect', `localhost:${port}`, '--ca', 'ca.crt', ...own]);
    expect(known.code).toBe(0);
    expect(JSON.parse(await next())).toMatchObject({ client: [[{ type: 'CN', value: 'reader' }]], authorized: true });
    const unknown = await within(line.folder, ['connect', `localhost:${port}`, '--ca', 'ca.crt']);
    expect([unknown.code, unknown.out]).toEqual([1, expect.stringContaining('certificate required')]);
    expect(JSON.parse(await next())).toMatchObject({ event: 'failure' });
  });

  it('lets a silent client go', async () => {
    const { port, next } = await serving('--json', '--idle', '1s');
    const child = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-quiet'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    running.push(child);
    expect(JSON.parse(await next())).toMatchObject({ event: 'handshake' });
    expect((await once(child, 'exit'))[0]).not.toBeUndefined();
  });

  it.each([
    ['serve --port 70000', 2],
    ['serve --require-client', 2],
    ['serve --cert server.crt', 2],
    ['serve --ca-out ca.crt', 4],
    ['serve --host 203.0.113.1 --port 0', 5],
  ])('%s ends with %i', async (typed, code) => {
    expect((await within(line.folder, argumentsOf(typed))).code).toBe(code);
  });
});

describe('the examples', () => {
  it.each(serve.examples)('of serve: $line', async ({ line: example }) => {
    const [port = 0] = await freePorts(1);
    const typed = line.typed(`tsopenssl ${example.replace('8444', String(port))}`);
    const args = ['connect', `localhost:${port}`, '--ca', example.includes('--ca-out') ? 'serve-ca.crt' : 'ca.crt'];
    const own = example.includes('--client-ca') ? ['--cert', 'client.crt', '--key', 'client.key'] : [];
    let ended = await within(line.folder, [...args, ...own]);
    for (let tries = 0; ended.code !== 0 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      ended = await within(line.folder, [...args, ...own]);
    }
    expect([ended.code, ended.err]).toEqual([0, '']);
    expect((await typed).code).toBe(0);
  });

  it('of connect, and the members of its JSON', async () => {
    const { port } = await serving('--cert', 'server.crt', '--key', 'server.key', '--alpn', 'h2,http/1.1');
    const seen = new Set<string>();
    for (const { line: example, exit = 0 } of connect.examples.filter(({ line: one }) => !one.includes('--starttls'))) {
      const argv = argumentsOf(example.replace('8443', String(port)));
      const plain = await within(line.folder, argv);
      expect({ example, code: plain.code, err: plain.err }).toEqual({ example, code: exit, err: '' });
      const { out } = await within(line.folder, [...argv, '--json', '--force']);
      for (const member of Object.keys(JSON.parse(out) as object)) seen.add(member);
    }
    expect([...seen].sort()).toEqual(Object.keys(connect.json).sort());
  });
});

/** Pebble, an ACME server for tests, with a name server that says of every name that it is here. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crypto } from '../../../src/index.js';
import { createCertificateAuthority, issueCertificate } from '../../../src/pki/index.js';

/** A server that runs. */
export interface Pebble {
  /** Its directory. */
  readonly directory: string;
  /** The file with the root that its own address is trusted by. */
  readonly root: string;
  /** Where it asks for the answers of http-01. */
  readonly httpPort: number;
  stop(): Promise<void>;
}

/** Whether Debian's package is there. */
export function hasPebble(): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v pebble && command -v pebble-challtestsrv'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Starts both programs on loopback. */
export async function startPebble(): Promise<Pebble> {
  const folder = await mkdtemp(join(tmpdir(), 'tsopenssl-pebble-'));
  const [acme = 0, management = 0, httpPort = 0, tlsPort = 0, names = 0, namesManagement = 0] = await freePorts(6);
  const issuer = createCertificateAuthority({ subject: 'Root of the ACME server' });
  const { pem, key } = issueCertificate({ issuer, names: ['localhost'] });
  const file = (name: string) => join(folder, name);
  await writeFile(file('root.pem'), issuer.pem);
  await writeFile(file('cert.pem'), pem);
  await writeFile(file('key.pem'), crypto.dumpPrivatekey(crypto.FILETYPE_PEM, key));
  const pebble = {
    listenAddress: `127.0.0.1:${acme}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: file('cert.pem'),
    privateKey: file('key.pem'),
    ...{ httpPort, tlsPort },
  };
  await writeFile(file('config.json'), JSON.stringify({ pebble }));
  const children = [
    start('pebble-challtestsrv', [
      ...['-dns01', `127.0.0.1:${names}`, '-management', `127.0.0.1:${namesManagement}`],
      ...['-http01', '', '-https01', '', '-tlsalpn01', '', '-defaultIPv6', ''],
    ]),
    start('pebble', ['-config', file('config.json'), '-dnsserver', `127.0.0.1:${names}`]),
  ];
  const stop = async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(children.map(listening));
  } catch (error) {
    await stop();
    throw error;
  }
  return { directory: `https://localhost:${acme}/dir`, root: file('root.pem'), httpPort, stop };
}

function start(command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its delays and its refusals at random are for tests of patience.
    env: { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0' },
  });
}

/** Both say where they listen. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (data: Buffer) => {
      said += String(data);
      if (/ACME directory available|Starting management server/.test(said)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}: ${said.slice(-500)}`)));
  });
}

/** Ports that were free a moment ago, for TCP and UDP. */
async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  for (let made = 0; made < count; made++) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
  }
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  for (const port of ports) {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, '127.0.0.1', resolve);
    });
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

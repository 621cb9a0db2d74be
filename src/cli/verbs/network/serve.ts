/** `tsopenssl serve`: a TLS server to try things with. */
import { createServer, type TLSSocket } from '../../../adapters/node/index.js';
import { dumpPrivatekey, FILETYPE_PEM, type PKey, type X509 } from '../../../crypto/index.js';
import { createCertificateAuthority, issueCertificate, readCertificate } from '../../../pki/index.js';
import { readCertificates, readPrivateKey } from '../../files/load.js';
import { declarePassword } from '../../files/passwords.js';
import { CliError, EXIT, misused } from '../../frame/exit.js';
import type { Task } from '../../frame/task.js';
import { gather, type Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { serveSocket } from '../../network/serving.js';
import { reasonOf } from '../../network/target.js';
import { shortNameOf } from '../../reports/names.js';
import { lengthOf } from '../../reports/times.js';
import { chainPem } from '../make/common.js';

interface Options {
  readonly cert?: string;
  readonly key?: string;
  readonly port: string;
  readonly host: string;
  readonly clientCa?: readonly string[];
  readonly requireClient?: boolean;
  readonly alpn?: string;
  readonly echo?: boolean;
  readonly once?: boolean;
  readonly caOut?: string;
  readonly force?: boolean;
  readonly idle: string;
}

const NAMES = ['localhost', '127.0.0.1', '::1'];
const MAX_PORT = 65_535;
/** Most clients at a time. */
const MAX_CLIENTS = 100;

export const serve: Verb = {
  name: 'serve',
  group: 'On the network',
  summary: 'a TLS server to try things with: it prints each handshake',
  description:
    'Listens on this machine, prints a line for each handshake or why there was none, and answers HTTP with what it knows of the client; with --echo it gives back each byte. Where no certificate is named it makes one for localhost, and the CA of it: --ca-out writes that CA for clients to trust. It runs until Ctrl-C.',
  examples: [
    { line: 'serve --port 8444 --ca-out serve-ca.crt --once', does: 'Serve with a new certificate, to one client' },
    {
      line: 'serve --port 8444 --cert server.crt --key server.key --once',
      does: 'Serve with a certificate that is there',
    },
    {
      line: 'serve --port 8444 --cert server.crt --key server.key --client-ca ca.crt --require-client --once',
      does: 'Demand a client certificate',
    },
  ],
  json: {
    event: '`listening`, `handshake` or `failure`; one object a line',
    address: 'where it listens, or where the client comes from',
    port: 'the port of it',
    fingerprint: 'of `listening`: the SHA-256 of the certificate',
    protocol: 'of `handshake`: the version of TLS',
    cipher: 'of `handshake`: the cipher suite',
    group: 'of `handshake`: the group of the key exchange',
    servername: 'of `handshake`: whom the client has asked for; null for nobody',
    alpn: 'of `handshake`: the protocol that was agreed on; null for none',
    resumed: 'of `handshake`: whether a session was resumed',
    client: 'of `handshake`: the subject of the client certificate; null without one',
    authorized: 'of `handshake`: whether the client certificate holds',
    reason: 'why there was no handshake, or the client certificate does not hold',
  },
  declare: (command) => {
    command
      .option('--cert <file>', 'the certificate, with its chain')
      .option('--key <file>', 'its private key')
      .option('-p, --port <number>', 'where to listen; 0 takes a free port', '8443')
      .option('--host <address>', 'on which address; 0.0.0.0 and :: are all', 'localhost')
      .option('--client-ca <file>', 'ask clients for a certificate of these CAs; may be said again', gather)
      .option('--require-client', 'refuse clients without such a certificate')
      .option('--alpn <protocols>', 'protocols to take, best first, such as h2,http/1.1')
      .option('--echo', 'give back what comes, instead of answering HTTP')
      .option('--once', 'end after the first client')
      .option('--idle <length>', 'how long a client may be silent', '30s')
      .option('--ca-out <file>', 'write the CA of the certificate that is made')
      .option('-f, --force', 'replace a file that is there');
    declarePassword(command, 'the private key');
  },
  run: async (task, _args, options: Options) => {
    const port = /^\d{1,5}$/.test(options.port) ? Number(options.port) : Number.NaN;
    if (!(port <= MAX_PORT)) throw misused(`--port is a number from 0 to ${MAX_PORT}, not ${options.port}`);
    const idle = lengthOf(options.idle);
    if (idle === undefined) throw misused(`--idle is a length such as 30s, not ${options.idle}`);
    if (options.requireClient && options.clientCa === undefined) throw misused('--require-client needs --client-ca');
    if ((options.cert === undefined) !== (options.key === undefined)) throw misused('--cert and --key go together');
    if (options.caOut !== undefined && options.cert !== undefined)
      throw misused('--ca-out is for a certificate that is made, and --cert names one that is there');
    task.mustBeFree(options, options.caOut);
    const { chain, key, ca } = await identityOf(task, options);
    if (options.caOut !== undefined) task.deliver(options, { name: 'ca', path: options.caOut, content: ca });
    const clientCas = await Promise.all((options.clientCa ?? []).map((path) => task.inputs.read(path)));
    const server = createServer({
      cert: chainPem(chain),
      key: dumpPrivatekey(FILETYPE_PEM, key),
      ...(clientCas.length > 0 && {
        ca: clientCas.map(({ bytes }) => bytes),
        requestCert: true,
        rejectUnauthorized: options.requireClient === true,
      }),
      ...(options.alpn !== undefined && { ALPNProtocols: options.alpn.split(',').filter((one) => one !== '') }),
      handshakeTimeout: idle,
    });
    server.maxConnections = MAX_CLIENTS;
    await new Promise<void>((resolve, reject) => {
      const served = () => {
        if (options.once) server.close(() => resolve());
      };
      server.on('error', (error) =>
        reject(new CliError(EXIT.network, `${options.host} port ${port}: ${reasonOf(error)}`, { cause: error })),
      );
      server.on('tlsClientError', (error: Error, socket: TLSSocket) => {
        const reason = reasonOf(error);
        told(task, `no handshake: ${reason}`, 'bad', { event: 'failure', ...whence(socket), reason }).then(
          served,
          reject,
        );
      });
      server.on('secureConnection', (socket: TLSSocket) => {
        greet(task, socket).then(
          () => serveSocket(socket, { isEcho: options.echo === true, idle, done: served }),
          reject,
        );
      });
      server.listen(port, options.host, () => {
        const address = server.address() as { address: string; port: number };
        announce(task, address, chain, options).catch(reject);
      });
    });
  },
};

async function identityOf(
  task: Task,
  { cert, key }: Options,
): Promise<{ chain: readonly X509[]; key: PKey; ca: string }> {
  if (cert !== undefined && key !== undefined)
    return { chain: await readCertificates(task, cert), key: await readPrivateKey(task, key), ca: '' };
  const issuer = createCertificateAuthority({ subject: 'tsopenssl serve', days: 7 });
  const made = issueCertificate({ issuer, names: NAMES, days: 7 });
  return { chain: [made.certificate], key: made.key, ca: issuer.pem };
}

async function announce(
  task: Task,
  { address, port }: { address: string; port: number },
  chain: readonly X509[],
  { cert, caOut }: Options,
): Promise<void> {
  const [leaf] = chain;
  const fingerprint = leaf === undefined ? '' : leaf.digest('sha256');
  const shown = address.includes(':') ? `[${address}]` : address;
  await task.tellNow({ event: 'listening', address, port, fingerprint });
  await task.sayNow(`Listening on ${shown} port ${port}; Ctrl-C ends it.`, 'title');
  if (cert === undefined)
    await task.sayNow(
      `The certificate is a new one for ${NAMES.join(', ')}: ${caOut === undefined ? 'nobody trusts its CA; --ca-out FILE writes it' : `its CA is in ${shellWord(caOut)}`}.`,
    );
  const trust = caOut ?? (cert === undefined ? undefined : 'ca.crt');
  await task.sayNow(
    `Next: tsopenssl connect localhost:${port}${trust === undefined ? '' : ` --ca ${shellWord(trust)}`}`,
  );
}

async function greet(task: Task, socket: TLSSocket): Promise<void> {
  const { connection } = socket;
  const peer = connection.getPeerCertificate();
  const data = peer === null ? undefined : readCertificate(peer);
  const [protocol, cipher, group] = [
    connection.getProtocolVersionName(),
    connection.getCipherName() ?? '',
    connection.getGroupName(),
  ];
  const servername = typeof socket.servername === 'string' ? socket.servername : null;
  const alpn = typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : null;
  const resumed = socket.isSessionReused() === true;
  const words = [
    protocol,
    cipher,
    group ?? 'no key exchange',
    servername === null ? 'asks for nobody' : `asks for ${servername}`,
    alpn === null ? '' : `speaks ${alpn}`,
    resumed ? 'resumed' : '',
    data === undefined
      ? ''
      : `is ${shortNameOf(data.subject, data.subjectAltName)}${socket.authorized ? '' : `, not verified (${socket.authorizationError})`}`,
  ];
  await told(task, words.filter((word) => word !== '').join(', '), 'good', {
    ...{ event: 'handshake', ...whence(socket), protocol, cipher, group, servername, alpn, resumed },
    client: data?.subject ?? null,
    authorized: socket.authorized,
    reason: data === undefined ? null : socket.authorizationError,
  });
}

function whence(socket: TLSSocket): { address: string; port: number } {
  return { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
}

async function told(
  task: Task,
  text: string,
  style: 'good' | 'bad',
  event: { readonly address: string; readonly port: number; readonly [member: string]: unknown },
): Promise<void> {
  const { address, port } = event;
  const from = address.includes(':') ? `[${address}]` : address;
  await task.sayNow(`${new Date().toISOString().slice(11, 19)}  ${from}:${port}  ${text}`, style);
  await task.tellNow(event);
}

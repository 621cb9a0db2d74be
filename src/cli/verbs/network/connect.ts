/** `tsopenssl connect`: what a server shows of itself, what holds and what does not. */
import type { ConnectOptions, TlsVersion } from '../../../adapters/node/index.js';
import { dumpPrivatekey, FILETYPE_PEM } from '../../../crypto/index.js';
import type { ChainOptions } from '../../../pki/index.js';
import { readPrivateKey } from '../../files/load.js';
import { declarePassword } from '../../files/passwords.js';
import { misused } from '../../frame/exit.js';
import type { Task } from '../../frame/task.js';
import { gather, type Verb } from '../../frame/verb.js';
import { Conversation } from '../../network/conversation.js';
import { type Deadline, deadlineOf } from '../../network/deadline.js';
import { type Handshake, shakeHands } from '../../network/handshake.js';
import { STARTTLS } from '../../network/starttls/index.js';
import { dial, type Target, targetOf } from '../../network/target.js';
import { reportHandshake } from '../../reports/handshake.js';
import { pemOf } from '../make/common.js';

interface Options {
  readonly starttls?: string;
  readonly servername?: string;
  readonly ca?: readonly string[];
  readonly mozilla?: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly alpn?: string;
  readonly tlsVersion?: string;
  readonly ciphers?: string;
  readonly timeout: string;
  readonly out?: string;
  readonly force?: boolean;
}

const HTTPS_PORT = 443;
const PROTOCOLS = Object.keys(STARTTLS);
const VERSIONS: Readonly<Record<string, TlsVersion>> = {
  '1.0': 'TLSv1',
  '1.1': 'TLSv1.1',
  '1.2': 'TLSv1.2',
  '1.3': 'TLSv1.3',
};

export const connect: Verb = {
  name: 'connect',
  group: 'On the network',
  summary: 'look at the TLS of a server: its chain, its parameters, its problems',
  description:
    'Shakes hands with a server, and says what it has shown: the certificates as they came, the version, cipher and key exchange, and what holds and what does not. Ends with 0 when the server is who it is to be, with 1 when it is not, and with 5 when there was no handshake. With --starttls it begins in the clear, as mail and database servers do.',
  examples: [
    { line: 'connect localhost:8443 --ca ca.crt', does: 'Look at a server of a private CA' },
    { line: 'connect localhost:8443', does: 'The same, where nobody trusts that CA', exit: 1 },
    {
      line: 'connect 127.0.0.1:8443 --ca ca.crt --servername localhost --alpn h2,http/1.1 --tls-version 1.2',
      does: 'Ask for another name and for protocols, and speak TLS 1.2 alone',
    },
    { line: 'connect localhost:8025 --starttls smtp --ca ca.crt', does: 'Look at a mail server' },
    { line: 'connect localhost:8443 --ca ca.crt -o chain.pem', does: 'Keep the certificates that it sends' },
  ],
  json: {
    host: 'whom it was',
    port: 'at which port',
    address: 'the address that answered',
    protocol: 'the version of TLS, such as `TLSv1.3`',
    cipher: 'the cipher suite',
    group: 'the group of the key exchange; null without one',
    signature: 'how the server has signed; null where it did not',
    alpn: 'the protocol that was agreed on; null for none',
    verified: 'whether the server is who it is to be',
    checks: 'a list of `{ check, holds, why }`',
    chain: 'the certificates in the order in which they came',
    acceptedCas: 'whose client certificates the server asks for, where it names anybody',
    rejected: 'why the server hung up after the handshake; null where it did not',
    stapled: 'whether it has sent an OCSP response',
    outputs: '`chain`, where -o was said',
  },
  declare: (command) => {
    command
      .argument('<host:port>', `whom to connect to; the port is 443 or the usual one of --starttls`)
      .option('--starttls <protocol>', `begin in the clear: ${PROTOCOLS.join(', ')}`)
      .option('--servername <name>', 'whom to ask for, and whom the certificate must name, where it is not the host')
      .option('--ca <file>', "trust these CAs, instead of the system's; may be said again", gather)
      .option('--mozilla', "trust Mozilla's list of CAs that comes along, instead of the system's")
      .option('--cert <file>', 'the client certificate, with its chain')
      .option('--key <file>', 'its private key')
      .option('--alpn <protocols>', 'protocols to offer, best first, such as h2,http/1.1')
      .option('--tls-version <version>', `speak this version alone: ${Object.keys(VERSIONS).join(', ')}`)
      .option('--ciphers <list>', "cipher suites, in OpenSSL's words")
      .option('--timeout <length>', 'how long the server may take for all of it', '10s')
      .option('-o, --out <file>', 'write the certificates that it sends to a file')
      .option('-f, --force', 'replace a file that is there');
    declarePassword(command, 'the private key');
  },
  run: async (task, [text = ''], options: Options) => {
    const way = startTlsOf(options.starttls);
    const target = targetOf(text, way?.port ?? HTTPS_PORT);
    task.mustBeFree(options, options.out);
    const settings = await settingsOf(task, target, options);
    const deadline = deadlineOf(options.timeout);
    try {
      const { handshake, address } = await look(target, way, settings, deadline);
      if (options.out !== undefined)
        task.deliver(options, {
          name: 'chain',
          path: options.out,
          content: handshake.chain.map(({ der }) => pemOf(der)).join(''),
        });
      const { servername, ca: anchors } = settings;
      reportHandshake(task, {
        ...target,
        address,
        name: servername ?? target.host,
        handshake,
        anchors: anchors as ChainOptions['anchors'],
      });
    } finally {
      deadline.end();
    }
  },
};

function startTlsOf(name: string | undefined): (typeof STARTTLS)[string] | undefined {
  if (name === undefined) return undefined;
  const way = STARTTLS[name];
  if (way === undefined || !PROTOCOLS.includes(name))
    throw misused(`--starttls does not know ${name}`, `It knows ${PROTOCOLS.join(', ')}.`);
  return way;
}

async function look(
  target: Target,
  way: (typeof STARTTLS)[string] | undefined,
  settings: ConnectOptions,
  deadline: Deadline,
): Promise<{ handshake: Handshake; address: string }> {
  const socket = await dial(target, deadline);
  try {
    const address = socket.remoteAddress ?? '';
    if (way !== undefined) {
      const talk = new Conversation(socket, deadline);
      await way.begin(talk, settings.servername ?? target.host);
      talk.end();
    }
    return { handshake: await shakeHands(socket, settings, deadline), address };
  } finally {
    socket.destroy();
  }
}

async function settingsOf(task: Task, { host }: Target, options: Options): Promise<ConnectOptions> {
  const { servername, ca, mozilla, cert, key, alpn, tlsVersion, ciphers } = options;
  if (ca !== undefined && mozilla) throw misused('--ca and --mozilla exclude each other');
  if ((cert === undefined) !== (key === undefined)) throw misused('--cert and --key go together');
  const version = tlsVersion === undefined ? undefined : VERSIONS[tlsVersion];
  if (tlsVersion !== undefined && version === undefined)
    throw misused(`--tls-version is one of ${Object.keys(VERSIONS).join(', ')}, not ${tlsVersion}`);
  const trusted = ca === undefined ? undefined : await Promise.all(ca.map((path) => task.inputs.read(path)));
  return {
    host,
    ...(servername !== undefined && { servername }),
    ...(trusted !== undefined && { ca: trusted.map(({ bytes }) => bytes) }),
    ...(mozilla && { ca: (await import('../../../roots/index.js')).roots }),
    ...(cert !== undefined && { cert: (await task.inputs.read(cert)).bytes }),
    ...(key !== undefined && { key: dumpPrivatekey(FILETYPE_PEM, await readPrivateKey(task, key)) }),
    ...(alpn !== undefined && { ALPNProtocols: alpn.split(',').filter((one) => one !== '') }),
    ...(version !== undefined && { minVersion: version, maxVersion: version }),
    ...(ciphers !== undefined && { ciphers }),
  };
}

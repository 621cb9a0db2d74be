/** `tsopenssl time-stamp`: proof that a file was there at a time. */
import {
  createTimeStampRequest,
  createTimeStampResponse,
  identify,
  readTimeStamp,
  readTimeStampResponse,
  type TimeStampData,
  type VerifyTimeStampOptions,
  verifyTimeStamp,
} from '../../../pki/index.js';
import { readCertificates, readChain, reading, readPrivateKey } from '../../files/load.js';
import { declarePassword } from '../../files/passwords.js';
import { CliError, EXIT, misused } from '../../frame/exit.js';
import { hexOf, hexSerial } from '../../frame/json.js';
import type { Task } from '../../frame/task.js';
import { gather, type Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { deadlineOf } from '../../network/deadline.js';
import { post } from '../../network/post.js';
import { laidOut } from '../../reports/certificate.js';
import { timeText } from '../../reports/times.js';

interface Options {
  readonly url?: string;
  readonly digest: string;
  readonly data?: string;
  readonly request?: string;
  readonly ca?: readonly string[];
  readonly untrusted?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  readonly policy?: string;
  readonly timeout: string;
  readonly out?: string;
  readonly force?: boolean;
}

export const timeStamp: Verb = {
  name: 'time-stamp',
  group: 'Sign and protect',
  summary: 'have a file stamped with the time, or verify such a stamp (RFC 3161)',
  description: `What is to be done:
  request  write what is asked about a file; with --url ask that authority, and write its answer
  respond  answer a request as an authority does, with --cert and --key
  verify   say whether a stamp is of the file --data and by an authority that --ca trusts. Ends with 1 when it is not
  read     say what a stamp says; nothing is verified`,
  examples: [
    { line: 'time-stamp request server.crt -o query.tsq', does: 'Write what is asked about a file' },
    {
      line: 'issue --subject "CN=Clock" --usage timeStamping --ca ca.crt --ca-key ca.key -o clock.crt --key-out clock.key',
      does: 'Make the certificate of an authority, to try it',
    },
    { line: 'time-stamp respond query.tsq --cert clock.crt --key clock.key -o stamp.tsr', does: 'Answer it' },
    { line: 'time-stamp verify stamp.tsr --data server.crt --ca ca.crt', does: 'Verify the stamp' },
    { line: 'time-stamp verify stamp.tsr --data ca.crt --ca ca.crt', does: 'Of another file it is not', exit: 1 },
    { line: 'time-stamp read stamp.tsr', does: 'Say what it says' },
  ],
  json: {
    genTime: 'of `verify` and `read`: when the file was there; null where the stamp does not hold',
    serialNumber: 'the number of the stamp',
    policy: 'the policy that it is under',
    imprint: 'what was stamped: `digest` and `value`',
    valid: 'of `verify`: whether it holds',
    reason: 'of `verify`: why not; null where it does',
    granted: 'of `respond`: whether there is a stamp in the answer',
    nonce: 'of `request`: what the answer must repeat',
    outputs: '`request` or `response`, with its `path` or `base64`',
  },
  declare: (command) => {
    command
      .argument('<action>', 'request, respond, verify, read')
      .argument('<file>', 'the file to be stamped, the request, or the stamp')
      .option('--url <url>', 'which authority to ask')
      .option('--digest <name>', 'the digest of the file, which is all that the authority learns', 'sha256')
      .option('--data <file>', 'of verify, what was stamped')
      .option('--request <file>', 'of verify, the request: its number must have come back')
      .option('--ca <file>', 'trust these CAs; may be said again', gather)
      .option('--untrusted <file>', 'certificates that may lead to the CA; may be said again', gather)
      .option('--cert <file>', 'of respond, the certificate of the authority')
      .option('--key <file>', 'of respond, its private key')
      .option('--policy <oid>', 'of request and respond, the policy of the stamp; 1.2.3.4.1 is an example')
      .option('--timeout <length>', 'how long the authority may take', '10s')
      .option('-o, --out <file>', 'where the request or the answer goes; stdout by default')
      .option('-f, --force', 'replace a file that is there');
    declarePassword(command, 'the private key');
  },
  run: async (task, [action = '', path = ''], options: Options) => {
    const act = Object.hasOwn(DOING, action) ? DOING[action] : undefined;
    if (act === undefined)
      throw misused(`there is nothing called ${action} to be done`, `It is one of ${Object.keys(DOING).join(', ')}.`);
    task.mustBeFree(options, options.out);
    await act(task, path, options);
  },
};

const DOING: Readonly<Record<string, (task: Task, path: string, options: Options) => Promise<void>>> = {
  request: async (task, path, options) => {
    const { bytes, name } = await task.inputs.read(path);
    const { policy, digest } = options;
    const made = createTimeStampRequest({ data: bytes, digest, ...(policy !== undefined && { policy }) });
    task.tell({ nonce: made.nonce });
    if (options.url === undefined) {
      task.deliver(options, { name: 'request', path: options.out, content: made.der });
      task.say(`A request about ${shellWord(name)}${inFile(options)}.`, 'good');
      task.say('Next: it goes by POST, as application/timestamp-query, to an authority; --url sends it.');
      return;
    }
    const deadline = deadlineOf(options.timeout);
    try {
      const types = { sent: 'application/timestamp-query', wanted: 'application/timestamp-reply' };
      const answer = await post(options.url, made.der, types, deadline);
      const data = reading({ name: options.url }, 'a time stamp', () => readTimeStampResponse(answer));
      if (data.untrustedStamp === undefined)
        throw new CliError(
          EXIT.network,
          `${options.url} stamps nothing: ${[data.status, ...(data.failures ?? []), ...data.texts].join(', ')}`,
        );
      task.deliver(options, { name: 'response', path: options.out, content: answer });
      task.say(`${shellWord(name)} is stamped${inFile(options)}; nothing is verified yet.`, 'good');
    } finally {
      deadline.end();
    }
  },
  respond: async (task, path, options) => {
    const { bytes, name } = await task.inputs.read(path);
    const { cert, key, policy = '1.2.3.4.1' } = options;
    if (cert === undefined || key === undefined) throw misused('who stamps? --cert and --key name the authority');
    const { leaf, others } = await readChain(task, cert);
    const signer = { certificate: leaf, key: await readPrivateKey(task, key) };
    const made = createTimeStampResponse(bytes, { signer, policy, certificates: others });
    task.deliver(options, { name: 'response', path: options.out, content: made.der });
    task.tell({ granted: made.granted });
    if (made.granted) task.say(`A stamp for ${shellWord(name)}${inFile(options)}.`, 'good');
    else {
      task.say(`No stamp for ${shellWord(name)}: ${made.failure ?? 'it is refused'}`, 'bad');
      task.no();
    }
  },
  verify: async (task, path, options) => {
    const input = await task.inputs.read(path);
    if (options.ca === undefined) throw misused('whom do you trust? --ca names CAs');
    if (options.data === undefined && options.request === undefined)
      throw misused('what must it be of? --data names the file, --request the request');
    const trust = [];
    for (const file of options.ca) trust.push(...(await readCertificates(task, file)));
    const intermediates = [];
    for (const file of options.untrusted ?? []) intermediates.push(...(await readCertificates(task, file)));
    const settings: VerifyTimeStampOptions = {
      ...{ trust, intermediates },
      ...(options.data !== undefined && { data: (await task.inputs.read(options.data)).bytes }),
      ...(options.request !== undefined && { request: (await task.inputs.read(options.request)).bytes }),
    };
    const verdict = reading(input, 'a time stamp', () => verifyTimeStamp(input.bytes, settings));
    if (verdict.valid) {
      tell(task, verdict.stamp, { valid: true, reason: null });
      task.say(`${shellWord(input.name)} holds: the file was there at ${timeText(verdict.stamp.genTime)}.`, 'good');
    } else {
      task.tell({ valid: false, reason: verdict.reason, genTime: null });
      task.say(`${shellWord(input.name)} does NOT hold: ${verdict.reason}`, 'bad');
      task.no();
    }
  },
  read: async (task, path) => {
    const input = await task.inputs.read(path);
    const isResponse = identify(input.bytes).items[0]?.kind === 'time-stamp-response';
    const stamp = reading(input, 'a time stamp', () =>
      isResponse ? readTimeStampResponse(input.bytes).untrustedStamp : readTimeStamp(input.bytes),
    );
    if (stamp === undefined) {
      task.say(`${input.name}: the authority stamps nothing.`, 'bad');
      task.no();
      return;
    }
    tell(task, stamp, {});
    task.say(`${input.name}: a time stamp; nothing is verified by this`, 'title');
    const { genTime, imprint, serialNumber, policy } = stamp;
    const rows = [
      ['time', timeText(genTime)],
      ['of', `${imprint.digest} ${hexOf(imprint.value)}`],
      ['serial', hexSerial(serialNumber)],
      ['policy', policy],
    ] as const;
    for (const line of laidOut(rows)) task.say(line);
  },
};

function tell(
  task: Task,
  { genTime, serialNumber, policy, imprint }: TimeStampData,
  more: Record<string, unknown>,
): void {
  task.tell({ genTime, serialNumber, policy, imprint, ...more });
}

const inFile = ({ out }: Options): string => (out === undefined || out === '-' ? '' : `, in ${shellWord(out)}`);

/** `tsopenssl crl`: lists of revoked certificates, made and asked. */
import {
  createCrl,
  findRevoked,
  type RevocationReason,
  type RevokedInput,
  readCertificate,
  readCrl,
} from '../../../pki/index.js';
import { derOf, readCertificates, readChain, reading } from '../../files/load.js';
import { declarePassword } from '../../files/passwords.js';
import { misused } from '../../frame/exit.js';
import { hexSerial } from '../../frame/json.js';
import type { Task } from '../../frame/task.js';
import { gather, type Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { laidOut } from '../../reports/certificate.js';
import { shortNameOf } from '../../reports/names.js';
import { crlRows } from '../../reports/structures.js';
import { timeText } from '../../reports/times.js';
import { daysOf } from '../make/common.js';
import { readAuthority } from '../make/issue.js';

interface Options {
  readonly ca?: string;
  readonly caKey?: string;
  readonly revoke?: readonly string[];
  readonly serial?: readonly string[];
  readonly reason?: string;
  readonly previous?: string;
  readonly days?: string;
  readonly crl?: string;
  readonly out?: string;
  readonly force?: boolean;
}

const ACTIONS = ['make', 'check'] as const;

export const crl: Verb = {
  name: 'crl',
  group: 'Sign and protect',
  summary: 'make a list of revoked certificates, or look one up',
  description: `What is to be done:
  make   make a list: what --previous has on it, with what --revoke and --serial add
  check  say whether certificates are on the list --crl; ends with 1 when one is. Its signature is not looked at: tsopenssl verify --crl does that`,
  examples: [
    { line: 'crl make --ca ca.crt --ca-key ca.key -o empty.crl', does: 'Make a list with nothing on it' },
    {
      line: 'crl make --ca ca.crt --ca-key ca.key --previous empty.crl --revoke server.crt --reason keyCompromise -o ca.crl',
      does: 'Revoke a certificate',
    },
    { line: 'crl check server.crt --crl ca.crl', does: 'Say whether it is revoked: it is', exit: 1 },
    { line: 'crl check server.crt --crl empty.crl', does: 'By the list of before it is not' },
    { line: 'verify server.crt --ca ca.crt --crl ca.crl', does: 'Verify a certificate with the list', exit: 1 },
  ],
  json: {
    revoked:
      'of `make`: how many are on the list; of `check`: for each certificate its `serialNumber` and `entry`, null where it is not on it',
    crlNumber: 'of `make`: the number of the list',
    thisUpdate: 'of `make`: when it was issued',
    nextUpdate: 'of `make`: when the next one is due',
    outputs: '`crl`, with its `path` or `text`',
  },
  declare: (command) => {
    command
      .argument('<action>', ACTIONS.join(', '))
      .argument('[files...]', 'of check, the certificates')
      .option('--ca <file>', 'the certificate of the CA that signs')
      .option('--ca-key <file>', 'the private key of the CA')
      .option('--previous <file>', 'the list of before, whose entries stay')
      .option('--revoke <file>', 'a certificate to revoke; may be said again', gather)
      .option('--serial <number>', 'a serial number to revoke, in hexadecimal; may be said again', gather)
      .option(
        '--reason <reason>',
        'why: keyCompromise, cACompromise, affiliationChanged, superseded, cessationOfOperation, …',
      )
      .option('--days <number>', 'how many days until the next one is due: 7')
      .option('--crl <file>', 'the list to look up in')
      .option('-o, --out <file>', 'where the list goes; stdout by default')
      .option('-f, --force', 'replace a file that is there');
    declarePassword(command, 'the private key');
  },
  run: async (task, [action = '', ...files], options: Options) => {
    if (action === 'make' && files.length > 0)
      throw misused('crl make takes no files', 'Say --revoke before each certificate.');
    if (action === 'make') await make(task, options);
    else if (action === 'check') await check(task, files, options);
    else
      throw misused(`there is nothing called ${action} to be done with a list`, `It is one of ${ACTIONS.join(', ')}.`);
  },
};

async function make(task: Task, options: Options): Promise<void> {
  task.mustBeFree(options, options.out);
  const { issuer } = await readAuthority(task, options);
  const reason = options.reason === undefined ? {} : { reason: options.reason as RevocationReason };
  const revoked = new Map<bigint, RevokedInput>();
  let number = 0n;
  if (options.previous !== undefined) {
    const data = await readList(task, options.previous);
    number = data.crlNumber ?? 0n;
    for (const { serialNumber, revocationDate, reason: why, invalidityDate } of data.revoked)
      revoked.set(serialNumber, {
        serialNumber,
        ...(revocationDate.date !== null && { date: revocationDate.date }),
        ...(why !== undefined && { reason: why }),
        ...(invalidityDate?.date && { invalidityDate: invalidityDate.date }),
      });
  }
  for (const path of options.revoke ?? []) {
    const { serialNumber } = readCertificate((await readChain(task, path)).leaf);
    if (!revoked.has(serialNumber)) revoked.set(serialNumber, { serialNumber, ...reason });
  }
  for (const text of options.serial ?? []) {
    const serialNumber = serialOf(text);
    if (!revoked.has(serialNumber)) revoked.set(serialNumber, { serialNumber, ...reason });
  }
  const now = BigInt(Date.now());
  const made = createCrl({
    ...{ issuer, revoked: revoked.values(), crlNumber: now > number ? now : number + 1n },
    ...(options.days !== undefined && { days: daysOf(options.days) }),
  });
  const data = readCrl(made.der);
  task.deliver(options, { name: 'crl', path: options.out, content: made.pem });
  const { crlNumber, thisUpdate, nextUpdate } = data;
  task.tell({ revoked: data.revoked.length, crlNumber, thisUpdate, nextUpdate });
  task.say('A list has been made.', 'title');
  for (const line of laidOut(crlRows(data))) task.say(line);
  if (options.out !== undefined && options.out !== '-') task.say(`It is in ${shellWord(options.out)}.`, 'good');
  task.say(
    'Next: put it where the certificates say that it is (crlDistributionPoints), and make the next one in time.',
  );
}

async function check(task: Task, files: readonly string[], options: Options): Promise<void> {
  if (options.crl === undefined || files.length === 0)
    throw misused('crl check takes certificates, and --crl names the list');
  const input = await task.inputs.read(options.crl);
  const der = derOf(input, 'crl', 'a list of revoked certificates');
  const told: unknown[] = [];
  for (const path of files)
    for (const certificate of await readCertificates(task, path)) {
      const { serialNumber, subject, subjectAltName } = readCertificate(certificate);
      const entry = reading(input, 'a list', () => findRevoked(der, certificate));
      told.push({ serialNumber, entry });
      const name = `${hexSerial(serialNumber)}, ${shortNameOf(subject, subjectAltName)}`;
      if (entry === null) task.say(`${name} is not on the list.`, 'good');
      else {
        task.say(
          `${name} is REVOKED since ${timeText(entry.revocationDate)}${entry.reason === undefined ? '' : `: ${entry.reason}`}.`,
          'bad',
        );
        task.no();
      }
    }
  task.tell({ revoked: told });
}

async function readList(task: Task, path: string): Promise<ReturnType<typeof readCrl>> {
  const input = await task.inputs.read(path);
  const der = derOf(input, 'crl', 'a list of revoked certificates');
  return reading(input, 'a list', () => readCrl(der));
}

function serialOf(text: string): bigint {
  const digits = text.replaceAll(':', '').replace(/^0x/i, '');
  if (!/^[0-9a-f]{1,40}$/i.test(digits)) throw misused(`--serial is a number in hexadecimal, not ${text}`);
  return BigInt(`0x${digits}`);
}

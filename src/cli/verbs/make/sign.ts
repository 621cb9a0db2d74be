/** `tsopenssl sign`: a certificate for a request, of which nothing is taken that was not allowed. */
import {
  type IssuedFromRequest,
  issueFromRequest,
  type RequestPolicy,
  RequestRefusedError,
  readCertificate,
  readRequest,
} from '../../../pki/index.js';
import { derOf, reading } from '../../files/load.js';
import { subjectNameOf } from '../../files/names.js';
import { declarePassword } from '../../files/passwords.js';
import { subjectOf } from '../../files/subject.js';
import { CliError, EXIT } from '../../frame/exit.js';
import type { Task } from '../../frame/task.js';
import { gather, type Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';
import { certificateRows, laidOut } from '../../reports/certificate.js';
import { generalNamesText } from '../../reports/names.js';
import { chainPem, daysOf, isSelfIssued } from './common.js';
import { readAuthority } from './issue.js';

interface Options {
  readonly ca?: string;
  readonly caKey?: string;
  readonly name?: readonly string[];
  readonly allow?: readonly string[];
  readonly allowAll?: boolean;
  readonly takeSubject?: boolean;
  readonly subject?: string;
  readonly usage?: readonly string[];
  readonly days?: string;
  readonly out?: string;
  readonly chain: boolean;
  readonly force?: boolean;
  readonly unchecked?: boolean;
}

export const sign: Verb = {
  name: 'sign',
  group: 'Make certificates',
  summary: 'sign a request (CSR) with a CA',
  description:
    "Issues a certificate for a request. Of the request nothing is taken but its key, and the names that --allow names; --allow-all takes each host, address and address of mail that it asks for. What makes a CA is never taken. A request that asks for a name that is not allowed is refused; --name says the names in the request's place.",
  examples: [
    { line: 'csr www.example.com', does: 'Make a request, to sign it here' },
    {
      line: 'sign www.example.com.csr --ca ca.crt --ca-key ca.key --allow .example.com -o www.crt',
      does: 'Sign it, for names below example.com',
    },
    {
      line: 'sign www.example.com.csr --ca ca.crt --ca-key ca.key --allow other.example',
      does: 'Another name is refused',
      exit: 6,
    },
    {
      line: 'sign www.example.com.csr --ca ca.crt --ca-key ca.key --name intern.example -o intern.crt',
      does: 'Say the names yourself',
    },
  ],
  json: {
    subject: 'whose certificate it is',
    serialNumber: 'its serial number',
    notBefore: 'when it begins',
    notAfter: 'when it ends',
    taken: 'what it has of the request',
    dropped: 'what it was issued without, and why',
    outputs: '`certificate`, with its `path` or `text`',
  },
  declare: (command) => {
    command
      .argument('<file>', 'the request')
      .option('--ca <file>', 'the certificate of the CA that signs, and of those above it')
      .option('--ca-key <file>', 'the private key of the CA')
      .option(
        '--allow <name>',
        'a name that may be asked for: www.example.com, .example.com, 10.0.0.0/8, @example.com; may be said again',
        gather,
      )
      .option('--allow-all', 'allow all hosts, addresses and addresses of mail')
      .option('--name <name>', 'a name that the certificate has, whatever is asked for; may be said again', gather)
      .option('--take-subject', 'take the subject of the request')
      .option('--subject <subject>', 'whose certificate it is, whatever is asked for')
      .option('--usage <usage>', 'what it is for, such as serverAuth; may be said again', gather)
      .option('--days <number>', 'how many days it is good: 90')
      .option('-o, --out <file>', 'where the certificate goes; stdout by default')
      .option('--no-chain', 'leave out the certificates of the intermediates')
      .option('-f, --force', 'replace a file that is there')
      .option('--unchecked', 'make what nobody should take, too');
    declarePassword(command, 'the private key of the CA');
  },
  run: async (task, [path = ''], options: Options) => {
    task.mustBeFree(options, options.out);
    const input = await task.inputs.read(path);
    const request = derOf(input, 'certificate-request', 'a request');
    const { issuer, chain } = await readAuthority(task, options);
    try {
      const issued = issueFromRequest({
        ...{ request, issuer, policy: policyOf(options), unchecked: options.unchecked === true },
        ...(options.name !== undefined && { names: options.name.map(subjectNameOf) }),
        ...(options.subject !== undefined && { subject: subjectOf(options.subject) }),
        ...(options.usage !== undefined && { usages: options.usage }),
        ...(options.days !== undefined && { days: daysOf(options.days) }),
      });
      const above = options.chain ? chain.filter((one) => !isSelfIssued(one)) : [];
      task.deliver(options, {
        name: 'certificate',
        path: options.out,
        content: chainPem([issued.certificate, ...above]),
      });
      report(task, options, issued);
    } catch (error) {
      if (!(error instanceof RequestRefusedError)) throw error;
      const asked = reading(input, 'a request', () => readRequest(request)).subjectAltName;
      throw new CliError(EXIT.refused, error.message, {
        code: error.code,
        hint: `It asks for ${asked.length === 0 ? 'no names' : generalNamesText(asked)}. --allow allows names, --name says them in its place.`,
      });
    }
  },
};

function policyOf({ allow = [], allowAll, name, takeSubject }: Options): RequestPolicy {
  const email = allow.filter((one) => one.includes('@'));
  const ip = allow.filter((one) => !one.includes('@') && /^[\d.]+(\/\d+)?$|:/.test(one));
  const dns = allow.filter((one) => !email.includes(one) && !ip.includes(one)).map((one) => one.replace(/^\*\./, '.'));
  const names = allowAll
    ? { dns: ['*'], wildcards: true, ip: ['0.0.0.0/0', '::/0'], email: [...email, '*'] }
    : { dns, ip, email, wildcards: allow.some((one) => /^\*?\./.test(one)) };
  return {
    names,
    ...(takeSubject && { subject: ['CN', 'O', 'OU', 'C', 'ST', 'L', 'serialNumber', 'GN', 'SN', 'title'] }),
    // Who says the names has no use for those of the request.
    ...(name !== undefined && { otherwise: { names: 'drop' as const } }),
  };
}

function report(task: Task, { out }: Options, issued: IssuedFromRequest): void {
  const data = readCertificate(issued.der);
  const { subject, serialNumber, notBefore, notAfter } = data;
  task.tell({ subject, serialNumber, notBefore, notAfter, taken: issued.taken, dropped: issued.dropped });
  task.say('A certificate has been signed.', 'title');
  for (const line of laidOut(certificateRows(data))) task.say(line);
  for (const { part, what, why } of issued.dropped) task.say(`left out: ${part} ${what}: ${why}`, 'unsure');
  if (out !== undefined && out !== '-') task.say(`It is in ${shellWord(out)}.`, 'good');
  task.say('Next: give it to who has asked for it; the key is there already.');
}

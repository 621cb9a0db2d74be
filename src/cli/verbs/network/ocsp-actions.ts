/** What `tsopenssl ocsp` does. */
import type { X509 } from '../../../crypto/index.js';
import {
  createOcspRequest,
  createOcspResponse,
  type OcspVerified,
  ocspUrl,
  PkiError,
  type RevocationReason,
  readOcspResponse,
  verifyOcspResponse,
} from '../../../pki/index.js';
import { readChain, reading } from '../../files/load.js';
import { CliError, EXIT, misused } from '../../frame/exit.js';
import { hexSerial } from '../../frame/json.js';
import type { Task } from '../../frame/task.js';
import { shellWord } from '../../frame/visible.js';
import { deadlineOf } from '../../network/deadline.js';
import { post } from '../../network/post.js';
import { timeText } from '../../reports/times.js';
import { readAuthority } from '../make/issue.js';

/** What the command is told. */
export interface OcspOptions {
  readonly issuer?: string;
  readonly url?: string;
  readonly response?: string;
  readonly nonce: boolean;
  readonly ca?: string;
  readonly caKey?: string;
  readonly reason?: string;
  readonly hours: string;
  readonly timeout: string;
  readonly out?: string;
  readonly force?: boolean;
}

async function pairOf(task: Task, path: string, options: OcspOptions): Promise<{ certificate: X509; issuer: X509 }> {
  const { leaf, others } = await readChain(task, path);
  const issuer = options.issuer === undefined ? others[0] : (await readChain(task, options.issuer)).leaf;
  if (issuer === undefined) throw misused(`who has issued ${path}? --issuer names that certificate`);
  return { certificate: leaf, issuer };
}

export async function request(task: Task, path: string, options: OcspOptions): Promise<void> {
  const pair = await pairOf(task, path, options);
  const made = createOcspRequest({ certificates: [pair], nonce: options.nonce });
  task.deliver(options, { name: 'request', path: options.out, content: made.der });
  task.tell({ nonce: made.nonce });
  task.say(`A request about ${shellWord(path)}${inFile(options)}.`, 'good');
  const url = ocspUrl(pair.certificate);
  if (url !== null) task.say(`Next: it goes by POST, as application/ocsp-request, to ${url}`);
}

export async function respond(task: Task, path: string, options: OcspOptions): Promise<void> {
  const { leaf } = await readChain(task, path);
  const { issuer: responder } = await readAuthority(task, options);
  const hours = /^[1-9]\d{0,4}$/.test(options.hours) ? Number(options.hours) : Number.NaN;
  const { reason } = options;
  const status =
    reason === undefined
      ? { status: 'good' as const }
      : { status: 'revoked' as const, reason: reason as RevocationReason, revocationDate: new Date() };
  const made = createOcspResponse({ responder, hours, statuses: [{ certificate: leaf, ...status }] });
  task.deliver(options, { name: 'response', path: options.out, content: made.der });
  task.tell({ status: status.status });
  task.say(
    `An answer that ${shellWord(path)} is ${status.status}${inFile(options)}.`,
    reason === undefined ? 'good' : 'bad',
  );
  task.say('Next: a server staples it, or a responder gives it to whom asks.');
}

export async function read(task: Task, path: string): Promise<void> {
  const input = await task.inputs.read(path);
  const data = reading(input, 'an OCSP response', () => readOcspResponse(input.bytes));
  if (data.status !== 'successful') {
    task.tell({ status: null, reason: data.status, answers: [] });
    task.say(`${input.name}: the responder tells nothing: ${data.status}`, 'bad');
    task.no();
    return;
  }
  const [first] = data.responses;
  task.tell({ status: first?.status ?? null, reason: null, answers: data.responses });
  task.say(`${input.name}: an answer of ${timeText(data.producedAt)}; nothing is verified by this`, 'title');
  reportAnswers(task, data.responses);
}

export async function check(task: Task, path: string, options: OcspOptions): Promise<void> {
  const pair = await pairOf(task, path, options);
  const { answer, asked, url } = await answerOf(task, pair, options);
  task.tell({ url });
  try {
    const verified = verifyOcspResponse({ response: answer, ...asked, nonce: 'optional' });
    reportVerified(task, path, verified);
  } catch (error) {
    if (!(error instanceof PkiError) || error.code !== 'ERR_PKI_UNVERIFIED') throw error;
    task.tell({ status: null, reason: error.message, answers: [] });
    task.say(`The answer is not to be believed: ${error.message}`, 'bad');
    task.no();
  }
}

interface Answered {
  readonly answer: Uint8Array;
  readonly asked: { readonly issuer: X509; readonly certificate?: X509; readonly request?: Uint8Array };
  readonly url: string | null;
}

async function answerOf(
  task: Task,
  pair: { certificate: X509; issuer: X509 },
  options: OcspOptions,
): Promise<Answered> {
  if (options.response !== undefined)
    return { answer: (await task.inputs.read(options.response)).bytes, asked: pair, url: null };
  const url = options.url ?? ocspUrl(pair.certificate);
  if (url === null)
    throw new CliError(EXIT.input, 'the certificate names no responder', {
      hint: 'Name one with --url, or an answer with --response.',
    });
  const made = createOcspRequest({ certificates: [pair], nonce: options.nonce });
  const deadline = deadlineOf(options.timeout);
  try {
    const answer = await post(
      url,
      made.der,
      { sent: 'application/ocsp-request', wanted: 'application/ocsp-response' },
      deadline,
    );
    return { answer, asked: { issuer: pair.issuer, request: made.der }, url };
  } finally {
    deadline.end();
  }
}

function reportVerified(task: Task, path: string, { status, answers, response }: OcspVerified): void {
  task.tell({ status, reason: null, answers });
  task.say(
    `${shellWord(path)} is ${status === 'good' ? 'good' : status.toUpperCase()}, as of ${timeText(response.producedAt)}.`,
    status === 'good' ? 'good' : 'bad',
  );
  reportAnswers(task, answers);
  if (status !== 'good') task.no();
}

function reportAnswers(task: Task, answers: OcspVerified['answers']): void {
  for (const { id, status, thisUpdate, nextUpdate, ...rest } of answers) {
    const until = nextUpdate === undefined ? '' : `, more by ${timeText(nextUpdate)}`;
    task.say(`  ${hexSerial(id.serialNumber)}  ${status}, known since ${timeText(thisUpdate)}${until}`);
    if ('reason' in rest && rest.reason !== undefined) task.say(`    ${rest.reason}`);
  }
}

const inFile = ({ out }: OcspOptions): string => (out === undefined || out === '-' ? '' : `, in ${shellWord(out)}`);

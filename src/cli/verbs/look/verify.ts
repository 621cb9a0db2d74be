/** `tsopenssl verify`: whether a certificate is to be trusted, and what a person can do where it is not. */
import type { X509 } from '../../../crypto/index.js';
import { type ChainAnswer, type ChainOptions, type JudgedCertificate, verifyChain } from '../../../pki/index.js';
import { readCertificates, readChain } from '../../files/load.js';
import { misused } from '../../frame/exit.js';
import type { Task } from '../../frame/task.js';
import { gather, type Verb } from '../../frame/verb.js';
import { shellWord } from '../../frame/visible.js';

interface Options {
  readonly ca?: readonly string[];
  readonly mozilla?: boolean;
  readonly untrusted?: readonly string[];
  readonly host?: string;
  readonly email?: string;
  readonly purpose?: string;
  readonly at?: string;
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly ocspFor?: string;
  readonly flag?: readonly string[];
  readonly policy?: readonly string[];
  readonly securityLevel?: string;
}

export const verify: Verb = {
  name: 'verify',
  group: 'Look at files',
  summary: 'say whether a certificate leads to a CA that is trusted',
  description:
    'Verifies the first certificate of a file by OpenSSL; those behind it may lead to the CA. Says of each certificate of the chain what does not hold, and what can be done about it. Ends with 0 when all holds and with 1 when something does not.',
  examples: [
    { line: 'verify server.crt --ca ca.crt --host localhost', does: 'Verify the certificate of a server' },
    { line: 'verify server.crt --ca ca.crt --host other.example', does: 'For another name: it does not hold', exit: 1 },
    { line: 'verify server.crt --ca ca.crt --at 2020-01-01', does: 'At another time: it did not hold', exit: 1 },
    { line: 'verify server.crt --mozilla', does: "By Mozilla's list: it does not hold", exit: 1 },
  ],
  json: {
    verified: 'whether all holds',
    chain:
      'each certificate: `subject`, `depth`, `role`, `trusted`, what `holds`, its `failures` with `code`, `sentence` and `advice`, and what `ocsp` says of it',
    failures: 'all that does not hold, in the order in which OpenSSL found it',
    missing: 'who is missing, where an issuer is',
  },
  declare: (command) => {
    command
      .argument('<file>', 'the certificate, with those that may lead to the CA behind it')
      .option('--ca <file>', 'trust these CAs; may be said again', gather)
      .option('--mozilla', "trust Mozilla's list of CAs that comes along")
      .option('--untrusted <file>', 'certificates that may lead to the CA; may be said again', gather)
      .option('--host <name>', 'the host or address that it must name')
      .option('--email <address>', 'the address of mail that it must name')
      .option(
        '--purpose <purpose>',
        'what it is to serve for: sslserver, sslclient, smimesign, codesign, timestampsign, any, …',
      )
      .option('--at <time>', 'when, such as 2026-01-31 or 2026-01-31T12:00:00Z; now by default')
      .option('--crl <file>', 'a list of revoked certificates; may be said again', gather)
      .option('--ocsp <file>', 'an OCSP response that tells of it, or of a CA above; may be said again', gather)
      .option('--ocsp-for <whom>', 'of whom a response must be there: leaf, chain, or given, where there is one')
      .option('--flag <flag>', 'a flag of OpenSSL, such as CRL_CHECK_ALL or X509_STRICT; may be said again', gather)
      .option('--policy <oid>', 'a policy of which one must hold; may be said again', gather)
      .option('--security-level <number>', 'what keys and signatures must be worth, 0 to 5', '2');
  },
  run: async (task, [path = ''], options: Options) => {
    const { leaf, others } = await readChain(task, path);
    const answer = verifyChain(await settingsOf(task, options, leaf, others));
    report(task, path, answer);
  },
};

/** Those who are trusted. */
export async function anchorsOf(
  task: Task,
  { ca, mozilla }: { readonly ca?: readonly string[]; readonly mozilla?: boolean },
): Promise<ChainOptions['anchors']> {
  if (ca !== undefined && mozilla) throw misused('--ca and --mozilla exclude each other');
  if (mozilla) return (await import('../../../roots/index.js')).roots;
  if (ca === undefined) throw misused('whom do you trust? --ca names CAs, and --mozilla those of browsers');
  const found = [];
  for (const file of ca) found.push(...(await readCertificates(task, file)));
  return found;
}

async function settingsOf(
  task: Task,
  options: Options,
  certificate: X509,
  behind: readonly X509[],
): Promise<ChainOptions> {
  const { untrusted = [], host, email, purpose, at, crl, ocsp, ocspFor, flag, policy, securityLevel = '2' } = options;
  const anchors = await anchorsOf(task, options);
  const intermediates = [...behind];
  for (const file of untrusted) intermediates.push(...(await readCertificates(task, file)));
  const crls = [];
  for (const file of crl ?? []) crls.push((await task.inputs.read(file)).bytes);
  const responses = [];
  for (const file of ocsp ?? []) responses.push((await task.inputs.read(file)).bytes);
  return {
    ...{ certificate, intermediates, anchors },
    ...(host !== undefined && { host }),
    ...(email !== undefined && { email }),
    // What they are, the library says where one is none of them.
    ...(purpose !== undefined && { purpose: purpose as NonNullable<ChainOptions['purpose']> }),
    ...(at !== undefined && { at: momentOf(at) }),
    ...(crl !== undefined && { crls }),
    ...(ocsp !== undefined && { ocsp: responses }),
    ...(ocspFor !== undefined && { ocspFor: ocspFor as NonNullable<ChainOptions['ocspFor']> }),
    ...(flag !== undefined && { flags: flag as NonNullable<ChainOptions['flags']> }),
    ...(policy !== undefined && { policies: policy }),
    securityLevel: /^[0-5]$/.test(securityLevel) ? Number(securityLevel) : Number.NaN,
  };
}

/** A moment as it is typed. */
export function momentOf(text: string): Date {
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(date.getTime()))
    throw misused(`this is no time: ${text}`, 'Say for example 2026-01-31 or 2026-01-31T12:00:00Z.');
  return date;
}

function report(task: Task, path: string, answer: ChainAnswer): void {
  const chain = answer.chain.map(({ certificate: _, ...rest }) => rest);
  task.tell({ verified: answer.ok, chain, failures: answer.ok ? [] : answer.failures });
  task.tell({
    missing:
      answer.ok || answer.missing === undefined
        ? null
        : { name: answer.missing.text, addresses: answer.missing.addresses },
  });
  if (answer.ok) task.say(`${shellWord(path)} is verified.`, 'good');
  else {
    task.say(`${shellWord(path)} is NOT verified.`, 'bad');
    task.no();
  }
  for (const one of answer.chain) reportCertificate(task, one);
  if (answer.ok) return;
  for (const { ofCrlIssuer, sentence, code, advice } of answer.failures) {
    if (!ofCrlIssuer) continue;
    task.say(`FAILS  of who has signed a CRL: ${sentence} (${code})`, 'bad');
    task.say(`       ${advice}`);
  }
  if (answer.missing !== undefined) {
    task.say(`Missing: ${answer.missing.text}`, 'bad');
    for (const address of answer.missing.addresses) task.say(`  it may be had at ${address}`);
  }
}

function reportCertificate(task: Task, { depth, role, subject, failures, trusted }: JudgedCertificate): void {
  task.say(`${depth}  ${subject === '' ? '(no name)' : subject}  ${role}${trusted ? ', trusted' : ''}`, 'title');
  for (const { sentence, code, advice, detail } of failures) {
    task.say(`FAILS  ${sentence} (${code})`, 'bad');
    if (detail !== undefined) task.say(`       ${detail}`);
    task.say(`       ${advice}`);
  }
}

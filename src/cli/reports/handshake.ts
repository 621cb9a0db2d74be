/** What a server has shown, and what holds. */
import { type CertificateData, type ChainOptions, verifyChain } from '../../pki/index.js';
import type { Task } from '../frame/task.js';
import type { Handshake } from '../network/handshake.js';
import { certificateRows, laidOut, type Row } from './certificate.js';
import { generalNamesText } from './names.js';
import { distanceText } from './times.js';

/** Something that must hold. */
interface Check {
  readonly check: string;
  readonly holds: boolean;
  /** Why it does not, or what it is. */
  readonly why: string;
}

interface Seen {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  /** Whom the certificate must name. */
  readonly name: string;
  readonly handshake: Handshake;
  /** Whom this side trusts, where it has said so. */
  readonly anchors?: ChainOptions['anchors'] | undefined;
}

/** Reports a handshake; the answer is no where something does not hold. */
export function reportHandshake(task: Task, seen: Seen): void {
  const { host, port, address, handshake } = seen;
  const { chain, protocol, cipher, group, signature, alpn, acceptedCas, rejected, verified } = handshake;
  const checks = checksOf(seen);
  const stapled = handshake.ocspResponse !== null;
  task.tell({ host, port, address, protocol, cipher, group, signature, alpn, verified, checks, chain });
  task.tell({ acceptedCas, rejected, stapled });
  task.say(`${host} port ${port}${address === host ? '' : ` (${address})`}`, 'title');
  const rows: Row[] = [
    ['version', protocol],
    ['cipher', cipher],
    ['key exchange', group ?? 'none: what is said can be read by whoever gets the key later'],
    ['signature', signature ?? 'none'],
    ['protocol', alpn ?? 'none agreed on (ALPN)'],
    ['OCSP response', stapled ? 'stapled' : 'not stapled'],
  ];
  for (const line of laidOut(rows)) task.say(line);
  if (acceptedCas.length > 0) {
    task.say();
    task.say('The server asks for a client certificate of:');
    for (const one of acceptedCas) task.say(`  ${one}`);
  }
  chain.forEach((data, index) => {
    task.say();
    task.say(`Certificate ${index}${index === 0 ? ', the server' : ''}`, 'title');
    for (const line of laidOut(certificateRows(data))) task.say(line);
  });
  task.say();
  for (const { check, holds, why } of checks)
    task.say(`${holds ? 'holds' : 'FAILS'}  ${check}${why === '' ? '' : `: ${why}`}`, holds ? 'good' : 'bad');
  if (checks.some(({ holds }) => !holds)) task.no();
}

/** OpenSSL's codes of a wrong name. */
const NAME_CODES = /^(ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH|IP_ADDRESS_MISMATCH|EMAIL_MISMATCH)/;
const TIME_CODES = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)/;

function checksOf({ handshake, name, anchors }: Seen): Check[] {
  const { isNamed, rejected, protocol, chain } = handshake;
  const [leaf] = chain;
  const ofTime = timeCheck(leaf);
  const ofChain = chainCheck(handshake, ofTime.holds, anchors);
  const checks: Check[] = [
    { check: 'the version of TLS is one of today', holds: /^TLSv1\.[23]$/.test(protocol), why: protocol },
    ofTime,
    ...(ofChain === undefined ? [] : [ofChain]),
    { check: `the certificate names ${name}`, holds: isNamed, why: isNamed ? '' : namesText(leaf) },
  ];
  if (rejected !== null) checks.push({ check: 'the server goes on after the handshake', holds: false, why: rejected });
  return checks;
}

/** The handshake has one verdict; where that is of the name or the time, the chain is verified once more, if its CAs are known. */
function chainCheck({ fault, chain }: Handshake, isLeafOfTime: boolean, anchors: Seen['anchors']): Check | undefined {
  const check = 'the certificates lead to a CA that is trusted';
  if (fault === null) return { check, holds: true, why: '' };
  const isHidden = NAME_CODES.test(fault.code) || (TIME_CODES.test(fault.code) && !isLeafOfTime);
  if (!isHidden) return { check, holds: false, why: `${fault.message} (${fault.code})` };
  const [leaf, ...others] = chain.map(({ der }) => der);
  if (anchors === undefined || leaf === undefined) return undefined;
  const flags = isLeafOfTime ? [] : (['NO_CHECK_TIME'] as const);
  const answer = verifyChain({ certificate: leaf, intermediates: others, anchors, purpose: 'sslserver', flags });
  return {
    check,
    holds: answer.ok,
    why: answer.ok ? '' : `${answer.failures[0].sentence} (${answer.failures[0].code})`,
  };
}

function namesText(leaf: CertificateData | undefined): string {
  if (leaf === undefined) return 'there is none';
  return leaf.subjectAltName.length === 0 ? 'it names nobody' : `it names ${generalNamesText(leaf.subjectAltName)}`;
}

function timeCheck(leaf: CertificateData | undefined): Check {
  const check = 'the certificate is good today';
  const now = Date.now();
  const [begin, end] = [leaf?.notBefore.date ?? null, leaf?.notAfter.date ?? null];
  if (begin === null || end === null) return { check, holds: false, why: 'it does not say from when to when' };
  if (begin.getTime() > now) return { check, holds: false, why: `it begins ${distanceText(begin, now)}` };
  const holds = end.getTime() >= now;
  return { check, holds, why: `it ${holds ? 'ends' : 'ended'} ${distanceText(end, now)}` };
}

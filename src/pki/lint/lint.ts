/** What is wrong or unwise. */
import type { BytesLike } from '../../common/arguments.js';
import { declareOptions, instance, integer, oneOf, type Rule } from '../../common/options.js';
import { wrongValue } from '../../common/refusals.js';
import {
  CRL,
  Error as CryptoError,
  dumpPublickey,
  FILETYPE_ASN1,
  loadCertificate,
  loadCertificateRequest,
  loadCrl,
  loadPrivatekey,
  PKey,
  X509Req,
} from '../../crypto/index.js';
import { X509 } from '../../crypto/internal.js';
import { Der } from '../der/reader.js';
import { badDer, badValue } from '../error.js';
import { identify } from '../identify/identify.js';
import type { Identified } from '../identify/kinds.js';
import { type PublicKeyData, readPublicKey } from '../read/algorithm.js';
import { type CertificateData, readCertificate } from '../read/certificate.js';
import { readCrl } from '../read/crl.js';
import { readRequest } from '../read/request.js';
import { contentOf } from './contents.js';
import { EXTENSION_RULES } from './extensions.js';
import { daysBetween, findingsOf, type LintContext, type Linted, type LintFinding, type LintRule } from './finding.js';
import { KEY_RULES, SIGNATURE_RULES } from './keys.js';
import { NAME_RULES } from './names.js';
import { CHAIN_RULES, CRL_RULES, REQUEST_RULES } from './others.js';
import { STRUCTURE_RULES } from './structure.js';

/** One thing to look at: an object, PEM or DER. */
export type LintSource = X509 | X509Req | CRL | PKey | BytesLike;

/** How {@link lint} judges. */
export interface LintOptions {
  /** `web`, the default, for certificates of public CAs, whom browsers have rules for; `private` for a CA of one's own. */
  readonly profile?: 'web' | 'private';
  /** The moment at which it is judged; now by default. */
  readonly at?: Date;
  /** Most certificates of a chain; 100 by default. */
  readonly maxCertificates?: number;
}

const MAX_CERTIFICATES = 100;

const date: Rule<Date> = (value, name) => {
  const given = instance(Date)(value, name);
  if (Number.isNaN(given.getTime())) throw wrongValue(name, 'a valid date', 'Invalid Date');
  return given;
};

const read = declareOptions<LintOptions>({
  profile: oneOf('web', 'private'),
  at: date,
  maxCertificates: integer(1, 10_000),
});

const CERTIFICATE_RULES: readonly LintRule<Linted>[] = [...STRUCTURE_RULES, ...NAME_RULES, ...EXTENSION_RULES];

/**
 * Says what is wrong or unwise with a certificate, a request, a list of revoked certificates, a key, or a chain: what RFC 5280 and
 * the Baseline Requirements of the CA/Browser Forum ask, and what is broken or too short. Nothing is verified by it.
 * @param input - an object, PEM or DER; a chain as PEM of several certificates, or as a list with the certificate first
 * @throws {PkiError} for what is none of these, or cannot be read, such as a key that a password protects
 */
export function lint(input: LintSource | Iterable<LintSource>, options?: LintOptions): LintFinding[] {
  const { profile = 'web', at = new Date(), maxCertificates = MAX_CERTIFICATES } = read(options);
  const context: LintContext = { now: at, web: profile === 'web' };
  const parts = partsOf(input, maxCertificates);
  const [first] = parts;
  if (first === undefined) throw badValue('there is nothing to look at');
  if (parts.length === 1) return lintOne(first, context);
  const certificates = parts.map((part) => {
    if (part instanceof X509) return part;
    throw badDer('several things that are not all certificates are no chain: look at one after the other');
  });
  const datas = certificates.map((certificate) => readCertificate(certificate));
  return [
    ...findingsOf(CHAIN_RULES, { certificates, datas }, context),
    ...datas.flatMap((data, depth) => lintCertificate(data, context).map((finding) => ({ ...finding, depth }))),
  ];
}

type Part = X509 | X509Req | CRL | PKey | PublicKeyData;

function partsOf(input: LintSource | Iterable<LintSource>, most: number): Part[] {
  const isList =
    typeof input === 'object' &&
    input !== null &&
    !isObject(input) &&
    !ArrayBuffer.isView(input) &&
    Symbol.iterator in input;
  const parts = (isList ? [...(input as Iterable<LintSource>)] : [input as LintSource]).flatMap((one) => {
    if (isObject(one)) return [one];
    const { items, truncated } = identify(one, { maxItems: most + 1, maxRead: 1 });
    if (truncated) throw badValue(`there are more than ${most} blocks, or it is larger than what is looked at`);
    // A file of a curve's parameters and its key is a key.
    const all = items.length > 1 ? items.filter(({ kind }) => kind !== 'ec-parameters') : items;
    return all.map(partOf);
  });
  if (parts.length > most) throw badValue(`there are more than ${most} certificates`);
  return parts;
}

const isObject = (value: unknown): value is X509 | X509Req | CRL | PKey =>
  value instanceof X509 || value instanceof X509Req || value instanceof CRL || value instanceof PKey;

function partOf(item: Identified): Part {
  const { kind, bytes, fault, sentence } = item;
  if (bytes === undefined) throw badDer(`this cannot be looked at: ${fault ?? sentence}`);
  if (kind === 'certificate') return loadCertificate(FILETYPE_ASN1, bytes);
  if (kind === 'certificate-request') return loadCertificateRequest(FILETYPE_ASN1, bytes);
  if (kind === 'crl') return loadCrl(FILETYPE_ASN1, bytes);
  if (kind === 'public-key' && item.format === 'spki') return readPublicKey(Der.parse(bytes, 'the key'), 'the key');
  if (kind === 'private-key' && !item.encrypted && ['pkcs8', 'pkcs1', 'sec1', 'dsa'].includes(item.format))
    return loadPrivatekey(FILETYPE_ASN1, bytes);
  throw badDer(`this cannot be looked at: ${identify(bytes).sentence}`);
}

function lintOne(part: Part, context: LintContext): LintFinding[] {
  if (part instanceof X509) return lintCertificate(readCertificate(part), context);
  if (part instanceof X509Req) return lintRequest(part, context);
  if (part instanceof CRL) {
    const data = readCrl(part);
    return [...findingsOf(CRL_RULES, data, context), ...findingsOf(SIGNATURE_RULES, data.signatureAlgorithm, context)];
  }
  return findingsOf(KEY_RULES, part instanceof PKey ? keyData(part) : part, context);
}

const keyData = (key: PKey): PublicKeyData =>
  readPublicKey(Der.parse(dumpPublickey(FILETYPE_ASN1, key), 'the key'), 'the key');

function lintRequest(request: X509Req, context: LintContext): LintFinding[] {
  const data = readRequest(request);
  return [
    ...findingsOf(REQUEST_RULES, { data, isSigned: isSigned(request) }, context),
    ...findingsOf(KEY_RULES, data.publicKey, context),
    ...findingsOf(SIGNATURE_RULES, data.signatureAlgorithm, context),
  ];
}

function isSigned(request: X509Req): boolean {
  try {
    using key = request.getPubkey();
    return request.verify(key);
  } catch (error) {
    if (error instanceof CryptoError) return false;
    throw error;
  }
}

function lintCertificate(data: CertificateData, context: LintContext): LintFinding[] {
  const isCa = contentOf(data, 'basicConstraints')?.ca === true;
  const usages = contentOf(data, 'extKeyUsage')?.usages;
  const namesHosts = data.subjectAltName.some(({ type }) => type === 'dns' || type === 'ip');
  const linted: Linted = {
    ...{ data, isCa },
    isSelfIssued: JSON.stringify(data.subject) === JSON.stringify(data.issuer),
    isServer: usages === undefined ? namesHosts : usages.includes('serverAuth'),
    days: daysBetween(data.notBefore.date, data.notAfter.date),
  };
  return [
    ...findingsOf(CERTIFICATE_RULES, linted, context),
    ...findingsOf(KEY_RULES, data.publicKey, context),
    // Nobody verifies what a root has signed of itself.
    ...(linted.isSelfIssued && isCa ? [] : findingsOf(SIGNATURE_RULES, data.signatureAlgorithm, context)),
  ];
}

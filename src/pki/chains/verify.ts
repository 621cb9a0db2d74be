/** Chains judged by OpenSSL, with all that it finds. */
import { X509Store } from '../../crypto/index.js';
import { applyOptions, chainOf, chainToArray, type X509 } from '../../crypto/internal.js';
import * as c from '../../ffi/constants.js';
import { HANDLE, type Handle } from '../../ffi/index.js';
import { badDer } from '../error.js';
import { native } from '../native.js';
import { type ChainAnswer, type FoundFault, report } from './answer.js';
import { readCrls } from './crls.js';
import { type CertificateHeap, readHeap, readOne } from './heap.js';
import { flagBits, isCrlDue, purposeNumber } from './names.js';
import { judgeByOcsp, NOTHING_TOLD, readResponses } from './ocsp.js';
import { type ChainOptions, readChainOptions } from './verify-options.js';

/**
 * Verifies a certificate's chain by OpenSSL's X509_verify_cert, for a purpose, a name and a moment; and says of each certificate
 * what holds, what fails, and what can be done about it. Verification goes on after a failure, so that all are told; where there is
 * one, the chain is refused. The first of them is what `openssl verify` would say.
 *
 * What OCSP responses bring stands behind all else: OpenSSL 3.5 does not look at them by itself.
 * @throws {PkiError} when certificate or anchors are missing, or what is given cannot be read
 * @throws {RangeError} when an option has a value that it cannot have, such as an unknown purpose or an empty host
 * @corresponds X509_verify_cert
 */
export function verifyChain(options: ChainOptions): ChainAnswer {
  const given = readChainOptions(options);
  const { intermediates = [], maxCertificates: most, crls: lists } = given;
  const certificate = readOne(given.certificate, 'certificate');
  const anchors = allOf(given.anchors, 'anchors', most);
  const between = allOf(intermediates, 'intermediates', most);
  const crls = lists === undefined ? [] : readCrls(lists, most);
  const responses = given.ocsp === undefined ? [] : readResponses(given.ocsp, most);
  let flags = flagBits(given.flags, 'flags');
  if (crls.length > 0) flags |= c.X509_V_FLAG_CRL_CHECK;
  const policies = given.policies ?? [];
  if (policies.length > 0) flags |= c.X509_V_FLAG_EXPLICIT_POLICY;
  using store = new X509Store();
  for (const anchor of anchors) store.addCert(anchor);
  for (const crl of crls) store.addCrl(crl);
  using untrusted = chainOf(between);
  // Freed before what it borrows.
  using context = native.x509_store_ctx_new(store[HANDLE], certificate[HANDLE], untrusted);
  applyOptions(context, {
    ...(given.host !== undefined && { host: given.host }),
    ...(given.ip !== undefined && { ip: given.ip }),
    ...(given.email !== undefined && { email: given.email }),
    ...(given.depth !== undefined && { depth: given.depth }),
    ...(given.at !== undefined && { time: given.at }),
    ...{ flags, policies, authLevel: given.securityLevel },
  });
  if (given.purpose !== undefined && given.purpose !== 'any')
    native.x509_store_ctx_set_purpose(context, purposeNumber(given.purpose));
  const { faults, whole } = verified(context);
  const chain = builtChain(context);
  const untrustedCount = native.X509_STORE_CTX_get_num_untrusted(context);
  const demand = given.ocspFor ?? (given.ocsp === undefined ? undefined : 'leaf');
  const told = demand && {
    ...{ demand, chain, untrusted: untrustedCount, others: between, at: given.at ?? new Date() },
    crlsFor: (depth: number) => (isCrlDue(flags, depth) ? crls : []),
    allowBrokenDigests: given.securityLevel === 0,
  };
  return report({
    ...{ faults, whole, flags, certificate, securityLevel: given.securityLevel },
    ocsp: told ? judgeByOcsp(responses, told) : NOTHING_TOLD,
    hasPurpose: given.purpose !== undefined && given.purpose !== 'any',
    hasIdentity: given.host !== undefined || given.ip !== undefined || given.email !== undefined,
    ...{ chain, untrusted: untrustedCount },
    policies: native.x509_store_ctx_policies(context),
  });
}

/** Certificates of which each counts: what cannot be read is not passed over. */
function allOf(heap: CertificateHeap, name: string, most: number): readonly X509[] {
  const { certificates, leftOut } = readHeap(heap, name, most);
  const [odd] = leftOut;
  if (odd !== undefined && certificates.length === 0) throw badDer(`${name} holds no certificate: ${odd.reason}`);
  return certificates;
}

function builtChain(context: Handle<'X509_STORE_CTX'>): X509[] {
  using chain = native.x509_store_ctx_built_chain(context);
  return chain === null ? [] : chainToArray(chain);
}

/** Code, depth, nesting: 32 bits each. */
const FAULT_BYTES = 12;

function verified(context: Handle<'X509_STORE_CTX'>): { faults: FoundFault[]; whole: boolean } {
  const bytes = native.x509_verify_all(context);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.length / FAULT_BYTES);
  const faults = Array.from({ length: count }, (_, index) => ({
    number: view.getInt32(index * FAULT_BYTES),
    depth: view.getInt32(index * FAULT_BYTES + 4),
    nested: view.getInt32(index * FAULT_BYTES + 8),
  }));
  return { faults, whole: bytes.at(-1) === 1 };
}

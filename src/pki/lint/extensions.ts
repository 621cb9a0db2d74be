/** Extensions: what must be there, what must be critical, and what contradicts itself. */
import type { Extension, ExtensionContent } from '../extensions/index.js';
import { contentOf, extensionOf } from './contents.js';
import { type Linted, type LintRule, when } from './finding.js';

const ANEW = 'Have it issued anew.';

const find = ({ data }: Linted, type: ExtensionContent['type']): Extension | undefined => extensionOf(data, type);

/** Extensions that this kit reads, or OpenSSL's verification understands. */
const KNOWN = new Set(['1.3.6.1.5.5.7.1.14', '2.5.29.9', '2.16.840.1.113730.1.1', '1.3.6.1.5.5.7.48.1.5']);

const must = (id: string, type: ExtensionContent['type'], reference: string): LintRule<Linted> => ({
  ...{ id, severity: 'error', advice: ANEW, reference },
  find: (linted) => when(find(linted, type)?.critical === false, `Its extension ${type} is not critical, and must be.`),
});
const mustNot = (id: string, type: ExtensionContent['type'], reference: string): LintRule<Linted> => ({
  ...{ id, severity: 'error', advice: ANEW, reference },
  find: (linted) => when(find(linted, type)?.critical === true, `Its extension ${type} is critical, and must not be.`),
});

/** Rules of extensions. */
export const EXTENSION_RULES: readonly LintRule<Linted>[] = [
  {
    ...{ id: 'extension-twice', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2' },
    find({ data }) {
      const seen = new Set<string>();
      const twice = data.extensions.find(({ oid }) => seen.size === seen.add(oid).size);
      return when(twice !== undefined, `The extension ${twice?.name ?? ''} stands in it twice.`);
    },
  },
  {
    ...{ id: 'extension-malformed', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2' },
    find({ data }) {
      const fault = data.extensions.find((extension) => extension.fault !== undefined);
      return when(fault !== undefined, `The extension ${fault?.name ?? ''} cannot be read: ${fault?.fault ?? ''}.`);
    },
  },
  {
    ...{
      id: 'extension-critical-unknown',
      severity: 'error',
      advice: 'Leave it out, or do not make it critical: who does not know it refuses the certificate.',
    },
    reference: 'RFC 5280, 4.2',
    find({ data }) {
      const odd = data.extensions.find(
        ({ critical, content, fault, oid }) => critical && !content && !fault && !KNOWN.has(oid),
      );
      return when(
        odd !== undefined,
        `The critical extension ${odd?.name ?? ''} is one that nearly nobody understands.`,
      );
    },
  },
  {
    ...{ id: 'ca-basic-constraints-missing', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.9' },
    find: (linted) =>
      when(
        !linted.isCa &&
          find(linted, 'basicConstraints') === undefined &&
          contentOf(linted.data, 'keyUsage')?.usages.includes('keyCertSign') === true,
        'It may sign certificates by its keyUsage, and no basicConstraints say that it is a CA.',
      ),
  },
  {
    ...must('ca-basic-constraints-not-critical', 'basicConstraints', 'RFC 5280, 4.2.1.9'),
    find: (linted) =>
      when(
        linted.isCa && find(linted, 'basicConstraints')?.critical === false,
        'It is a CA, and its basicConstraints are not critical.',
      ),
  },
  {
    ...{ id: 'path-length-of-leaf', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.9' },
    // What this kit reads of such a one is a content all the same.
    find: ({ data, isCa }) =>
      when(
        !isCa && contentOf(data, 'basicConstraints')?.pathLength !== undefined,
        'It is no CA, and has a pathLength.',
      ),
  },
  {
    ...{ id: 'ca-key-usage-missing', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.3' },
    find: (linted) => when(linted.isCa && find(linted, 'keyUsage') === undefined, 'It is a CA without a keyUsage.'),
  },
  {
    ...{ id: 'ca-cannot-sign', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.3' },
    find({ data, isCa }) {
      const usage = contentOf(data, 'keyUsage');
      return when(
        isCa && usage !== undefined && !usage.usages.includes('keyCertSign'),
        'It is a CA whose keyUsage has no keyCertSign.',
      );
    },
  },
  {
    ...{ id: 'leaf-signs-certificates', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.3' },
    find: (linted) =>
      when(
        !linted.isCa &&
          find(linted, 'basicConstraints') !== undefined &&
          contentOf(linted.data, 'keyUsage')?.usages.includes('keyCertSign') === true,
        'It is no CA, and has keyCertSign.',
      ),
  },
  {
    ...{ id: 'key-usage-not-critical', severity: 'warning', advice: ANEW, reference: 'RFC 5280, 4.2.1.3' },
    find: (linted) =>
      when(find(linted, 'keyUsage')?.critical === false, 'Its keyUsage is not critical, and should be.'),
  },
  {
    ...{ id: 'key-usage-empty', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.3' },
    find: ({ data }) => when(contentOf(data, 'keyUsage')?.usages.length === 0, 'Its keyUsage allows nothing.'),
  },
  {
    ...{
      id: 'extended-key-usage-missing',
      severity: 'error',
      advice: 'Have it issued with serverAuth in extKeyUsage.',
      reference: 'CA/Browser Forum BR, 7.1.2.7.6',
    },
    find: (linted, { web }) =>
      when(
        web && linted.isServer && find(linted, 'extKeyUsage') === undefined,
        'It does not say what it is for: it has no extKeyUsage.',
      ),
  },
  {
    ...{
      id: 'extended-key-usage-any',
      severity: 'warning',
      advice: 'Name the purposes one by one.',
      reference: 'RFC 5280, 4.2.1.12; CA/Browser Forum BR, 7.1.2.7.10',
    },
    find: ({ data }) =>
      when(
        contentOf(data, 'extKeyUsage')?.usages.includes('anyExtendedKeyUsage') === true,
        'It is for any purpose (anyExtendedKeyUsage).',
      ),
  },
  {
    ...{
      id: 'client-auth-beside-server-auth',
      severity: 'notice',
      advice: 'Have a certificate of its own for the client, of a CA of yours.',
    },
    reference: 'Chrome Root Program Policy, 3.2',
    find({ data, isServer }, { web }) {
      const usages = contentOf(data, 'extKeyUsage')?.usages ?? [];
      return when(
        web && isServer && usages.includes('serverAuth') && usages.includes('clientAuth'),
        'It is for servers and for clients; public CAs end to issue such.',
      );
    },
  },
  {
    ...{ id: 'subject-key-identifier-missing', severity: 'warning', advice: ANEW, reference: 'RFC 5280, 4.2.1.2' },
    find: (linted) =>
      when(
        linted.isCa && find(linted, 'subjectKeyIdentifier') === undefined,
        'It is a CA without a subjectKeyIdentifier, by which chains are found.',
      ),
  },
  {
    ...{ id: 'authority-key-identifier-missing', severity: 'warning', advice: ANEW, reference: 'RFC 5280, 4.2.1.1' },
    find: (linted) =>
      when(
        !linted.isSelfIssued && find(linted, 'authorityKeyIdentifier') === undefined,
        'It has no authorityKeyIdentifier, which says whose key has signed it.',
      ),
  },
  mustNot('subject-key-identifier-critical', 'subjectKeyIdentifier', 'RFC 5280, 4.2.1.2'),
  mustNot('authority-key-identifier-critical', 'authorityKeyIdentifier', 'RFC 5280, 4.2.1.1'),
  mustNot('authority-info-access-critical', 'authorityInfoAccess', 'RFC 5280, 4.2.2.1'),
  must('name-constraints-not-critical', 'nameConstraints', 'RFC 5280, 4.2.1.10'),
  must('policy-constraints-not-critical', 'policyConstraints', 'RFC 5280, 4.2.1.11'),
  must('inhibit-any-policy-not-critical', 'inhibitAnyPolicy', 'RFC 5280, 4.2.1.14'),
  {
    ...{ id: 'name-constraints-of-leaf', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.10' },
    find: (linted) =>
      when(!linted.isCa && find(linted, 'nameConstraints') !== undefined, 'It is no CA, and has nameConstraints.'),
  },
  {
    ...{
      id: 'policy-any-of-leaf',
      severity: 'warning',
      advice: 'Name the policy under which it was issued.',
      reference: 'CA/Browser Forum BR, 7.1.2.7.9',
    },
    find: ({ data, isCa }, { web }) =>
      when(
        web &&
          !isCa &&
          contentOf(data, 'certificatePolicies')?.policies.some(({ oid }) => oid === '2.5.29.32.0') === true,
        'Its policy is any (anyPolicy), which says nothing of a certificate that is no CA.',
      ),
  },
  {
    ...{
      id: 'revocation-nowhere',
      severity: 'notice',
      advice: 'Have it issued with crlDistributionPoints, or for a week at most.',
      reference: 'CA/Browser Forum BR, 7.1.2.11.2',
    },
    find(linted, { web }) {
      const says =
        find(linted, 'crlDistributionPoints') !== undefined ||
        contentOf(linted.data, 'authorityInfoAccess')?.descriptions.some(({ method }) => method === 'OCSP') === true;
      return when(
        web && !linted.isSelfIssued && !linted.isCa && linted.days > 10 && !says,
        'It does not say where one hears of its revocation.',
      );
    },
  },
];

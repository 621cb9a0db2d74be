/** Whom a certificate names. */
import { packAddress } from '../../common/ip-address.js';
import { quoted } from '../error.js';
import type { GeneralName } from '../model/general-name.js';
import { contentOf, extensionOf } from './contents.js';
import { type Linted, type LintRule, when } from './finding.js';

const ANEW = 'Have it issued for the right names.';
/** Names that nobody can own (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476; ICANN for internal). */
const INTERNAL =
  /(^|\.)(local|localhost|internal|intranet|lan|home|corp|private|test|example|invalid|alt|localdomain|home\.arpa)$/i;
/** Addresses that are nobody's own (RFC 1918, 3927, 6598, 1122; RFC 4193, 4291). */
const PRIVATE =
  /^(10\.|127\.|0\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd]|fe[89ab]|::1?$)/i;
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

const textOf = (name: GeneralName): string => (typeof name.value === 'string' ? name.value : '');
const hosts = ({ data }: Linted): readonly string[] =>
  data.subjectAltName.filter(({ type }) => type === 'dns').map(textOf);
const commonNames = ({ data }: Linted): readonly string[] =>
  data.subject
    .flat()
    .filter(({ type }) => type === 'CN')
    .map(({ value }) => value);
const first = (list: readonly string[], test: (text: string) => boolean): string | undefined => list.find(test);
const said = (found: string | undefined, sentence: (name: string) => string): string | undefined =>
  found === undefined ? undefined : sentence(quoted(found));
const withoutWildcard = (name: string): string => name.replace(/^\*\./, '');

/** Rules of names. */
export const NAME_RULES: readonly LintRule<Linted>[] = [
  {
    ...{
      id: 'subject-alt-name-missing',
      severity: 'error',
      advice: 'Have it issued with its hosts in subjectAltName.',
      reference: 'RFC 9525, 2; CA/Browser Forum BR, 7.1.2.7.12',
    },
    find: (linted) =>
      when(
        linted.isServer && !linted.isCa && contentOf(linted.data, 'subjectAltName') === undefined,
        'It is for servers, and names no host in subjectAltName: browsers read no common name.',
      ),
  },
  {
    ...{ id: 'subject-alt-name-empty', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.6' },
    find: ({ data }) =>
      when(contentOf(data, 'subjectAltName')?.names.length === 0, 'Its subjectAltName holds no name.'),
  },
  {
    ...{
      id: 'subject-alt-name-not-critical',
      severity: 'error',
      advice: 'Have it issued anew.',
      reference: 'RFC 5280, 4.2.1.6',
    },
    find({ data }) {
      const extension = extensionOf(data, 'subjectAltName');
      return when(
        data.subject.length === 0 && extension?.critical === false,
        'It has no subject, and its subjectAltName is not critical.',
      );
    },
  },
  {
    ...{ id: 'nobody-named', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.1.2.6' },
    find: ({ data, isCa }) =>
      when(!isCa && data.subject.length === 0 && data.subjectAltName.length === 0, 'It names nobody.'),
  },
  {
    ...{
      id: 'common-name-not-in-subject-alt-name',
      severity: 'error',
      advice: 'Leave the common name out, or name it in subjectAltName, too.',
      reference: 'CA/Browser Forum BR, 7.1.4.3',
    },
    find(linted) {
      if (!linted.isServer || linted.isCa || linted.data.subjectAltName.length === 0) return undefined;
      const names = new Set(linted.data.subjectAltName.map((name) => textOf(name).toLowerCase()));
      return said(
        first(commonNames(linted), (name) => !names.has(name.toLowerCase())),
        (name) => `Its common name ${name} is not among the names of subjectAltName.`,
      );
    },
  },
  {
    ...{ id: 'common-names-several', severity: 'warning', advice: ANEW, reference: 'CA/Browser Forum BR, 7.1.4.3' },
    find: (linted) => when(linted.isServer && commonNames(linted).length > 1, 'It has several common names.'),
  },
  {
    ...{
      id: 'name-with-nul',
      severity: 'error',
      advice: 'Do not use it: somebody may have meant to deceive.',
      reference: 'RFC 5280, 4.2.1.6; CVE-2009-2408',
    },
    find: ({ data }) =>
      when(
        [...data.subjectAltName.map(textOf), ...data.subject.flat().map(({ value }) => value)].some((text) =>
          text.includes('\0'),
        ),
        'A name has a NUL in it, behind which some programs do not look.',
      ),
  },
  {
    ...{
      id: 'address-as-host',
      severity: 'error',
      advice: 'Have it issued with the address as an iPAddress.',
      reference: 'RFC 5280, 4.2.1.6',
    },
    find: (linted) =>
      said(
        first(hosts(linted), (name) => packAddress(name) !== undefined),
        (name) => `The IP address ${name} is written as a DNS name, by which nobody finds it.`,
      ),
  },
  {
    ...{ id: 'address-malformed', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.6' },
    find: ({ data }) =>
      when(
        data.subjectAltName.some(
          ({ type, value }) => type === 'ip' && typeof value === 'string' && value.startsWith('#'),
        ),
        'An IP address has neither 4 nor 16 bytes.',
      ),
  },
  {
    ...{
      id: 'wildcard-misplaced',
      severity: 'error',
      advice: 'Use a wildcard as the whole of the first label.',
      reference: 'RFC 9525, 6.3; CA/Browser Forum BR, 3.2.2.6',
    },
    find: (linted) =>
      said(
        first(hosts(linted), (name) => withoutWildcard(name).includes('*')),
        (name) => `The wildcard of ${name} is not the whole of the first label.`,
      ),
  },
  {
    ...{
      id: 'wildcard-too-wide',
      severity: 'error',
      advice: 'Use a wildcard beneath a domain of your own.',
      reference: 'CA/Browser Forum BR, 3.2.2.6',
    },
    find: (linted) =>
      said(
        first(hosts(linted), (name) => name === '*' || /^\*\.[^.]*$/.test(name)),
        (name) => `The wildcard ${name} stands for all of a top-level domain.`,
      ),
  },
  {
    ...{
      id: 'underscore',
      severity: 'error',
      advice: 'Rename the host: names of hosts have letters, digits and hyphens.',
      reference: 'CA/Browser Forum BR, 7.1.4.2.1 (SC-012)',
    },
    find: (linted) =>
      said(
        first(hosts(linted), (name) => name.includes('_')),
        (name) => `The name ${name} has an underscore, which public CAs must not sign.`,
      ),
  },
  {
    ...{ id: 'host-malformed', severity: 'error', advice: ANEW, reference: 'RFC 5280, 4.2.1.6; RFC 1034, 3.5' },
    find(linted) {
      const isOdd = (name: string) =>
        packAddress(name) === undefined && !name.includes('_') && !isHost(withoutWildcard(name).replaceAll('*', 'x'));
      return said(first(hosts(linted), isOdd), (name) => `${name} is no DNS name as certificates have it.`);
    },
  },
  {
    ...{
      id: 'internal-name',
      severity: 'error',
      advice: 'Use a CA of your own for names within your network.',
      reference: 'CA/Browser Forum BR, 4.2.2, 7.1.4.2.1',
    },
    find: (linted, { web }) =>
      web && !linted.isCa
        ? said(
            first(hosts(linted), (name) => !name.includes('.') || INTERNAL.test(name)),
            (name) => `${name} is a name that nobody can own: no public CA may sign it.`,
          )
        : undefined,
  },
  {
    ...{
      id: 'private-address',
      severity: 'error',
      advice: 'Use a CA of your own for addresses within your network.',
      reference: 'CA/Browser Forum BR, 4.2.2, 7.1.4.2.1',
    },
    find({ data, isCa }, { web }) {
      const addresses = data.subjectAltName.filter(({ type }) => type === 'ip').map(textOf);
      return web && !isCa
        ? said(
            first(addresses, (text) => PRIVATE.test(text)),
            (text) => `The IP address ${text} is nobody's own: no public CA may sign it.`,
          )
        : undefined;
    },
  },
];

const isHost = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((label) => label.length <= 63 && LABEL.test(label));

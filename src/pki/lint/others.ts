/** Requests, lists, and certificates in a row. */

import type { X509 } from '../../crypto/internal.js';
import { HANDLE } from '../../ffi/index.js';
import { sameBytes } from '../der/values.js';
import { native } from '../native.js';
import type { CertificateData } from '../read/certificate.js';
import type { CrlData } from '../read/crl.js';
import type { RequestData } from '../read/request.js';
import { contentOf, extensionOf } from './contents.js';
import { type LintRule, when } from './finding.js';

/** A request, and whether its signature is that of its own key. */
export interface LintedRequest {
  readonly data: RequestData;
  readonly isSigned: boolean;
}

/** Rules of requests. */
export const REQUEST_RULES: readonly LintRule<LintedRequest>[] = [
  {
    ...{
      id: 'request-signature-broken',
      severity: 'error',
      advice: 'Make the request anew.',
      reference: 'RFC 2986, 4.2',
    },
    find: ({ isSigned }) => when(!isSigned, 'Its signature is not that of its own key: no CA takes it.'),
  },
  {
    ...{
      id: 'request-names-nobody',
      severity: 'warning',
      advice: 'Ask for the names in subjectAltName.',
      reference: 'RFC 9525, 2',
    },
    find: ({ data }) => when(data.subject.length === 0 && data.subjectAltName.length === 0, 'It names nobody.'),
  },
  {
    ...{
      id: 'request-common-name-alone',
      severity: 'notice',
      advice: 'Ask for the hosts in subjectAltName, too.',
      reference: 'RFC 9525, 2',
    },
    find: ({ data }) =>
      when(
        data.subjectAltName.length === 0 &&
          data.subject.flat().some(({ type, value }) => type === 'CN' && value.includes('.')),
        'It names a host as common name alone, which browsers do not read.',
      ),
  },
  {
    ...{
      id: 'request-challenge-password',
      severity: 'notice',
      advice: 'Do not reuse the password, and do not publish the request.',
      reference: 'RFC 2985, 5.4.1',
    },
    find: ({ data }) =>
      when(
        data.attributes.some(({ type }) => type === 'challengePassword'),
        'It holds a challenge password in the clear.',
      ),
  },
  {
    ...{
      id: 'request-extension-malformed',
      severity: 'error',
      advice: 'Make the request anew.',
      reference: 'RFC 5280, 4.2',
    },
    find: ({ data }) =>
      when(
        data.extensions.some(({ fault }) => fault !== undefined),
        'An extension that it asks for cannot be read.',
      ),
  },
];

/** Rules of lists of revoked certificates. */
export const CRL_RULES: readonly LintRule<CrlData>[] = [
  {
    ...{
      id: 'crl-out-of-date',
      severity: 'error',
      advice: 'Fetch it anew, or have the CA publish.',
      reference: 'RFC 5280, 5.1.2.5',
    },
    find: ({ nextUpdate }, { now }) => when(!!nextUpdate?.date && nextUpdate.date < now, 'A newer list was due.'),
  },
  {
    ...{
      id: 'crl-not-yet-valid',
      severity: 'error',
      advice: 'See whether the clock is right.',
      reference: 'RFC 5280, 5.1.2.4',
    },
    find: ({ thisUpdate }, { now }) =>
      when(thisUpdate.date !== null && thisUpdate.date > now, 'It was issued in the future.'),
  },
  {
    ...{
      id: 'crl-next-update-missing',
      severity: 'error',
      advice: 'Have it issued with nextUpdate.',
      reference: 'RFC 5280, 5.1.2.5',
    },
    find: ({ nextUpdate }) => when(nextUpdate === undefined, 'It does not say when the next one is due.'),
  },
  {
    ...{
      id: 'crl-version-1',
      severity: 'error',
      advice: 'Have it issued as version 2.',
      reference: 'RFC 5280, 5.1.2.1',
    },
    find: ({ version }) => when(version !== 2, 'It is not of version 2, which extensions need.'),
  },
  {
    ...{
      id: 'crl-number-missing',
      severity: 'error',
      advice: 'Have it issued with a number.',
      reference: 'RFC 5280, 5.2.3',
    },
    find: ({ crlNumber }) => when(crlNumber === undefined, 'It has no number, by which the newest is known.'),
  },
  {
    ...{
      id: 'crl-authority-key-identifier-missing',
      severity: 'error',
      advice: 'Have it issued with one.',
      reference: 'RFC 5280, 5.2.1',
    },
    find: (data) =>
      when(extensionOf(data, 'authorityKeyIdentifier') === undefined, 'It does not say which key has signed it.'),
  },
  {
    ...{
      id: 'crl-serial-twice',
      severity: 'warning',
      advice: 'Have each certificate on it once.',
      reference: 'RFC 5280, 5.1.2.6',
    },
    find: ({ revoked }) =>
      when(
        new Set(revoked.map(({ serialNumber }) => serialNumber)).size < revoked.length,
        'A serial number stands on it twice.',
      ),
  },
];

/** Certificates in a row, as a server is given them. */
export interface LintedChain {
  readonly certificates: readonly X509[];
  readonly datas: readonly CertificateData[];
}

const ORDER = 'Put the certificate first, then who has issued it, and so on; buildChain and bundle do that.';

/** Rules of several certificates. */
export const CHAIN_RULES: readonly LintRule<LintedChain>[] = [
  {
    ...{ id: 'chain-order', severity: 'error', advice: ORDER, reference: 'RFC 8446, 4.4.2; RFC 5246, 7.4.2' },
    find({ certificates }) {
      const odd = certificates.findIndex((certificate, index) => {
        const issuer = certificates[index + 1];
        return issuer !== undefined && native.x509_issued_by(certificate[HANDLE], issuer[HANDLE]) !== 0;
      });
      return when(odd >= 0, `The certificate at ${odd + 1} has not issued the one before it.`);
    },
  },
  {
    ...{
      id: 'chain-duplicate',
      severity: 'warning',
      advice: 'Leave out what stands there twice.',
      reference: 'RFC 5246, 7.4.2',
    },
    find: ({ datas }) =>
      when(
        datas.some(({ der }, index) => datas.slice(0, index).some((other) => sameBytes(other.der, der))),
        'A certificate stands in it twice.',
      ),
  },
  {
    ...{
      id: 'chain-with-root',
      severity: 'notice',
      advice: 'Leave the root out: who trusts it has it.',
      reference: 'RFC 8446, 4.4.2',
    },
    find({ certificates }) {
      const last = certificates.at(-1);
      return when(
        certificates.length > 1 && last !== undefined && native.x509_is_self_signed(last[HANDLE]) === 1,
        'It has the root, which costs each connection bytes and tells nobody anything.',
      );
    },
  },
  {
    ...{
      id: 'chain-outlived',
      severity: 'warning',
      advice: 'Get newer certificates of the CAs.',
      reference: 'RFC 5280, 6.1.3',
    },
    find({ datas }) {
      const end = datas[0]?.notAfter.date ?? null;
      const short = datas.findIndex(
        ({ notAfter }, index) => index > 0 && end !== null && notAfter.date !== null && notAfter.date < end,
      );
      return when(short > 0, `The CA at ${short} expires before the certificate itself.`);
    },
  },
  {
    ...{
      id: 'chain-path-length',
      severity: 'error',
      advice: 'Have it issued by a CA that is further up.',
      reference: 'RFC 5280, 4.2.1.9',
    },
    find({ datas }) {
      // Those that are issued by themselves do not count.
      const below = (index: number) =>
        datas.slice(1, index).filter(({ subject, issuer }) => JSON.stringify(subject) !== JSON.stringify(issuer))
          .length;
      const odd = datas.findIndex(
        (data, index) => index > 0 && (contentOf(data, 'basicConstraints')?.pathLength ?? datas.length) < below(index),
      );
      return when(odd > 0, `More CAs stand below the CA at ${odd} than its pathLength allows.`);
    },
  },
];

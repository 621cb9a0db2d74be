/** Which cipher suites are spoken. */
import { wrongValue } from '../../common/refusals.js';
import { SSL } from '../../index.js';
import type { Limits } from '../versions.js';

/** The ciphers of those that name none: the list of Node 26, which leaves out what is weak. */
export const DEFAULT_CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-SHA256',
  'DHE-RSA-AES128-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'DHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA256',
  'DHE-RSA-AES256-SHA256',
  'HIGH',
  '!aNULL',
  '!eNULL',
  '!EXPORT',
  '!DES',
  '!RC4',
  '!MD5',
  '!PSK',
  '!SRP',
  '!CAMELLIA',
].join(':');

/**
 * The same ciphers in the order in which they are offered and chosen where nobody says one: that list is made for processors
 * with AES instructions. WebAssembly has none, and here ChaCha20-Poly1305 is twice as fast as AES-GCM.
 */
export const OWN_ORDER = [
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  DEFAULT_CIPHERS.replace(':TLS_CHACHA20_POLY1305_SHA256', ''),
].join(':');

/** The suites of TLS 1.3 that OpenSSL offers by itself. */
const SUITES = ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'];
const SUITE = /^[!-]?TLS_/;
/** What sets the security level within a list. */
const LEVEL = /@SECLEVEL=/;

/** Whether a list of ciphers says which security level there is to be. */
export function namesLevel(ciphers: string | undefined): boolean {
  return ciphers !== undefined && LEVEL.test(ciphers);
}

/**
 * The suites of TLS 1.3 have names of their own, and a setting of their own. Where those alone are named, nothing else is
 * spoken, as in node:tls: the older version would have its default ciphers.
 */
export function setCiphers(context: SSL.Context, ciphers: string, { min, max }: Limits): void {
  const names = ciphers.split(':').filter((name) => name !== '');
  if (names.length === 0) throw wrongValue('ciphers', 'a list of ciphers', ciphers);
  const modern = names.filter((name) => SUITE.test(name));
  const classic = names.filter((name) => !SUITE.test(name));
  if (modern.length > 0) {
    const wanted = modern.filter((name) => name.startsWith('TLS_'));
    const unwanted = new Set(modern.filter((name) => !name.startsWith('TLS_')).map((name) => name.slice(1)));
    const suites = (wanted.length > 0 ? wanted : SUITES).filter((name) => !unwanted.has(name));
    context.setTls13Ciphersuites(suites.join(':'));
  }
  if (classic.length > 0) context.setCipherList(classic.join(':'));
  else {
    if (max < SSL.TLS1_3_VERSION)
      throw wrongValue('ciphers', 'more than suites of TLS 1.3, for maxVersion is below it,', ciphers);
    if (min < SSL.TLS1_3_VERSION) context.setMinProtoVersion(SSL.TLS1_3_VERSION);
  }
}

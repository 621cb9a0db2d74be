/** The path-validation cases of x509-limbo: the first failure that is told is native's, whatever is told beside it. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { native } from '../../../src/crypto/native.js';
import { type ChainAnswer, type VerifyFlag, verifyChain } from '../../../src/pki/index.js';

interface Case {
  readonly id: string;
  readonly trusted: readonly number[];
  readonly untrusted: readonly number[];
  readonly peer: number;
  readonly crls: readonly number[];
  readonly time: string | null;
  readonly name: { readonly kind: 'DNS' | 'IP' | 'RFC822'; readonly value: string } | null;
  readonly usages: readonly string[];
  readonly depth: number | null;
  readonly native: 'SUCCESS' | 'FAILURE' | 'SKIPPED';
  readonly reason: string | null;
}

const file = new URL('../../crypto/limbo/cases.json.br', import.meta.url);
const limbo = JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as {
  readonly objects: readonly string[];
  readonly cases: readonly Case[];
};
const der = (index: number): Uint8Array => new Uint8Array(Buffer.from(limbo.objects[index] ?? '', 'base64'));
const NAMES = { DNS: 'host', IP: 'ip', RFC822: 'email' } as const;
/** When native OpenSSL was asked: for the cases that do not say when. */
const NATIVE_TIME = '2026-11-20T12:00:00Z';
const BASE: readonly VerifyFlag[] = ['X509_STRICT', 'PARTIAL_CHAIN'];

function answerTo(test: Case): ChainAnswer {
  return verifyChain({
    certificate: der(test.peer),
    intermediates: test.untrusted.map(der),
    anchors: test.trusted.map(der),
    flags: test.crls.length > 0 ? [...BASE, 'CRL_CHECK', 'CRL_CHECK_ALL'] : BASE,
    crls: test.crls.map(der),
    at: new Date(test.time ?? NATIVE_TIME),
    purpose: test.usages[0] === 'serverAuth' ? 'sslserver' : test.usages[0] === 'clientAuth' ? 'sslclient' : 'any',
    ...(test.name !== null && { [NAMES[test.name.kind]]: test.name.value }),
    ...(test.depth !== null && { depth: test.depth }),
  });
}

/** BetterTLS alone has 9,500 that differ in one thing each: one of seventeen of these. */
const cases = limbo.cases.filter(({ id }, index) => !id.startsWith('bettertls') || index % 17 === 0);

describe('x509-limbo', () => {
  it('has the verdict of native OpenSSL, and its reason as the first', () => {
    const different: string[] = [];
    let [compared, several] = [0, 0];
    for (const test of cases) {
      if (test.native === 'SKIPPED') continue;
      compared += 1;
      const answer = answerTo(test);
      const [first] = answer.ok ? [] : answer.failures;
      if (!answer.ok && answer.failures.length > 1) several += 1;
      const ours = first === undefined ? null : native.X509_verify_cert_error_string(first.number);
      const theirs = test.native === 'SUCCESS' ? null : test.reason;
      // A common name names no host here (RFC 9525, 2), and does for native.
      const isOfName = first?.check === 'identity' && test.name?.kind === 'DNS' && theirs !== ours;
      if (ours !== theirs && !(isOfName && !answer.ok)) different.push(`${test.id}: ${ours}, native: ${theirs}`);
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(700);
    expect(several).toBeGreaterThan(30);
  }, 120_000);
});

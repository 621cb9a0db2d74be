/** The verdicts of OpenSSL's own recipe for `openssl verify`, over its own certificates. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ChainOptions, type Purpose, type VerifyFlag, verifyChain } from '../../../src/pki/index.js';

const SOURCE = new URL('../../../openssl-src/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('pin.json', SOURCE), 'utf8')) as { version: string };
const TESTS = new URL(`openssl-${version}/test/`, SOURCE);
const recipe = readFileSync(new URL('recipes/25-test_verify.t', TESTS), 'utf8');
const pem = (name: string): string => readFileSync(new URL(`certs/${name}.pem`, TESTS), 'utf8');

interface Case {
  readonly title: string;
  readonly expected: boolean;
  readonly args: readonly string[];
  readonly certificate: string;
  readonly purpose: string;
  readonly trusted: readonly string[];
  readonly untrusted: readonly string[];
}

const CALL =
  /ok\((!?)verify\("([^"]+)", "([^"]*)",\s*\[([^\]]*)\],\s*\[([^\]]*)\]((?:,\s*"[^"]*")*),?\s*\),\s*(?:"([^"]*)"|'([^']*)')\)/g;
const words = (list: string): string[] =>
  list
    .replace(/qw\(|[)",]/g, ' ')
    .split(/\s+/)
    .filter(Boolean);

const cases: Case[] = [...recipe.matchAll(CALL)].map((match) => {
  const [, not, certificate = '', purpose = '', trusted = '', untrusted = '', args = '', title = '', other = ''] =
    match;
  // One stands within a check for the exit code 2, which is that of a refusal.
  const isRefusal = recipe.slice(match.index - 120, match.index).includes('shift == 2');
  return {
    ...{ title: title || other, certificate, purpose, expected: not === '' && !isRefusal, args: words(args) },
    ...{ trusted: words(trusted), untrusted: words(untrusted) },
  };
});

const FLAGS: Readonly<Record<string, VerifyFlag>> = {
  '-partial_chain': 'PARTIAL_CHAIN',
  '-x509_strict': 'X509_STRICT',
  '-allow_proxy_certs': 'ALLOW_PROXY',
  '-check_ss_sig': 'CHECK_SS_SIGNATURE',
  '-policy_check': 'POLICY_CHECK',
  '-explicit_policy': 'EXPLICIT_POLICY',
};

function optionsOf({ certificate, purpose, trusted, untrusted, args }: Case): ChainOptions {
  const flags: VerifyFlag[] = [];
  const policies: string[] = [];
  let [securityLevel, depth, at]: [number, number | undefined, Date | undefined] = [1, undefined, undefined];
  for (let index = 0; index < args.length; index++) {
    const [option = '', value = ''] = [args[index], args[index + 1]];
    const flag = FLAGS[option];
    if (flag !== undefined) {
      flags.push(flag);
      continue;
    }
    index += 1;
    if (option === '-auth_level') securityLevel = Number(value);
    else if (option === '-verify_depth') depth = Number(value);
    else if (option === '-attime') at = new Date(Number(value) * 1000);
    else if (option === '-policy') policies.push(value);
    else throw new Error(`the recipe has an option that this test does not know: ${option}`);
  }
  return {
    certificate: pem(certificate),
    anchors: trusted.map(pem),
    intermediates: untrusted.map(pem),
    ...{ flags, policies, securityLevel },
    ...(purpose !== '' && { purpose: purpose as Purpose }),
    ...(depth !== undefined && { depth }),
    ...(at !== undefined && { at }),
  };
}

const isThere = ({ certificate, trusted, untrusted }: Case): boolean =>
  [certificate, ...trusted, ...untrusted].every((name) => existsSync(new URL(`certs/${name}.pem`, TESTS)));
/** What cannot be asked here: SM2's identifier, and another provider. */
const isPlain = (one: Case): boolean => !one.args.includes('-vfyopt') && isThere(one);

describe("OpenSSL's recipe 25-test_verify.t", () => {
  it('is read as far as it is plain', () => {
    expect(cases.filter(isPlain).length).toBeGreaterThanOrEqual(182);
    // The recipe names a file that the source does not have: native refuses it for that.
    expect(cases.filter((one) => !isThere(one)).map(({ certificate }) => certificate)).toEqual(['pc6-cert']);
  });

  it.each(cases.filter(isPlain).map((one) => [one.title, one] as const))('%s', (_, one) => {
    const answer = verifyChain(optionsOf(one));
    const said = answer.ok ? 'good' : answer.failures.map(({ code, depth }) => `${code} at ${depth}`).join(', ');
    expect(answer.ok, said).toBe(one.expected);
  });

  it('finds the delta CRL that is not valid yet (CVE-2026-28388)', () => {
    const answer = verifyChain({
      ...{ certificate: pem('cve-2026-28388-leaf'), anchors: pem('cve-2026-28388-ca') },
      ...{ crls: pem('cve-2026-28388-crls'), flags: ['CRL_CHECK', 'USE_DELTAS'], at: new Date(1_739_527_200_000) },
      securityLevel: 0,
    });
    expect(answer.ok ? [] : answer.failures.map(({ code }) => code)).toContain('X509_V_ERR_CRL_NOT_YET_VALID');
  });
});

/** Foreign judges of chains: openssl, GnuTLS, NSS and Python's cryptography say what we say, or a row says why not. */
import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../../src/pki/index.js';
import { NativeOpenssl } from '../../support/native-openssl.js';
import { askPython } from '../../support/python.js';
import { type Case, cases, type Judge } from './cases-of-judges.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());
const HOST = 'www.a.example';
const all = cases();
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const pem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${base64(der).replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
const isThere = (...command: readonly [string, ...string[]]) =>
  spawnSync(command[0], command.slice(1)).error === undefined;

const files = all.map(({ leaf, between, root }, index) => ({
  leaf: native.file(`${index}.pem`, pem(leaf)),
  chain: native.file(`${index}-chain.pem`, [leaf, ...between].map(pem).join('')),
  between: between.length === 0 ? [] : ['-untrusted', native.file(`${index}-between.pem`, between.map(pem).join(''))],
  each: between.map((der, level) => native.file(`${index}-${level}.pem`, pem(der))),
  root: native.file(`${index}-root.pem`, pem(root)),
}));
type Files = (typeof files)[number];
const accepts = (program: string, args: readonly string[]): boolean => {
  const { status, error } = spawnSync(program, args, { cwd: native.folder, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return status === 0;
};

/** What NSS and its like are not asked for: a name. */
const isOfName = ({ title }: Case) => /name alone|another (name|level)/.test(title);

/** All that a judge says otherwise than we, and for which no row has a reason. */
const unexplained = (judge: Judge, verdict: (one: Case, of: Files, index: number) => boolean): string[] =>
  all.flatMap((one, index) => {
    const of = files[index];
    if (of === undefined || (judge === 'nss' && isOfName(one))) return [];
    const theirs = verdict(one, of, index);
    return theirs === one.good || one.differs[judge] !== undefined ? [] : [`${one.title}: ${theirs}`];
  });

it.each(all)('we: $title', ({ good, leaf, between, root }) => {
  const answer = verifyChain({ certificate: leaf, intermediates: between, anchors: root, host: HOST });
  expect(answer.ok, JSON.stringify(answer.ok || answer.failures)).toBe(good);
});

it('openssl verify says the same', () => {
  const options = ['-auth_level', '2', '-purpose', 'sslserver', '-verify_hostname', HOST, '-no-CApath', '-no-CAstore'];
  expect(
    unexplained('openssl', (_, { leaf, between, root }) =>
      accepts('openssl', ['verify', ...options, '-CAfile', root, ...between, leaf]),
    ),
  ).toEqual([]);
});

describe.skipIf(!isThere('certtool', '--version'))('GnuTLS (Debian’s gnutls-bin brings certtool)', () => {
  it('says the same, or a row says why not', () => {
    const purpose = ['--verify-hostname', HOST, '--verify-purpose', '1.3.6.1.5.5.7.3.1', '--verify-profile', 'medium'];
    expect(
      unexplained('gnutls', (_, { chain, root }) =>
        accepts('certtool', ['--verify', '--load-ca-certificate', root, '--infile', chain, ...purpose]),
      ),
    ).toEqual([]);
  });
});

describe.skipIf(!isThere('vfychain', '-h'))('NSS (Debian’s libnss3-tools brings certutil and vfychain)', () => {
  it('says the same, or a row says why not', () => {
    execFileSync('mkdir', [native.path('nss')]);
    execFileSync('certutil', ['-N', '-d', `sql:${native.path('nss')}`, '--empty-password']);
    const settings = ['-d', `sql:${native.path('nss')}`, '-pp', '-u', '1'];
    expect(
      unexplained('nss', (_, { leaf, each, root }) =>
        accepts('vfychain', [...settings, '-a', leaf, ...each.flatMap((path) => ['-a', path]), '-t', '-a', root]),
      ),
    ).toEqual([]);
  });
});

const PYTHON = spawnSync('python3', ['-c', 'import cryptography.x509.verification']).status === 0;
describe.skipIf(!PYTHON)('Python (its package cryptography brings a verifier from 42 on)', () => {
  it('says the same, or a row says why not', () => {
    native.file('all.json', JSON.stringify(all.map(({ leaf, between, root }) => [leaf, ...between, root].map(base64))));
    const verdicts = askPython<(true | string)[]>(
      `
import base64
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store
answers = []
for chain in json.load(open('all.json')):
    try:
        leaf, *between, root = [x509.load_der_x509_certificate(base64.b64decode(one)) for one in chain]
        verifier = PolicyBuilder().store(Store([root])).build_server_verifier(x509.DNSName('${HOST}'))
        verifier.verify(leaf, between)
        answers.append(True)
    except Exception as error:
        answers.append(str(error))
print(json.dumps(answers))`,
      { cwd: native.folder },
    );
    expect(unexplained('python', (_, __, index) => verdicts[index] === true)).toEqual([]);
  });
});

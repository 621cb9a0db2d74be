/** OpenSSL's own key files: read and checked here as `openssl pkey -check` does it, or a row says why not. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { checkKey, PkiError, readKey } from '../../../src/pki/index.js';
import { NativeOpenssl } from '../../support/native-openssl.js';
import { opensslFiles, pemBlocks, TREE } from '../../support/openssl-tree.js';

const native = new NativeOpenssl();
afterAll(() => native.remove());

interface Found {
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly isPublic: boolean;
}

const KEY = /-----BEGIN ((?:[A-Z0-9]+ )*(?:PRIVATE|PUBLIC) KEY)-----/g;
/** Keys of all files of these names, each once. */
function keysOf(name: RegExp, folders: readonly string[]): Found[] {
  const seen = new Set<string>();
  return opensslFiles(name, folders).flatMap((path) => {
    const file = new Uint8Array(readFileSync(path));
    const labels = new Set([...new TextDecoder('latin1').decode(file).matchAll(KEY)].map(([, label = '']) => label));
    return [...labels].flatMap((label) =>
      pemBlocks(file, label).flatMap((block, index): Found[] => {
        const digest = createHash('sha256').update(block).digest('hex');
        if (seen.has(digest)) return [];
        seen.add(digest);
        const title = `${path.slice(TREE.length)} ${label} ${index}`;
        return [{ title, bytes: new TextEncoder().encode(block), isPublic: label.endsWith('PUBLIC KEY') }];
      }),
    );
  });
}

/** `read` is of keys so long that their check takes minutes here: they are read by both, and checked by neither. */
type Verdict = 'good' | 'bad' | 'unread' | 'read';
const MAX_BITS = 3072;

function ours({ bytes }: Found): readonly [Verdict, string] {
  let key: crypto.PKey;
  try {
    ({ key } = readKey(bytes, { passphrase: 'password' }));
  } catch (error) {
    if (error instanceof PkiError || error instanceof crypto.Error) return ['unread', error.message];
    throw error;
  }
  if (key.bits() > MAX_BITS && /^(RSA|DSA|DH)/.test(key.typeName)) return ['read', ''];
  const { isConsistent, fault } = checkKey(key, { maxBits: MAX_BITS });
  return [isConsistent ? 'good' : 'bad', fault ?? ''];
}

function theirs({ bytes, isPublic }: Found, index: number, isCheck: boolean): readonly [Verdict, string] {
  const path = native.file(`${index}.pem`, bytes);
  if (!isCheck) {
    const how = isPublic ? ['-pubin'] : ['-passin', 'pass:password'];
    const { status, stderr } = spawnSync('openssl', ['pkey', '-noout', '-in', path, ...how], { encoding: 'utf8' });
    return [status === 0 ? 'read' : 'unread', stderr];
  }
  const how = isPublic ? ['-pubin', '-pubcheck'] : ['-check', '-passin', 'pass:password'];
  const { stdout, stderr } = spawnSync('openssl', ['pkey', '-noout', '-in', path, ...how], { encoding: 'utf8' });
  if (/Key is valid/.test(stdout)) return ['good', stderr];
  return [/Key is invalid/.test(stdout + stderr) ? 'bad' : 'unread', stderr];
}

/** Why a verdict is another than native's: what it is about, both verdicts, and the reason. */
const REASONS: readonly (readonly [RegExp, Verdict, Verdict, string])[] = [
  [/ml[-_]?dsa|ml[-_]?kem|slhdsa/i, 'good', 'unread', 'OpenSSL before 3.5 does not know them'],
  [/smec2/, 'unread', 'good', 'it is on a binary curve, and these are not built in'],
  [/pkey_check_data\/(ec_p256|sm2)_bad/, 'unread', 'bad', 'a secret out of its range is refused when it is read'],
  [/negativesaltlen/, 'unread', 'bad', 'a negative length of the salt is refused when it is read'],
];

function differencesOf(keys: readonly Found[]): string[] {
  return keys.flatMap((one, index) => {
    const [mine, why] = ours(one);
    const [his, what] = theirs(one, index, mine !== 'read');
    const isExplained = REASONS.some(([about, a, b]) => about.test(one.title) && a === mine && b === his);
    return mine === his || isExplained
      ? []
      : [`${one.title}: ${mine} (${why}), natively ${his} (${what.split('\n')[0]})`];
  });
}

describe("files of OpenSSL's own tests", () => {
  const files = keysOf(/\.(pem|key)$/, ['test', 'test/certs', 'test/smime-certs', 'test/recipes']);

  it('have the same verdict as natively, or a row says why not', { timeout: 300_000 }, () => {
    expect(files.length).toBeGreaterThan(200);
    expect(differencesOf(files)).toEqual([]);
  });

  // More than two thousand, each asked natively: TSOPENSSL_FULL=1.
  it.skipIf(process.env['TSOPENSSL_FULL'] !== '1')('and those of its vectors', { timeout: 3_600_000 }, () => {
    expect(differencesOf(keysOf(/^evp.*\.txt$/, ['test/recipes']))).toEqual([]);
  });
});

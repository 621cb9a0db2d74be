/** OpenSSH's keys both ways with ssh-keygen, each of its ciphers, and hostile files. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createKey, fingerprints, readKey, writeKey } from '../../../src/pki/index.js';
import { SshReader, sshString, sshUint32 } from '../../../src/pki/keys/ssh/wire.js';
import { has } from '../../support/native.js';
import { NativeOpenssl } from '../../support/native-openssl.js';

const files = new NativeOpenssl();
afterAll(() => files.remove());
const isThere = has('sh', '-c', 'command -v ssh-keygen');
const keygen = (...args: string[]) =>
  execFileSync('ssh-keygen', args, { cwd: files.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const secretFile = (name: string, content: string) => chmodSync(files.file(name, content), 0o600);
let number = 0;
/** A key that ssh-keygen has made. */
function made(...args: string[]): { file: Uint8Array; line: string } {
  const name = `k${number++}`;
  keygen('-q', '-C', 'who@where', '-f', name, ...args);
  return { file: files.read(name), line: readFileSync(files.path(`${name}.pub`), 'utf8') };
}

const TYPES: readonly [name: string, ...type: string[]][] = [
  ['ed25519', '-t', 'ed25519'],
  ['rsa', '-t', 'rsa', '-b', '2048'],
  ['P-256', '-t', 'ecdsa', '-b', '256'],
  ['P-384', '-t', 'ecdsa', '-b', '384'],
  ['P-521', '-t', 'ecdsa', '-b', '521'],
];

describe.skipIf(!isThere)('ssh-keygen (Debian’s openssh-client brings it)', () => {
  it.each(TYPES)('%s is read, and its line written the same', (_, ...type) => {
    const { file, line } = made('-N', '', ...type);
    const read = readKey(file);
    expect(read).toMatchObject({ format: 'openssh', encoding: 'pem', comment: 'who@where', encryption: null });
    expect(writeKey(read.key, { format: 'openssh', public: true, comment: 'who@where' })).toBe(line);
    const open = readKey(line);
    expect(open).toMatchObject({ format: 'openssh', encoding: 'text', comment: 'who@where', isPrivate: false });
    expect(open.key.equals(read.key)).toBe(true);
    expect(readKey(`command="x y",no-pty ${line}`).key.equals(read.key)).toBe(true);
    files.file('line.pub', line);
    const [, print = ''] = /(SHA256:\S+)/.exec(keygen('-lf', 'line.pub')) ?? [];
    const [, md5 = ''] = /(MD5:\S+)/.exec(keygen('-l', '-E', 'md5', '-f', 'line.pub')) ?? [];
    expect(fingerprints(line)).toMatchObject({ ssh: print, sshMd5: md5 });
    // The same key as RFC 4716 has it.
    const exported = readKey(keygen('-e', '-f', 'line.pub'));
    expect(exported).toMatchObject({ format: 'ssh2', isPrivate: false });
    expect(exported.key.equals(read.key)).toBe(true);
  });

  it.each(TYPES)('%s written here is read, open and encrypted', (_, ...type) => {
    const { file, line } = made('-N', '', ...type);
    const { key } = readKey(file);
    for (const passphrase of [undefined, 'pass wörd']) {
      const written = writeKey(key, {
        ...{ format: 'openssh', comment: 'who@where' },
        ...(passphrase !== undefined && { passphrase, encryption: { rounds: 4 } }),
      });
      secretFile('ours', written);
      expect(keygen('-y', '-P', passphrase ?? '', '-f', 'ours')).toBe(line);
      expect(readKey(written, passphrase === undefined ? {} : { passphrase }).key.equals(key)).toBe(true);
    }
  });

  it.each([
    ...['aes256-ctr', 'aes192-ctr', 'aes128-ctr', 'aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
    ...['aes256-gcm@openssh.com', 'aes128-gcm@openssh.com', 'chacha20-poly1305@openssh.com'],
  ])('its cipher %s is read', (cipher) => {
    const { file, line } = made('-N', 'pass wörd', '-t', 'ed25519', '-Z', cipher, '-a', '3');
    const read = readKey(file, { passphrase: 'pass wörd' });
    expect(read.encryption).toEqual({ scheme: 'bcrypt', rounds: 3, cipher });
    expect(writeKey(read.key, { format: 'openssh', public: true, comment: 'who@where' })).toBe(line);
    expect(() => readKey(file, { passphrase: 'wrong' })).toThrow(expect.objectContaining({ code: 'ERR_PKI_PASSWORD' }));
    expect(() => readKey(file)).toThrow('it needs a passphrase');
    if (cipher.includes('gcm')) return;
    secretFile(
      'ours',
      writeKey(read.key, {
        format: 'openssh',
        passphrase: 'p',
        comment: 'who@where',
        encryption: { cipher, rounds: 1 },
      }),
    );
    expect(keygen('-y', '-P', 'p', '-f', 'ours')).toBe(line);
  });

  it('traditional forms of ssh-keygen are read', () => {
    const { file } = made('-N', 'secret', '-t', 'rsa', '-b', '2048', '-m', 'PEM');
    expect(readKey(file, { passphrase: 'secret' })).toMatchObject({ format: 'pkcs1', encryption: { scheme: 'pem' } });
    expect(readKey(made('-N', 'secret', '-t', 'ecdsa', '-m', 'PKCS8').file, { passphrase: 'secret' }).format).toBe(
      'pkcs8',
    );
  });

  it('certificates and keys of tokens say what they are', () => {
    made('-N', '', '-t', 'ed25519');
    const last = `k${number - 1}`;
    keygen('-q', '-s', last, '-I', 'x', `${last}.pub`);
    expect(() => readKey(files.read(`${last}-cert.pub`))).toThrow('this is a certificate of OpenSSH');
    const blob = Buffer.concat(['sk-ssh-ed25519@openssh.com', Buffer.alloc(32), 'ssh:'].map((one) => sshString(one)));
    expect(() => readKey(`sk-ssh-ed25519@openssh.com ${blob.toString('base64')} x`)).toThrow(
      'a key of a security token',
    );
  });
});

describe('hostile OpenSSH keys', () => {
  const { key } = createKey('ED25519');
  const binary = writeKey(key, { format: 'openssh', encoding: 'der', passphrase: 'p', encryption: { rounds: 1 } });

  /** The file with other options of its derivation. */
  function withOptions(options: Uint8Array): Uint8Array {
    const reader = new SshReader(binary, 'x');
    const magic = reader.take(15);
    const [cipher, kdf] = [reader.string(), reader.string()];
    reader.string();
    return Buffer.concat([magic, sshString(cipher), sshString(kdf), sshString(options), reader.rest()]);
  }
  const options = (salt: Uint8Array, rounds: number) => Buffer.concat([sshString(salt), sshUint32(rounds)]);

  it.each([2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 100_000])('rounds of %s are refused at once', (rounds) => {
    const started = performance.now();
    expect(() => readKey(withOptions(options(Buffer.alloc(16, 1), rounds)), { passphrase: 'p' })).toThrow(
      'too many iterations',
    );
    expect(performance.now() - started).toBeLessThan(500);
  });

  it.each([
    ['no rounds', options(Buffer.alloc(16), 0)],
    ['no salt', options(new Uint8Array(), 1)],
    ['a huge salt', options(new Uint8Array(100_000), 1)],
    ['options that are cut off', Uint8Array.of(0, 0, 0, 9)],
    ['a length that lies', Uint8Array.of(0xff, 0xff, 0xff, 0xff)],
  ])('%s', (_, made) => {
    expect(() => readKey(withOptions(made), { passphrase: 'p' })).toThrow(/OpenSSH|bcrypt/);
  });

  it('each cut, and each changed byte, is refused or is the same key', () => {
    const open = writeKey(key, { format: 'openssh', encoding: 'der' });
    for (let length = 0; length < open.length; length++) expect(() => readKey(open.slice(0, length))).toThrow();
    for (let at = 0; at < open.length; at++) {
      const changed = open.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      try {
        expect(readKey(changed).key.equals(key)).toBe(true);
      } catch (error) {
        expect(['PkiError', 'Error']).toContain((error as Error).name);
        expect((error as Error).message).not.toContain('gave no reason');
      }
    }
  });

  it('what is written must fit', () => {
    expect(() => writeKey(key, { format: 'openssh', comment: 'a\nb' })).toThrow('is one line');
    expect(() => writeKey(key, { format: 'openssh', passphrase: '' })).toThrow('no empty passphrase');
    expect(() => writeKey(key, { format: 'openssh', passphrase: 'p', encryption: { cipher: 'x' } })).toThrow(
      'no cipher',
    );
    expect(() => writeKey(key, { format: 'openssh', passphrase: 'p', encryption: { scheme: 'scrypt' } })).toThrow(
      'one scheme',
    );
    expect(() => writeKey(createKey('X25519').key, { format: 'openssh' })).toThrow(
      'OpenSSH has no keys of the type X25519',
    );
  });
});

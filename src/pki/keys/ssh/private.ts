/** OpenSSH's private keys (its PROTOCOL.key). */
import type { Bytes } from '../../../common/bytes.js';
import type { PKey } from '../../../crypto/index.js';
import { bytes as randomBytes } from '../../../rand/index.js';
import { sameBytes } from '../../der/values.js';
import { concat } from '../../der/writer.js';
import { badDer, badValue, type PkiError, quoted } from '../../error.js';
import { faulty } from '../../fault.js';
import { native } from '../../native.js';
import { demandFit, dsaKey, ecKey, rawPrivateKey, rsaKeyOfPrime } from '../build.js';
import { numberOf, octetsOf, rsaNumbers, wipeRsaNumbers } from '../numbers.js';
import { withPassphrase } from '../passphrase.js';
import { noPassword, run, wrongPassword } from '../sealed/crypt.js';
import type { FoundKey, Opening } from '../types.js';
import { sshCipher, sshDecrypt, sshEncrypt } from './ciphers.js';
import { okpOf, readCurve, sshBlob, sshTypeOf, uncompressedPoint } from './public.js';
import { SshReader, sshMpint, sshString, sshUint32 } from './wire.js';

const WHAT = 'the OpenSSH private key';
const MAGIC = new TextEncoder().encode('openssh-key-v1\0');
const SALT_BYTES = 16;
const MAX_SALT = 1024;
const UNBOUNDED = -1;

/** Whether bytes begin as such a key. */
export const isSshPrivate = (bytes: Uint8Array): boolean => sameBytes(bytes.subarray(0, MAGIC.length), MAGIC);

/** Reads what stands between the lines of `OPENSSH PRIVATE KEY`. */
export function readSshPrivate(bytes: Uint8Array, { passphrase, maxIterations }: Opening): FoundKey {
  const reader = new SshReader(bytes, WHAT);
  if (!isSshPrivate(bytes)) throw badDer(`${WHAT} does not begin as openssh-key-v1`);
  reader.take(MAGIC.length);
  const [name, kdf] = [reader.text(), reader.text()];
  const options = reader.string();
  if (reader.uint32() !== 1) throw badDer(`${WHAT} must hold one key, and says that it holds another number`);
  const blob = reader.string();
  const data = reader.string();
  if (name === 'none' && kdf === 'none') {
    reader.end();
    return {
      ...faulty('', () => readSection(data, blob, () => badDer(`${WHAT} is damaged`))),
      format: 'openssh',
      encryption: null,
    };
  }
  if (kdf !== 'bcrypt') throw badDer(`${WHAT} has a derivation that OpenSSH does not have: ${quoted(kdf)}`);
  const tag = reader.rest();
  const parameters = new SshReader(options, WHAT);
  const [salt, rounds] = [parameters.string(), parameters.uint32()];
  parameters.end();
  if (salt.length === 0 || salt.length > MAX_SALT || rounds === 0)
    throw badDer(`${WHAT} has a salt of ${salt.length} bytes and ${rounds} rounds, which bcrypt does not have`);
  const cipher = sshCipher(name);
  if (tag.length !== cipher.tagLength) throw badDer(`${WHAT} has a tag of a length that its cipher does not have`);
  const material = withPassphrase(passphrase, (password) => {
    if (password === null || password.length === 0) throw noPassword(WHAT);
    return run(() => native.bcrypt_pbkdf(password, salt, rounds, cipher.keyLength + cipher.ivLength, maxIterations));
  });
  let opened: Uint8Array | undefined;
  try {
    opened = sshDecrypt(cipher, material, data, tag);
    if (opened === undefined) throw wrongPassword(WHAT);
    const plain = opened;
    const section = faulty('', () => readSection(plain, blob, () => wrongPassword(WHAT)));
    return { ...section, format: 'openssh', encryption: { scheme: 'bcrypt', rounds, cipher: name } };
  } finally {
    material.fill(0);
    opened?.fill(0);
  }
}

/** The part that may be encrypted. @param fault - what it is where the two numbers in front are not the same */
function readSection(data: Uint8Array, blob: Uint8Array, fault: () => PkiError): { key: PKey; comment: string } {
  const reader = new SshReader(data, WHAT);
  if (data.length < 8) throw fault();
  const [check, again] = [reader.uint32(), reader.uint32()];
  if (check !== again) throw fault();
  const type = reader.text();
  const key = readFields(reader, type);
  try {
    const comment = new TextDecoder().decode(reader.string().slice());
    const padding = reader.rest();
    if (padding.length >= 256 || !padding.every((byte, index) => byte === index + 1))
      throw badDer(`${WHAT} has bytes behind its end that are no padding`);
    demandFit(key, WHAT);
    if (!sameBytes(sshBlob(key), blob)) throw badDer(`${WHAT} is not the one of the public key that stands before it`);
    return { key, comment };
  } catch (error) {
    key.free();
    throw error;
  }
}

function readFields(reader: SshReader, type: string): PKey {
  if (type === 'ssh-rsa') {
    const [n, e, d] = [reader.mpint(), reader.mpint(), reader.mpint()];
    // The coefficient is computed of the primes, and the second prime of the first.
    reader.mpint();
    const p = reader.mpint();
    reader.mpint();
    return rsaKeyOfPrime(n, e, d, p);
  }
  if (type === 'ssh-dss') {
    const numbers = [reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint()];
    return dsaKey(numbers, reader.mpint());
  }
  if (type.startsWith('ecdsa-sha2-')) {
    const { oid, length } = readCurve(reader, type);
    const point = reader.string();
    const secret = padded(reader.mpint(), length);
    try {
      return ecKey(oid, point, secret);
    } finally {
      secret.fill(0);
    }
  }
  const curve = okpOf(type);
  if (curve === undefined) throw badDer(`${WHAT} is of a type that nobody here knows: ${quoted(type)}`);
  const point = reader.string();
  const both = reader.string();
  // The seed, and the public half once more.
  if (both.length !== curve.length * 2 || !sameBytes(both.subarray(curve.length), point))
    throw badDer(`${WHAT} is not consistent: it says its public half twice, and not the same`);
  return rawPrivateKey(curve.oid, both.subarray(0, curve.length), 'octets');
}

function padded(bytes: Uint8Array, length: number): Bytes {
  if (bytes.length > length) throw badDer(`${WHAT} has a number that is larger than its curve`);
  const whole = new Uint8Array(length);
  whole.set(bytes, length - bytes.length);
  return whole;
}

/** How a private key is written. */
export interface SshWriteOptions {
  readonly comment: string;
  readonly passphrase: Uint8Array | null;
  readonly cipher: string;
  readonly rounds: number;
}

/** The bytes of an `OPENSSH PRIVATE KEY`. */
export function writeSshPrivate(key: PKey, { comment, passphrase, cipher: name, rounds }: SshWriteOptions): Bytes {
  if (passphrase?.length === 0) throw badValue('OpenSSH takes no empty passphrase: leave it out, or give one');
  const cipher = passphrase === null ? undefined : sshCipher(name);
  if (cipher?.evp.endsWith('-gcm')) throw badValue(`keys are not written with ${name} here: take aes256-ctr`);
  const section = privateSection(key, comment, cipher?.blockSize ?? 8);
  const salt = randomBytes(SALT_BYTES);
  const material =
    cipher === undefined || passphrase === null
      ? undefined
      : native.bcrypt_pbkdf(passphrase, salt, rounds, cipher.keyLength + cipher.ivLength, UNBOUNDED);
  try {
    const closed = cipher === undefined || material === undefined ? section : sshEncrypt(cipher, material, section);
    const options = material === undefined ? new Uint8Array() : concat([sshString(salt), sshUint32(rounds)]);
    const length = section.length;
    return concat([
      MAGIC,
      ...[sshString(cipher?.name ?? 'none'), sshString(material === undefined ? 'none' : 'bcrypt'), sshString(options)],
      ...[sshUint32(1), sshString(sshBlob(key)), sshUint32(length), closed],
    ]);
  } finally {
    section.fill(0);
    material?.fill(0);
  }
}

function privateSection(key: PKey, comment: string, blockSize: number): Bytes {
  const type = sshTypeOf(key);
  const check = randomBytes(4);
  const fields = privateFields(key, type);
  try {
    const parts = [check, check, sshString(type), ...fields, sshString(comment)];
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const padding = Uint8Array.from(
      { length: (blockSize - (length % blockSize)) % blockSize },
      (_, index) => index + 1,
    );
    return concat([...parts, padding]);
  } finally {
    for (const field of fields) field.fill(0);
  }
}

function privateFields(key: PKey, type: string): Bytes[] {
  if (type === 'ssh-rsa') {
    const numbers = rsaNumbers(key);
    const { n, e, d, factors: [p, q, , , qi] = [], others = [] } = numbers;
    try {
      if (d === undefined || p === undefined || q === undefined || qi === undefined || others.length > 0)
        throw badValue('OpenSSH has RSA keys of two primes alone, and must know them');
      return [n, e, d, qi, p, q].map(sshMpint);
    } finally {
      wipeRsaNumbers(numbers);
    }
  }
  if (type === 'ssh-dss') return ['p', 'q', 'g', 'pub', 'priv'].map((name) => sshMpint(numberOf(key, name)));
  if (type.startsWith('ecdsa-')) {
    const name = type.slice('ecdsa-sha2-'.length);
    return [sshString(name), sshString(uncompressedPoint(key)), sshMpint(numberOf(key, 'priv'))];
  }
  const [secret = new Uint8Array(), point = new Uint8Array()] = [octetsOf(key, 'priv'), octetsOf(key, 'pub')];
  const both = concat([secret, point]);
  secret.fill(0);
  try {
    return [sshString(point), sshString(both)];
  } finally {
    both.fill(0);
  }
}

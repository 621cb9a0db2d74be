/** The ciphers that OpenSSH encrypts private keys with (its cipher.c), over OpenSSL's. */
import type { Bytes } from '../../../common/bytes.js';
import { concat } from '../../der/writer.js';
import { badValue, quoted } from '../../error.js';
import { native } from '../../native.js';

/** How a cipher of OpenSSH is used. */
export interface SshCipher {
  readonly name: string;
  /** How long its padding makes the text. */
  readonly blockSize: number;
  readonly keyLength: number;
  readonly ivLength: number;
  /** How long the tag behind the text is. */
  readonly tagLength: number;
  /** OpenSSL's name. */
  readonly evp: string;
}

const cipher = (
  name: string,
  evp: string,
  [blockSize, keyLength, ivLength, tagLength]: readonly [number, number, number, number],
): SshCipher => ({ name, evp, blockSize, keyLength, ivLength, tagLength });

const CHACHA = 'chacha20-poly1305@openssh.com';

const CIPHERS: readonly SshCipher[] = [
  cipher('aes256-ctr', 'aes-256-ctr', [16, 32, 16, 0]),
  cipher('aes192-ctr', 'aes-192-ctr', [16, 24, 16, 0]),
  cipher('aes128-ctr', 'aes-128-ctr', [16, 16, 16, 0]),
  cipher('aes256-cbc', 'aes-256-cbc', [16, 32, 16, 0]),
  cipher('aes192-cbc', 'aes-192-cbc', [16, 24, 16, 0]),
  cipher('aes128-cbc', 'aes-128-cbc', [16, 16, 16, 0]),
  cipher('3des-cbc', 'des-ede3-cbc', [8, 24, 8, 0]),
  cipher('aes256-gcm@openssh.com', 'aes-256-gcm', [16, 32, 12, 16]),
  cipher('aes128-gcm@openssh.com', 'aes-128-gcm', [16, 16, 12, 16]),
  cipher(CHACHA, 'ChaCha20', [8, 64, 0, 16]),
];

/** A cipher by OpenSSH's name. @throws {PkiError} when there is none */
export function sshCipher(name: string): SshCipher {
  const known = CIPHERS.find((one) => one.name === name);
  if (known === undefined) throw badValue(`OpenSSH encrypts keys with no cipher ${quoted(name)}`);
  return known;
}

/** Decrypts. @returns undefined where the tag is not of this key @param tag - what stands behind the text */
export function sshDecrypt(
  { name, evp, keyLength }: SshCipher,
  material: Uint8Array,
  data: Uint8Array,
  tag: Uint8Array,
): Bytes | undefined {
  const [key, iv] = [material.subarray(0, keyLength), material.subarray(keyLength)];
  if (name !== CHACHA) return native.cipher_crypt(evp, key, iv, data, tag.length === 0 ? null : tag, 0, 0) ?? undefined;
  const expected = native.poly1305(chachaMacKey(key), data);
  if (expected.length !== tag.length || !expected.every((byte, index) => byte === tag[index])) return undefined;
  return chacha(key, 1, data);
}

/** Encrypts with a cipher that has no tag, or with ChaCha20 and Poly1305. @returns the text, and its tag behind it */
export function sshEncrypt({ name, evp, keyLength }: SshCipher, material: Uint8Array, data: Uint8Array): Bytes {
  const [key, iv] = [material.subarray(0, keyLength), material.subarray(keyLength)];
  if (name !== CHACHA) return native.cipher_crypt(evp, key, iv, data, null, 0, 1) ?? new Uint8Array();
  const closed = chacha(key, 1, data);
  return concat([closed, native.poly1305(chachaMacKey(key), closed)]);
}

/** A packet of the number 0 (OpenSSH's PROTOCOL.chacha20poly1305): its key of Poly1305 is the first block. */
function chachaMacKey(key: Uint8Array): Bytes {
  return chacha(key, 0, new Uint8Array(32));
}

/** Of the 64 bytes of the key the first half is for the text. The counter stands in the first eight bytes of the vector. */
function chacha(key: Uint8Array, counter: number, data: Uint8Array): Bytes {
  const iv = new Uint8Array(16);
  iv[0] = counter;
  return native.cipher_crypt('ChaCha20', key.subarray(0, 32), iv, data, null, 0, 1) ?? new Uint8Array();
}

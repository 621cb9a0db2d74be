/** What kind of key to make, as it is typed, and how it is written. */
import type { Command } from 'commander';
import { dumpPrivatekey, FILETYPE_PEM, type KeyOptions, type PKey } from '../../crypto/index.js';
import { misused } from '../frame/exit.js';
import type { Task } from '../frame/task.js';

/** What is asked for when a key is made. */
export interface NewKeyOptions {
  readonly keyType: string;
  readonly encryptKey?: boolean;
}

/** Names that people type, and the curves that they mean. */
const CURVES = new Map([
  ['p-256', 'P-256'],
  ['p256', 'P-256'],
  ['p-384', 'P-384'],
  ['p384', 'P-384'],
  ['p-521', 'P-521'],
  ['p521', 'P-521'],
]);
/** How keys are encrypted. */
const CIPHER = 'aes-256-cbc';

/** Declares which key to make. */
export function declareNewKey(command: Command): Command {
  return command
    .option(
      '--key-type <type>',
      'the key to make: p256, p384, p521, rsa2048, rsa3072, rsa4096, ed25519, ed448, ml-dsa-44, ml-dsa-65, ml-dsa-87, another algorithm, or the name of a curve',
      'p256',
    )
    .option('--encrypt-key', 'protect the new key with a password');
}

/** What a type means. */
export function keyOptionsOf(text: string): KeyOptions {
  const name = text.toLowerCase();
  const curve = CURVES.get(name);
  if (curve !== undefined) return { type: 'EC', curve };
  const [, kind = '', digits] = /^(rsa|rsa-pss|dsa)[-:]?(\d+)?$/.exec(name) ?? [];
  if (kind !== '') {
    const bits = digits === undefined ? {} : { bits: Number(digits) };
    return { type: kind.toUpperCase() as 'RSA' | 'RSA-PSS' | 'DSA', ...bits };
  }
  if (/^(ed25519|ed448|x25519|x448|ml-dsa-\d+|ml-kem-\d+)$/.test(name))
    return { type: name.toUpperCase() as 'ED25519' };
  if (/^slh-dsa-(sha2|shake)-\d+[sf]$/.test(name))
    return { type: name.replace(/^slh-dsa-(sha2|shake)/, (all) => all.toUpperCase()) as 'ED25519' };
  if (/^[a-z][a-z0-9-]{2,40}$/.test(name)) return { type: 'EC', curve: text };
  throw misused(`there is no kind of key ${text}`, 'Take for example p256, rsa3072 or ed25519.');
}

/** The PEM of a private key; encrypted where that was asked for. */
export async function keyPem(task: Task, key: PKey, isEncrypted: boolean): Promise<string> {
  const bytes = isEncrypted
    ? dumpPrivatekey(FILETYPE_PEM, key, CIPHER, await task.passwords.fresh('the key'))
    : dumpPrivatekey(FILETYPE_PEM, key);
  try {
    return new TextDecoder().decode(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** Encrypts messages (RFC 5652, 6; RFC 5083). */
import { type BytesLike, bytesArgument } from '../../../common/arguments.js';
import { boolean, bytes, declareOptions, listOf, type Rules, text } from '../../../common/options.js';
import { cipherArgument } from '../../../crypto/internal.js';
import type { Handle } from '../../../ffi/index.js';
import { badValue } from '../../error.js';
import { native } from '../../message-native.js';
import { type MadeMessage, made } from '../message.js';
import { type KemRecipient, withKemRecipients } from './kem.js';
import { addRecipient, aesKey, type MessageRecipient } from './recipients.js';

/** How {@link encryptMessage} encrypts. */
export interface EncryptMessageOptions {
  /** Who shall be able to decrypt: one or more. */
  readonly recipients?: readonly MessageRecipient[];
  /** Instead of recipients: a key that both know, of the length that the cipher takes. The message names nobody (RFC 5652, 8). */
  readonly secretKey?: Uint8Array;
  /**
   * The cipher: `aes-256-cbc` by default, which every program reads; with `aes-256-gcm` (RFC 5084) each change of the message is
   * noticed when it is decrypted.
   */
  readonly cipher?: string;
  /** Whether the cipher may be a legacy one, such as `des-ede3-cbc` or `rc2-cbc`. False by default. */
  readonly legacy?: boolean;
}

const DEFAULT_CIPHER = 'aes-256-cbc';
export const ENCRYPT_RULES: Rules<EncryptMessageOptions> = {
  recipients: listOf<MessageRecipient>((value) => value as MessageRecipient),
  secretKey: bytes,
  cipher: text,
  legacy: boolean,
};
const read = declareOptions<EncryptMessageOptions>(ENCRYPT_RULES);

/**
 * Encrypts a content, so that each of the recipients can decrypt it.
 * @param content - what is encrypted, byte for byte; text as UTF-8
 * @throws {PkiError} when there is no recipient, or a key does not encrypt so
 * @throws {RangeError} when there is no such cipher, or it is a legacy one and not asked for as such
 * @corresponds CMS_EnvelopedData_create, CMS_AuthEnvelopedData_create, CMS_EncryptedData_encrypt, CMS_final
 */
export function encryptMessage(content: BytesLike, options: EncryptMessageOptions): MadeMessage {
  const given = read(options);
  const bytes = bytesArgument(content, 'content').slice();
  const { envelope, kems } = envelopeOf(given);
  using cms = envelope;
  native.cms_seal(cms, bytes);
  return made(withKemRecipients(native.der_write_cms(cms), kems));
}

/** An envelope with its recipients, which waits for the content. The caller frees it. */
export function envelopeOf(options: EncryptMessageOptions): {
  envelope: Handle<'CMS_ContentInfo'>;
  kems: readonly KemRecipient[];
} {
  const { recipients = [], secretKey, cipher = DEFAULT_CIPHER, legacy = false } = options;
  const name = cipherArgument(cipher, legacy);
  if (!native.cms_takes_cipher(name)) throw new RangeError(`CMS has no rules for ${name}: use a CBC or a GCM cipher`);
  if (secretKey !== undefined) return { envelope: encrypted(name, secretKey, recipients.length), kems: [] };
  if (recipients.length === 0) throw badValue('at least one recipient is needed, or a secretKey');
  const envelope = native.cms_envelope_new(name);
  try {
    const kems = recipients.map((one) => addRecipient(envelope, one));
    return { envelope, kems: kems.filter((one) => one !== undefined) };
  } catch (error) {
    envelope.release();
    throw error;
  }
}

function encrypted(cipher: string, key: Uint8Array, recipients: number): Handle<'CMS_ContentInfo'> {
  if (recipients > 0) throw badValue('recipients and secretKey exclude each other');
  if (/gcm/i.test(cipher))
    throw badValue('a message under a secretKey is encrypted with a CBC cipher: GCM needs recipients');
  const [, bits = ''] = /^aes-(\d+)-/i.exec(cipher) ?? [];
  const given = bits === '' ? key.slice() : aesKey(key);
  if (bits !== '' && given.length * 8 !== Number(bits))
    throw badValue(`${cipher} takes a secretKey of ${Number(bits) / 8} bytes, not ${given.length}`);
  return native.cms_encrypted_new(cipher, given);
}

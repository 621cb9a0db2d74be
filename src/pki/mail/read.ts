/** S/MIME mail in (RFC 8551, 3): OpenSSL takes it apart, the head is read beside. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { declareOptions } from '../../common/options.js';
import { type Bundle, readBundle } from '../cms/bundle.js';
import { DECRYPT_RULES, type DecryptMessageOptions, decryptMessage } from '../cms/enveloped/decrypt.js';
import { type MessageData, readMessage } from '../cms/read.js';
import { VERIFY_RULES, type VerifiedMessage, type VerifyMessageOptions, verifyMessage } from '../cms/signed/verify.js';
import { badDer, PkiError } from '../error.js';
import { faulty } from '../fault.js';
import { native } from '../message-native.js';
import { canonical, fieldOf, type HeaderField, readEntity } from './entity.js';

/** A part of a mail, after what was around it has been taken away. */
export interface MailPart {
  /** Its fields; none where it is a bare text without a head. */
  readonly headers: readonly HeaderField[];
  /** Its body, as it is encoded (`Content-Transfer-Encoding`). */
  readonly body: Bytes;
  /** Both, as they were signed or encrypted; what lies in another is read from this. */
  readonly bytes: Bytes;
}

/** What a mail is, by its head: nothing is verified, nothing is decrypted. */
export interface MailData {
  /** The fields outside, which nobody has signed. */
  readonly headers: readonly HeaderField[];
  /** Whether it is signed beside the content, or around it, encrypted, carries certificates alone, or is no S/MIME at all. */
  readonly kind: 'multipart-signed' | 'signed' | 'enveloped' | 'certificates' | 'plain';
  /** What the message in it says of itself; left out of a plain mail. */
  readonly message?: MessageData;
  /** The message in it by itself, as DER: of a mail that is signed beside its content, the signature. Left out of a plain mail. */
  readonly der?: Uint8Array;
}

/** A mail whose signers were judged. */
export type VerifiedMail = VerifiedMessage & {
  /** The fields outside, which nobody has signed. */
  readonly headers: readonly HeaderField[];
  /** What was signed; left out where a signer does not hold. */
  readonly part?: MailPart;
};

/** A mail that was decrypted. */
export interface DecryptedMail {
  /** The fields outside, which anybody can change. */
  readonly headers: readonly HeaderField[];
  /** What was encrypted. */
  readonly part: MailPart;
}

const readVerify = declareOptions<VerifyMessageOptions>(VERIFY_RULES);
const readDecrypt = declareOptions<DecryptMessageOptions>(DECRYPT_RULES);
const WHAT = 'the mail';
const SMIME = /^\s*application\/(x-)?pkcs7-(mime|signature)\s*(;|$)/i;
const MULTIPART = /^\s*multipart\/signed\s*(;|$)/i;

/**
 * Reads what a mail is, and trusts nothing of it.
 * @throws {PkiError} when its head is none, or what is in it is no message
 */
export function readMail(mail: BytesLike): MailData {
  const { headers, isMultipart, isSmime, bytes } = opened(mail);
  if (!isMultipart && !isSmime) return { headers, kind: 'plain' };
  const { der } = taken(bytes);
  const message = readMessage(der);
  if (message.kind === 'enveloped' || message.kind === 'authEnveloped')
    return { headers, kind: 'enveloped', message, der };
  if (message.kind !== 'signed') throw badDer(`${WHAT} carries a message of the kind ${message.kind}`);
  const isBundle = message.signers.length === 0;
  return { headers, kind: isBundle ? 'certificates' : isMultipart ? 'multipart-signed' : 'signed', message, der };
}

/**
 * Verifies a signed mail of either form. Line ends are CRLF for that, whatever the way has made of them.
 * @returns what came of each signer; the content as `part` where all hold
 * @throws {PkiError} when it is no signed mail
 */
export function verifyMail(mail: BytesLike, options: VerifyMessageOptions): VerifiedMail {
  const given = readVerify(options);
  if (given.content !== undefined)
    throw new PkiError('ERR_PKI_VALUE', 'the content is in the mail: content has no place');
  const { headers, bytes } = smimeOf(mail);
  const { der, content } = taken(bytes);
  const verdict = verifyMessage(der, content === null ? given : { ...given, content });
  return { ...verdict, headers, ...(verdict.valid && { part: partOf(verdict.content) }) };
}

/**
 * Decrypts a mail. What comes out may be a signed one: {@link verifyMail} takes `part.bytes`.
 * @throws {PkiError} `ERR_PKI_DECRYPT` or `ERR_PKI_PASSWORD` as {@link decryptMessage}; when it is no encrypted mail
 */
export function decryptMail(mail: BytesLike, options: DecryptMessageOptions): DecryptedMail {
  const given = readDecrypt(options);
  const { headers, bytes } = smimeOf(mail);
  return { headers, part: partOf(decryptMessage(taken(bytes).der, given)) };
}

/** The certificates and lists that a mail carries, in their order. None of them is trusted by that. */
export function readMailBundle(mail: BytesLike): Bundle {
  return readBundle(taken(smimeOf(mail).bytes).der);
}

interface OpenedMail {
  readonly headers: readonly HeaderField[];
  readonly isMultipart: boolean;
  readonly isSmime: boolean;
  readonly bytes: Bytes;
}

function opened(mail: BytesLike): OpenedMail {
  const bytes = canonical(bytesArgument(mail, 'mail').slice());
  const { headers } = readEntity(bytes, WHAT);
  const type = fieldOf(headers, 'content-type') ?? '';
  return { headers, bytes, isMultipart: MULTIPART.test(type), isSmime: SMIME.test(type) };
}

function smimeOf(mail: BytesLike): OpenedMail {
  const found = opened(mail);
  if (!found.isMultipart && !found.isSmime) throw badDer(`${WHAT} is no S/MIME: its Content-Type says something else`);
  return found;
}

/** The message in a mail, and the content beside it. */
function taken(bytes: Uint8Array): { der: Bytes; content: Bytes | null } {
  return faulty(`${WHAT} is no S/MIME that can be read`, () => native.smime_read(bytes));
}

/** What was inside; some programs sign or encrypt a bare text, which has no head. */
function partOf(bytes: Bytes): MailPart {
  try {
    return { ...readEntity(bytes, 'the content'), bytes };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { headers: [], body: bytes, bytes };
  }
}

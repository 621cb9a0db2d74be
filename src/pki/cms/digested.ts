/** Digested messages (RFC 5652, 7): whoever changes one can change its digest, too. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import { boolean, declareOptions, text, textOrBytes } from '../../common/options.js';
import { badValue, quoted } from '../error.js';
import { native } from '../message-native.js';
import { expectType, loadMessage, type MadeMessage, type MessageInput, made } from './message.js';

/** How {@link digestMessage} digests. */
export interface DigestMessageOptions {
  /** The digest; `sha256` by default. */
  readonly digest?: string;
  /** Leaves the content out. False by default. */
  readonly detached?: boolean;
}

/** What {@link verifyDigest} is told. */
export interface VerifyDigestOptions {
  /** The content, where it travels beside. */
  readonly content?: BytesLike;
}

const readDigest = declareOptions<DigestMessageOptions>({ digest: text, detached: boolean });
const readVerify = declareOptions<VerifyDigestOptions>({ content: textOrBytes });

/** Makes a message that carries the digest of its content. @corresponds CMS_digest_create */
export function digestMessage(content: BytesLike, options?: DigestMessageOptions): MadeMessage {
  const { digest = 'sha256', detached = false } = readDigest(options);
  if (digest.includes('\0') || !native.digest_exists(digest)) throw badValue(`there is no digest ${quoted(digest)}`);
  return made(native.cms_digest(bytesArgument(content, 'content'), digest, detached ? 1 : 0));
}

/**
 * Whether a content is that which was digested: it tells damage, and not who wrote it.
 * @returns the content
 * @throws {crypto.Error} when the digest is another
 * @corresponds CMS_digest_verify
 */
export function verifyDigest(message: MessageInput, options?: VerifyDigestOptions): Bytes {
  const { content } = readVerify(options);
  const loaded = loadMessage(message);
  using cms = loaded.cms;
  expectType(loaded, 'digested');
  return native.cms_digest_verify(cms, content === undefined ? null : bytesArgument(content, 'content'));
}

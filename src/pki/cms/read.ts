/** Reads messages without trusting any. */
import type { Bytes } from '../../common/bytes.js';
import type { CRL, X509 } from '../../crypto/index.js';
import { shortName } from '../der/oid.js';
import { badDer } from '../error.js';
import type { Algorithm } from '../read/algorithm.js';
import { type EnvelopeParts, type RecipientData, readEnvelope } from './enveloped/data.js';
import { type LoadedMessage, loadMessage, type MessageInput, TYPES } from './message.js';
import { certificatesOf, crlsOf, readSignedParts, type SignerData } from './signed/data.js';

/** A signed message, as it says itself. */
export interface SignedMessageData {
  /** What this is of. */
  readonly kind: 'signed';
  /** What the content is, such as `pkcs7-data`. */
  readonly contentType: string;
  /** The content, of which nobody has shown who wrote it; left out where it travels beside. */
  readonly untrustedContent?: Bytes;
  /** Who is said to have signed. */
  readonly signers: readonly SignerData[];
  /** The certificates that came along. */
  readonly certificates: readonly X509[];
  /** The lists that came along. */
  readonly crls: readonly CRL[];
}

/** An encrypted message, as it says itself. */
export interface EnvelopedMessageData {
  /** What this is of: `authEnveloped` is one whose changes are noticed. */
  readonly kind: 'enveloped' | 'authEnveloped';
  /** What the content is. */
  readonly contentType: string;
  /** How the content is encrypted. */
  readonly contentEncryption: Algorithm;
  /** Who can decrypt it. */
  readonly recipients: readonly RecipientData[];
}

/** A message of another kind. */
export interface OtherMessageData {
  /** What this is of: data without anything around it, digested, encrypted under a key that both know, compressed, or else. */
  readonly kind: 'data' | 'digested' | 'encrypted' | 'compressed' | 'other';
  /** The kind by OpenSSL's short name, or dotted numbers. */
  readonly type: string;
  /** The content, of which nobody has shown who wrote it; left out where it is not there, or not readable. */
  readonly untrustedContent?: Bytes;
}

/** What a message says of itself. */
export type MessageData = SignedMessageData | EnvelopedMessageData | OtherMessageData;

/**
 * Reads what a message says of itself, and trusts nothing of it: no signature is verified, nothing is decrypted. The content
 * is under a name that says so; {@link verifyMessage} gives one that can be trusted.
 * @throws {PkiError} when it is no message
 */
export function readMessage(message: MessageInput): MessageData {
  const loaded = loadMessage(message);
  using _ = loaded.cms;
  const kind = kindOf(loaded);
  if (kind === 'signed') return signedMessage(loaded);
  if (kind === 'enveloped' || kind === 'authEnveloped') return envelopedMessage(kind, readEnvelope(loaded));
  const type = shortName(loaded.type);
  const content = kind === 'data' || kind === 'digested' ? contentOf(kind, loaded) : undefined;
  return { kind, type, ...(content && { untrustedContent: content }) };
}

function kindOf({ type }: LoadedMessage): keyof typeof TYPES | 'other' {
  const found = Object.entries(TYPES).find(([, dotted]) => dotted === type)?.[0];
  return (found as keyof typeof TYPES | undefined) ?? 'other';
}

function signedMessage({ content }: LoadedMessage): SignedMessageData {
  const parts = readSignedParts(content);
  return {
    kind: 'signed',
    contentType: shortName(parts.contentType),
    ...(parts.content && { untrustedContent: parts.content.slice() }),
    signers: parts.signers.map(({ data }) => data),
    ...{ certificates: certificatesOf(parts), crls: crlsOf(parts) },
  };
}

const envelopedMessage = (kind: EnvelopedMessageData['kind'], parts: EnvelopeParts): EnvelopedMessageData => ({
  kind,
  contentType: shortName(parts.contentType),
  contentEncryption: parts.algorithm,
  recipients: parts.recipients.map(({ data }) => data),
});

/** DigestedData (RFC 5652, 7) has its content in the third field. */
const CONTENT_FIELD = 2;

function contentOf(kind: 'data' | 'digested', { content }: LoadedMessage): Bytes | undefined {
  if (kind === 'data') return content.content.slice();
  const encapsulated = content.items('a digested message')[CONTENT_FIELD];
  if (encapsulated === undefined) throw badDer('a digested message ends before its content');
  const [, wrapped] = encapsulated.items('a digested message');
  return wrapped?.inner('a digested message').content.slice();
}

/** Signs messages (RFC 5652, 5). */
import { type BytesLike, bytesArgument } from '../../../common/arguments.js';
import { boolean, declareOptions, listOf, type Rules, text, textOrBytes } from '../../../common/options.js';
import type { CRL, X509 } from '../../../crypto/index.js';
import { dottedOf } from '../../der/oid.js';
import { sameBytes } from '../../der/values.js';
import { badValue } from '../../error.js';
import { native } from '../../native.js';
import type { Encoded } from '../../read/input.js';
import { contentInfo, expectType, loadMessage, type MadeMessage, type MessageInput, TYPES } from '../message.js';
import { afterAll, certificateDers, crlDers, signedData, versionOf } from './assemble.js';
import { readSignedParts } from './data.js';
import { type MessageSigner, type SettledSigner, type SignedBy, settledSigner } from './signer.js';

/** A list of signers. */
export type Signers = readonly MessageSigner[];

/** What is signed, beside the content, and by whom. */
export interface SignersOptions<S extends Signers = Signers> {
  /** Who signs: one or more. */
  readonly signers: S;
  /** Further certificates that go along, such as intermediates. */
  readonly certificates?: readonly (X509 | Encoded)[];
  /** Lists of revoked certificates that go along. */
  readonly crls?: readonly (CRL | Encoded)[];
  /** Whether to sign with broken digests, too. False by default. */
  readonly unchecked?: boolean;
}

/** How {@link signMessage} signs. */
export interface SignMessageOptions<S extends Signers = Signers> extends SignersOptions<S> {
  /** Leaves the content out: it travels beside. False by default. */
  readonly detached?: boolean;
  /** What the content is, by a name or dotted numbers; `pkcs7-data` by default, which says nothing of it. */
  readonly contentType?: string;
}

/** How {@link addSigners} signs. */
export interface AddSignersOptions<S extends Signers = Signers> extends SignersOptions<S> {
  /** What a detached signature is about. */
  readonly content?: BytesLike;
}

export const SIGNERS_RULES: Rules<SignersOptions> = {
  signers: listOf<MessageSigner>((value) => value as MessageSigner),
  certificates: listOf<X509 | Encoded>((value) => value as Encoded),
  crls: listOf<CRL | Encoded>((value) => value as Encoded),
  unchecked: boolean,
};
export const SIGN_RULES: Rules<SignMessageOptions> = { ...SIGNERS_RULES, detached: boolean, contentType: text };
const readSign = declareOptions<SignMessageOptions>(SIGN_RULES);
const readAdd = declareOptions<AddSignersOptions>({ ...SIGNERS_RULES, content: textOrBytes });

/**
 * Signs a content.
 * @param content - what is signed, byte for byte; text as UTF-8
 * @returns the message; a promise of it where a signer's key answers by promises
 * @throws {PkiError} when a signer cannot sign so, or nobody should take what it signs
 */
export function signMessage<const S extends Signers>(
  content: BytesLike,
  options: SignMessageOptions<S>,
): SignedBy<S, MadeMessage>;
export function signMessage(content: BytesLike, options: SignMessageOptions): MadeMessage | Promise<MadeMessage> {
  const { unchecked = false, detached = false, contentType = TYPES.data, ...given } = readSign(options);
  const type = dottedOf(contentType, 'contentType');
  const bytes = bytesArgument(content, 'content').slice();
  const signers = settledSigners(given.signers, unchecked);
  const lists = travelling(given, signers);
  return afterAll(signatures(signers, type, bytes), (made) =>
    contentInfo(
      TYPES.signed,
      signedData({
        ...{ contentType: type, content: detached ? undefined : bytes, signers: made, ...lists },
        version: versionOf(
          type,
          signers.map(({ version }) => version),
        ),
        digestAlgorithms: signers.map(({ digestAlgorithm }) => digestAlgorithm),
      }),
    ),
  );
}

/**
 * Adds signers to a message that is signed already. What is there stays as it is; nothing of it is verified.
 * @throws {PkiError} when it is no signed message, its content is not there, or a signer cannot sign so
 */
export function addSigners<const S extends Signers>(
  message: MessageInput,
  options: AddSignersOptions<S>,
): SignedBy<S, MadeMessage>;
export function addSigners(message: MessageInput, options: AddSignersOptions): MadeMessage | Promise<MadeMessage> {
  const { unchecked = false, content, ...given } = readAdd(options);
  const parts = signedPartsOf(message);
  const bytes = contentToSign(parts.content, content);
  const signers = settledSigners(given.signers, unchecked);
  const { certificates, crls } = travelling(given, signers);
  return afterAll(signatures(signers, parts.contentType, bytes), (made) =>
    contentInfo(
      TYPES.signed,
      signedData({
        ...{ contentType: parts.contentType, content: parts.content },
        version: Math.max(
          parts.version,
          versionOf(
            parts.contentType,
            signers.map(({ version }) => version),
          ),
        ),
        digestAlgorithms: [...bytesOf(parts.digestAlgorithms), ...signers.map((one) => one.digestAlgorithm)],
        certificates: [...bytesOf(parts.certificates), ...certificates],
        crls: [...bytesOf(parts.crls), ...crls],
        signers: [...parts.signers.map(({ der }) => der.bytes), ...made],
      }),
    ),
  );
}

const bytesOf = (list: readonly { readonly bytes: Uint8Array }[]): Uint8Array[] => list.map(({ bytes }) => bytes);

function signedPartsOf(message: MessageInput): ReturnType<typeof readSignedParts> {
  const loaded = loadMessage(message);
  using _ = loaded.cms;
  expectType(loaded, 'signed');
  return readSignedParts(loaded.content);
}

function contentToSign(inside: Uint8Array | undefined, beside: BytesLike | undefined): Uint8Array {
  const given = beside === undefined ? undefined : bytesArgument(beside, 'content').slice();
  if (inside !== undefined && given !== undefined && !sameBytes(inside, given))
    throw badValue('the message has a content of its own, and content is another');
  const bytes = inside ?? given;
  if (bytes === undefined) throw badValue('the signature is detached: what it is about is needed in content');
  return bytes;
}

/** @throws {PkiError} when nobody signs */
export function settledSigners(inputs: readonly MessageSigner[] | undefined, isUnchecked: boolean): SettledSigner[] {
  if (inputs === undefined || inputs.length === 0) throw badValue('signers must name one at least');
  return inputs.map((one) => settledSigner(one, isUnchecked));
}

/** What goes along: the signers' certificates, further ones, and lists. */
export function travelling(
  { certificates = [], crls = [] }: Partial<SignersOptions>,
  signers: readonly SettledSigner[],
): { certificates: Uint8Array[]; crls: Uint8Array[] } {
  const own = signers.filter(({ isIncluded }) => isIncluded).map(({ certificate }) => certificate);
  return { certificates: [...own, ...certificateDers(certificates)], crls: crlDers(crls) };
}

function signatures(
  signers: readonly SettledSigner[],
  contentType: string,
  content: Uint8Array,
): (Uint8Array | Promise<Uint8Array>)[] {
  const digests = new Map<string, Uint8Array>();
  const digestOf = (name: string): Uint8Array => {
    const digest = digests.get(name) ?? native.digest_bytes(name, content);
    digests.set(name, digest);
    return digest;
  };
  return signers.map(({ sign, signsContent, digest }) => sign(contentType, signsContent ? content : digestOf(digest)));
}

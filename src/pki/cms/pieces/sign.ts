/** Signs what comes in pieces (RFC 5652, 5): the content is digested as it goes by. */
import type { Bytes } from '../../../common/bytes.js';
import { declareOptions } from '../../../common/options.js';
import type { Handle } from '../../../ffi/index.js';
import { dottedOf, oid } from '../../der/oid.js';
import { contextOf, OCTET_STRING, SEQUENCE, SET } from '../../der/tags.js';
import { concat, integer, octets, setOf } from '../../der/writer.js';
import { badValue } from '../../error.js';
import { native } from '../../message-native.js';
import { contentInfo, TYPES } from '../message.js';
import { distinct, listsOf, signedData, versionOf } from '../signed/assemble.js';
import { SIGN_RULES, type SignMessageOptions, settledSigners, travelling } from '../signed/sign.js';
import { type Pieces, piecesOf } from './source.js';

const read = declareOptions<SignMessageOptions>(SIGN_RULES);
/** An octet string of many. */
const PIECES = 0x24;
const END = Uint8Array.of(0, 0);
const open = (tag: number): Bytes => Uint8Array.of(tag, 0x80);

/**
 * Signs a content that comes in pieces, with the same options as {@link signMessage}, keys that are elsewhere among them; a signer
 * signs attributes always. The message comes in pieces, too, as BER, whose lengths are left open (`openssl cms -stream` writes the
 * same): no more than a piece is kept. With `detached` it comes at the end, as DER.
 * @throws {PkiError} when a signer cannot sign so: with the first piece
 */
export async function* signStream(
  content: Pieces,
  options: SignMessageOptions,
): AsyncGenerator<Bytes, void, undefined> {
  const { unchecked = false, detached = false, contentType = TYPES.data, ...given } = read(options);
  const type = dottedOf(contentType, 'contentType');
  const signers = settledSigners(given.signers, unchecked);
  if (signers.some(({ signsContent }) => signsContent))
    throw badValue('what comes in pieces is signed by attributes: signedAttributes cannot be false');
  const { certificates, crls } = travelling(given, signers);
  const digestAlgorithms = signers.map(({ digestAlgorithm }) => digestAlgorithm);
  const versions = signers.map(({ version }) => version);
  const version = versionOf(type, versions);
  const digests = new Map<string, Handle<'EVP_MD_CTX'>>();
  try {
    for (const { digest } of signers) if (!digests.has(digest)) digests.set(digest, native.digest_new(digest));
    if (!detached)
      yield concat([
        ...[open(SEQUENCE), oid(TYPES.signed), open(contextOf(0)), open(SEQUENCE), integer(version)],
        ...[setOf(distinct(digestAlgorithms)), open(SEQUENCE), oid(type), open(contextOf(0)), open(PIECES)],
      ]);
    for await (const piece of piecesOf(content, 'content')) {
      for (const digest of digests.values()) native.digest_update(digest, piece);
      if (!detached && piece.length > 0) yield octets(piece, OCTET_STRING);
    }
    const values = new Map([...digests].map(([name, digest]) => [name, native.digest_final(digest)]));
    const made = await Promise.all(signers.map((one) => one.sign(type, values.get(one.digest) ?? new Uint8Array())));
    if (detached) {
      const parts = { version, digestAlgorithms, contentType: type, content: undefined, certificates, crls };
      yield contentInfo(TYPES.signed, signedData({ ...parts, signers: made })).der;
      return;
    }
    const lists = listsOf(certificates, crls).filter((one) => one !== undefined);
    yield concat([END, END, END, ...lists, setOf(made, SET), END, END, END]);
  } finally {
    for (const digest of digests.values()) digest.release();
  }
}

/** Encrypts and decrypts what comes in pieces (RFC 5652, 6 and 8; RFC 5083). */
import type { Bytes } from '../../../common/bytes.js';
import { declareOptions, integer, type Rules } from '../../../common/options.js';
import { readOid } from '../../der/oid.js';
import { Der } from '../../der/reader.js';
import { context, contextOf, OCTET_STRING, SEQUENCE, SET } from '../../der/tags.js';
import { explicit, octets, sequence } from '../../der/writer.js';
import { badDer, badValue, refused } from '../../error.js';
import { native } from '../../message-native.js';
import { DECRYPT_RULES, type DecryptMessageOptions, decrypting, judgeEnvelope, openFor } from '../enveloped/decrypt.js';
import { ENCRYPT_RULES, type EncryptMessageOptions, envelopeOf } from '../enveloped/encrypt.js';
import { loadMessage, TYPES } from '../message.js';
import { type Pieces, piecesOf, Source } from './source.js';
import { MAX_AROUND } from './verify.js';

/** How {@link decryptStream} decrypts. */
export interface DecryptStreamOptions extends DecryptMessageOptions {
  /** Most bytes around the content; 16 MB by default. */
  readonly maxAround?: number;
}

const readEncrypt = declareOptions<EncryptMessageOptions>(ENCRYPT_RULES);
const RULES: Rules<DecryptStreamOptions> = { ...DECRYPT_RULES, maxAround: integer(1, 0x7fff_ffff) };
const readDecrypt = declareOptions<DecryptStreamOptions>(RULES);
/** The least and the most of a tag (RFC 5084, 3.2). */
const [MIN_TAG, MAX_TAG] = [12, 16];

/**
 * Encrypts a content that comes in pieces, with the same options as {@link encryptMessage}. The message comes in pieces, too, as BER,
 * whose lengths are left open: no more than a piece is kept.
 * @throws {PkiError} when there is no recipient, or a key does not encrypt so; recipients of ML-KEM need {@link encryptMessage}
 */
export async function* encryptStream(
  content: Pieces,
  options: EncryptMessageOptions,
): AsyncGenerator<Bytes, void, undefined> {
  const { envelope, kems } = envelopeOf(readEncrypt(options));
  using cms = envelope;
  if (kems.length > 0)
    throw badValue('recipients of ML-KEM need encryptMessage: what comes in pieces is not encrypted for them');
  using pieces = native.cms_sealing_new(cms);
  for await (const piece of piecesOf(content, 'content')) {
    const part = native.cms_pieces_update(pieces, piece);
    if (part.length > 0) yield part;
  }
  yield native.cms_pieces_end(pieces, 0, null);
}

/**
 * Decrypts a message that comes in pieces, DER or BER, with the same options as {@link decryptMessage}; no more than a piece is kept.
 *
 * What is given before the end nobody has checked: with GCM a change is found with the last piece, by an error, and all that was given is
 * to be thrown away then; with CBC it may never be found.
 * @throws {PkiError} `ERR_PKI_DECRYPT` or `ERR_PKI_PASSWORD` as {@link decryptMessage}; when it is no encrypted message, or has too much around its content
 */
export async function* decryptStream(
  message: Pieces,
  options: DecryptStreamOptions,
): AsyncGenerator<Bytes, void, undefined> {
  const { maxAround = MAX_AROUND, ...given } = readDecrypt(options);
  const source = new Source(piecesOf(message, 'message'), 'an encrypted message', maxAround);
  try {
    const outer = await source.enter(SEQUENCE);
    const type = await source.whole();
    const wrapper = await source.enter(contextOf(0));
    const inner = await source.enter(SEQUENCE);
    const kind = readOid(Der.parse(type, 'a message'), 'a message');
    const head = await headOf(source, kind);
    const encrypted = await source.enter(SEQUENCE);
    const described = [await source.whole(), await source.whole()];
    if ((await source.next(encrypted)) === undefined)
      throw badDer('the message has no content: what is encrypted travels beside');
    const isAuthenticated = kind === TYPES.authEnveloped;
    const skeleton = sequence(
      type,
      explicit(
        0,
        sequence(
          ...head,
          sequence(...described, octets(new Uint8Array(), context(0))),
          isAuthenticated ? octets(new Uint8Array(MAX_TAG)) : undefined,
        ),
      ),
    );
    const loaded = loadMessage(skeleton);
    using first = loaded.cms;
    judgeEnvelope(loaded, given);
    const opened = openFor({ ...loaded, cms: first }, given);
    using cms = opened.cms;
    using pieces = decrypting(given, () => {
      opened.open();
      return native.cms_opening_new(cms);
    });
    for await (const piece of source.octets()) {
      const part = decrypting(given, () => native.cms_pieces_update(pieces, piece));
      if (part.length > 0) yield part;
    }
    if ((await source.next(encrypted)) !== undefined) throw badDer('an encrypted message has more than one content');
    const rest: Uint8Array[] = [];
    while ((await source.next(inner)) !== undefined) rest.push(await source.whole());
    for (const one of [wrapper, outer])
      if ((await source.next(one)) !== undefined) throw badDer('an encrypted message has bytes behind its end');
    await source.end();
    const tag = isAuthenticated ? tagOf(rest) : null;
    const last = decrypting(given, () => native.cms_pieces_end(pieces, 1, tag));
    if (last.length > 0) yield last;
  } finally {
    await source.close();
  }
}

/** What stands before the encrypted content: version, originator, recipients. */
async function headOf(source: Source, kind: string): Promise<Bytes[]> {
  const head = [await source.whole()];
  if (kind !== TYPES.enveloped && kind !== TYPES.authEnveloped) return head;
  let one = await source.whole();
  head.push(one);
  if (one[0] === contextOf(0)) {
    one = await source.whole();
    head.push(one);
  }
  if (one[0] !== SET) throw badDer('an encrypted message has no recipients');
  return head;
}

function tagOf(rest: readonly Uint8Array[]): Bytes {
  const mac = rest.find(([tag]) => tag === OCTET_STRING);
  const { content } = mac === undefined ? { content: new Uint8Array() } : Der.parse(mac, 'an authentication tag');
  if (content.length < MIN_TAG || content.length > MAX_TAG)
    throw refused(`the message has an authentication tag of less than ${MIN_TAG} bytes, which is soon guessed`);
  return content.slice();
}

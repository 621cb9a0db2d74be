/** Verifies what comes in pieces: the content is digested as it goes by, and OpenSSL judges at the end. */
import type { Bytes } from '../../../common/bytes.js';
import { declareOptions, func, integer, type Rules } from '../../../common/options.js';
import { contextOf, OBJECT_IDENTIFIER, SEQUENCE, SET } from '../../der/tags.js';
import { explicit, sequence, tlv } from '../../der/writer.js';
import { badDer, badValue } from '../../error.js';
import { faulty } from '../../fault.js';
import { native } from '../../message-native.js';
import { expectType, loadMessage, type MessageInput } from '../message.js';
import { readSignedParts } from '../signed/data.js';
import {
  judgeCount,
  judged,
  TRUST_RULES,
  VERIFY_RULES,
  type VerifiedMessage,
  type VerifyMessageOptions,
} from '../signed/verify.js';
import { type Pieces, piecesOf, Source } from './source.js';

/** How {@link verifyStream} verifies. */
export interface VerifyStreamOptions extends Omit<VerifyMessageOptions, 'content'> {
  /** What a detached signature is about, in pieces. */
  readonly content?: Pieces;
  /**
   * Takes the content piece by piece, before anything of it is verified: what is done with it is good only if the verdict, which comes
   * at the end, is. Where it gives a promise, the next piece waits for it.
   */
  readonly untrustedContent?: (piece: Bytes) => void | Promise<void>;
  /** Most bytes around the content; 16 MB by default. */
  readonly maxAround?: number;
}

/** What came of a message whose content went by: as of {@link verifyMessage}, without the content. */
export type StreamVerdict = Omit<VerifiedMessage, 'content' | 'valid'> & {
  /** Whether every signer holds. */
  readonly valid: boolean;
  /** Why not, in one sentence; left out where all hold. */
  readonly reason?: string;
};

export const MAX_AROUND = 0x0100_0000;
const MOST = 0x7fff_ffff;
/** Longest content that is kept to be looked at as a set of attributes: no signer's attributes are as long. */
const MAX_KEPT = 0x1_0000;
const RULES: Rules<VerifyStreamOptions> = {
  ...TRUST_RULES,
  purpose: VERIFY_RULES.purpose,
  maxSigners: VERIFY_RULES.maxSigners,
  content: (value) => value as Pieces,
  untrustedContent: func(),
  maxAround: integer(1, MOST),
};
const read = declareOptions<VerifyStreamOptions>(RULES);

/**
 * Verifies a signed message that comes in pieces, DER or BER; or, with `content`, a detached signature whose content does. No more
 * than a piece of the content is kept.
 * @throws {PkiError} when it is no signed message, nobody has signed it, or it has too much around its content
 */
export async function verifyStream(
  message: Pieces | MessageInput,
  options: VerifyStreamOptions,
): Promise<StreamVerdict> {
  const { content, untrustedContent, maxAround = MAX_AROUND, ...given } = read(options);
  if (given.trust === undefined) throw badValue('trust must say which certificates are trusted');
  const sink = new Sink(untrustedContent);
  try {
    const der =
      content === undefined
        ? await throughMessage(new Source(piecesOf(message as Pieces, 'message'), 'a signed message', maxAround), sink)
        : await throughContent(message as MessageInput, content, sink);
    const loaded = loadMessage(der);
    using cms = loaded.cms;
    expectType(loaded, 'signed');
    const parts = readSignedParts(loaded.content);
    judgeCount(parts, given.maxSigners);
    const { content: _, ...verdict } = {
      content: undefined,
      ...judged({ cms, digests: sink.digests, parts, content: () => sink.kept() }, given),
    };
    return verdict;
  } finally {
    sink.release();
  }
}

/** Where the content goes. */
class Sink {
  readonly #give: ((piece: Bytes) => void | Promise<void>) | undefined;
  #digests: ReturnType<typeof native.cms_digests_new> | undefined;
  #kept: Bytes[] = [];
  #length = 0;

  constructor(give: ((piece: Bytes) => void | Promise<void>) | undefined) {
    this.#give = give;
  }

  /** Begins to digest as a message says it. */
  begin(der: Uint8Array): void {
    using cms = loadMessage(der).cms;
    this.#digests = faulty('the message names no digest', () => native.cms_digests_new(cms));
  }

  get digests(): ReturnType<typeof native.cms_digests_new> {
    if (this.#digests === undefined) throw badDer('the message has no content');
    return this.#digests;
  }

  async take(piece: Uint8Array): Promise<void> {
    native.cms_digests_update(this.digests, piece);
    this.#length += piece.length;
    if (this.#length <= MAX_KEPT) this.#kept.push(piece.slice());
    else this.#kept = [];
    await this.#give?.(piece.slice());
  }

  /** The content, where it is short; else nothing. */
  kept(): Bytes {
    const whole = new Uint8Array(this.#length <= MAX_KEPT ? this.#length : 0);
    let offset = 0;
    for (const piece of this.#kept) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    return whole;
  }

  release(): void {
    this.#digests?.release();
  }
}

async function throughContent(message: MessageInput, content: Pieces, sink: Sink): Promise<Bytes> {
  const loaded = loadMessage(message);
  using cms = loaded.cms;
  expectType(loaded, 'signed');
  if (readSignedParts(loaded.content).content !== undefined)
    throw badValue('the message has a content of its own, and content is given as well');
  const der = native.der_write_cms(cms);
  sink.begin(der);
  for await (const piece of piecesOf(content, 'content')) await sink.take(piece);
  return der;
}

/** @returns the message without its content */
async function throughMessage(source: Source, sink: Sink): Promise<Bytes> {
  try {
    const outer = await source.enter(SEQUENCE);
    const type = await source.whole();
    const wrapper = await source.enter(contextOf(0));
    const inner = await source.enter(SEQUENCE);
    const head = [await source.whole(), await source.whole()];
    const encapsulated = await source.enter(SEQUENCE);
    if ((await source.next(encapsulated)) !== OBJECT_IDENTIFIER)
      throw badDer('a signed message says not what its content is');
    const contentType = await source.whole();
    const skeleton = (rest: readonly Uint8Array[]) =>
      sequence(type, explicit(0, sequence(...head, sequence(contentType), ...rest)));
    sink.begin(skeleton([tlv(SET)]));
    if ((await source.next(encapsulated)) === undefined) throw badValue('the signature is detached: content is needed');
    const tagged = await source.enter(contextOf(0));
    await source.next(tagged);
    for await (const piece of source.octets(true)) await sink.take(piece);
    for (const one of [tagged, encapsulated])
      if ((await source.next(one)) !== undefined) throw badDer('a signed message has more than one content');
    const rest: Uint8Array[] = [];
    while ((await source.next(inner)) !== undefined) rest.push(await source.whole());
    for (const one of [wrapper, outer])
      if ((await source.next(one)) !== undefined) throw badDer('a signed message has bytes behind its end');
    await source.end();
    return skeleton(rest);
  } finally {
    await source.close();
  }
}

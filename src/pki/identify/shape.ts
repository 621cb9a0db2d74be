/** The outside of a value: enough to tell kinds apart without reading what a hostile file holds. */
import { shortName } from '../der/oid.js';
import { type BerHead, berHead, isEndOfContents } from './ber.js';
import { saidBy } from './values.js';

/** More children than any kind is told by. */
const MOST_CHILDREN = 16;

/** A value, and what it holds, read when it is asked for. */
export class Shape {
  readonly head: BerHead;
  readonly #bytes: Uint8Array;
  #children: readonly Shape[] | undefined;

  constructor(bytes: Uint8Array, head: BerHead) {
    this.#bytes = bytes;
    this.head = head;
  }

  /** The first value of bytes; undefined where there is none. */
  static of(bytes: Uint8Array): Shape | undefined {
    const head = berHead(bytes, 0, bytes.length);
    return typeof head === 'string' ? undefined : new Shape(bytes, head);
  }

  /** The identifier octet; -1 where there is no such value. */
  get tag(): number {
    return this.head.tag;
  }

  get content(): Uint8Array {
    return this.#bytes.subarray(this.head.start, this.head.end);
  }

  /** The first values that it holds. */
  get children(): readonly Shape[] {
    this.#children ??= this.head.constructed ? this.#read() : [];
    return this.#children;
  }

  /** The tags of the first values, as two hexadecimal digits each: `30 06 05`. */
  get pattern(): string {
    return this.children.map(({ tag }) => tag.toString(16).padStart(2, '0')).join(' ');
  }

  /** A value within: `at(0, 1)` is the second of the first. */
  at(...path: readonly number[]): Shape | undefined {
    let shape: Shape | undefined = this;
    for (const index of path) shape = shape?.children[index];
    return shape;
  }

  /** The dotted numbers of an OBJECT IDENTIFIER; empty for what is none. */
  get oid(): string {
    return this.tag === 0x06 && this.content.length < 64 ? saidBy(0, 6, this.content, 200).value : '';
  }

  /** What OpenSSL calls it. */
  get oidName(): string {
    return this.oid === '' ? '' : shortName(this.oid);
  }

  /** A small INTEGER or ENUMERATED; -1 for what is none. */
  get small(): number {
    const { content } = this;
    if ((this.tag !== 0x02 && this.tag !== 0x0a) || content.length === 0 || content.length > 4) return -1;
    return content.reduce((sum, byte) => sum * 256 + byte, 0);
  }

  #read(): Shape[] {
    const found: Shape[] = [];
    let at = this.head.start;
    while (at < this.head.end && found.length < MOST_CHILDREN) {
      if (this.head.indefinite && isEndOfContents(this.#bytes, at, this.head.end)) break;
      const head = berHead(this.#bytes, at, this.head.end);
      if (typeof head === 'string') break;
      found.push(new Shape(this.#bytes, head));
      if (head.indefinite) break;
      at = head.end;
    }
    return found;
  }
}

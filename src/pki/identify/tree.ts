/** The values of BER or DER as a tree, with where each stands: what `openssl asn1parse -i` shows, and what lies in strings beside. */
import { type BytesLike, binaryArgument } from '../../common/arguments.js';
import { declareOptions, integer } from '../../common/options.js';
import { badDer, PkiError } from '../error.js';
import { type BerHead, berHead, isEndOfContents } from './ber.js';
import { saidBy, tagName } from './values.js';

/** One value. */
export interface Asn1Node {
  /** Where it begins in the bytes, the tag included. */
  readonly offset: number;
  /** Bytes of tag and length. */
  readonly headerLength: number;
  /** Bytes of the content, without the two zeros that end an indefinite length. */
  readonly length: number;
  /** How many values are around it. */
  readonly depth: number;
  /** The class of the tag. */
  readonly tagClass: 'universal' | 'application' | 'context' | 'private';
  /** The number of the tag. */
  readonly tagNumber: number;
  /** `SEQUENCE`, `OCTET STRING`, …; `[0]` for tags of a context, `[APPLICATION 1]`, `[PRIVATE 1]`. */
  readonly tagName: string;
  /** Whether it holds values. */
  readonly constructed: boolean;
  /** Whether two zeros end it, which DER does not allow. */
  readonly indefinite: boolean;
  /** What it says: a number, a text, hexadecimal; cut where it is long. Left out where it holds values. */
  readonly value?: string;
  /** Of an OBJECT IDENTIFIER what OpenSSL calls it, where it has a name. */
  readonly oidName?: string;
  /** What it holds; of an OCTET STRING or BIT STRING what its bytes are, where they are nothing but values. */
  readonly children?: readonly Asn1Node[];
  /** Whether the children lie in a string: the standard that has defined it says so, not its tag. */
  readonly opened?: boolean;
}

/** How far a tree is followed. */
export interface Asn1TreeOptions {
  /** Most values, those within strings included; 100,000 by default. */
  readonly maxNodes?: number;
  /** Most values around a value; 128 by default, as of asn1parse. */
  readonly maxDepth?: number;
  /** Most letters of a value; 256 by default. */
  readonly maxValue?: number;
  /** Most bytes; 64 MiB by default. */
  readonly maxBytes?: number;
}

const MAX_NODES = 100_000;
const MAX_DEPTH = 128;
/** What no stack of calls of today's engines is too small for. */
const DEEPEST = 512;
const MAX_VALUE = 256;
const MAX_BYTES = 64 << 20;
const MOST = 0x7fff_ffff;

const read = declareOptions<Asn1TreeOptions>({
  maxNodes: integer(1, MOST),
  maxDepth: integer(1, DEEPEST),
  maxValue: integer(1, MOST),
  maxBytes: integer(1, MOST),
});

const CLASSES = ['universal', 'application', 'context', 'private'] as const;
const BIT_STRING = 3;
const OCTET_STRING = 4;

/**
 * The values of BER or DER, each with its place: several, where one stands behind the other.
 * @throws {PkiError} for what is no BER, or goes beyond a bound; the sentence says where
 * @corresponds ASN1_parse_dump
 */
export function asn1Tree(der: BytesLike, options?: Asn1TreeOptions): Asn1Node[] {
  const bytes = binaryArgument(der, 'der').slice();
  const { maxNodes = MAX_NODES, maxDepth = MAX_DEPTH, maxValue = MAX_VALUE, maxBytes = MAX_BYTES } = read(options);
  if (bytes.length > maxBytes) throw badDer(`this is more than the ${maxBytes} bytes that are looked at`);
  if (bytes.length === 0) throw badDer('there are no bytes');
  return new Walk(bytes, { maxNodes, maxDepth, maxValue }).values(0, bytes.length, 0).nodes;
}

interface Values {
  readonly nodes: Asn1Node[];
  /** Where the last of them ends, the two zeros behind it included. */
  readonly end: number;
}

/** There is more than is looked at: no reason to take a string for one that holds no values. */
class Beyond extends PkiError {
  constructor(message: string) {
    super('ERR_PKI_DER', message);
  }
}

class Walk {
  readonly #bytes: Uint8Array;
  readonly #limits: Required<Omit<Asn1TreeOptions, 'maxBytes'>>;
  #count = 0;

  constructor(bytes: Uint8Array, limits: Required<Omit<Asn1TreeOptions, 'maxBytes'>>) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  /** The values from one place to another; where it is open, to the two zeros. */
  values(start: number, end: number, depth: number, isOpen = false): Values {
    const { maxDepth } = this.#limits;
    if (depth > maxDepth) throw badDer(`values are nested deeper than ${maxDepth}, at ${start}`);
    const nodes: Asn1Node[] = [];
    let at = start;
    while (isOpen || at < end) {
      if (isOpen && isEndOfContents(this.#bytes, at, end)) return { nodes, end: at + 2 };
      const [node, next] = this.#value(at, end, depth);
      nodes.push(node);
      at = next;
    }
    return { nodes, end: at };
  }

  #value(at: number, end: number, depth: number): [node: Asn1Node, next: number] {
    this.#count += 1;
    if (this.#count > this.#limits.maxNodes)
      throw new Beyond(`there are more than the ${this.#limits.maxNodes} values that are looked at`);
    const head = berHead(this.#bytes, at, end);
    if (typeof head === 'string') throw badDer(`the value at ${at} ${head}`);
    const shape = {
      ...{ offset: at, headerLength: head.headerLength, depth },
      tagClass: CLASSES[head.tagClass] ?? 'universal',
      ...{ tagNumber: head.number, tagName: tagName(head.tagClass, head.number) },
      ...{ constructed: head.constructed, indefinite: head.indefinite },
    };
    if (head.constructed) {
      const { nodes, end: next } = this.values(head.start, head.end, depth + 1, head.indefinite);
      const length = head.indefinite ? next - 2 - head.start : head.length;
      return [{ ...shape, length, children: nodes }, next];
    }
    const content = this.#bytes.subarray(head.start, head.end);
    const value = saidBy(head.tagClass, head.number, content, this.#limits.maxValue);
    return [{ ...shape, length: head.length, ...value, ...this.#within(head, depth) }, head.end];
  }

  /** What lies in a string, where its bytes are values and nothing else. */
  #within(head: BerHead, depth: number): Pick<Asn1Node, 'children' | 'opened'> {
    const isBits = head.tag === BIT_STRING;
    if (!isBits && head.tag !== OCTET_STRING) return {};
    const start = isBits ? head.start + 1 : head.start;
    // What is shorter, or begins with a zero, is taken for values by chance alone.
    if (head.end - start < 2 || this.#bytes[start] === 0 || (isBits && this.#bytes[head.start] !== 0)) return {};
    if (depth >= this.#limits.maxDepth || !isWhole(this.#bytes, start, head.end)) return {};
    try {
      return { children: this.values(start, head.end, depth + 1).nodes, opened: true };
    } catch (error) {
      if (error instanceof Beyond) throw error;
      return {};
    }
  }
}

/** Whether values fill a place, looking at those at its outside alone: a cheap answer to most strings that hold none. */
function isWhole(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    const head = berHead(bytes, at, end);
    if (typeof head === 'string' || head.tag === 0) return false;
    at = head.end;
  }
  return true;
}

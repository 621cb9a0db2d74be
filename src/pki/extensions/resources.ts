/** Which addresses and systems of the Internet a subject holds (RFC 3779). */

import { integerArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';
import type { Der } from '../der/reader.js';
import { BIT_STRING, contextOf, INTEGER, NULL, OCTET_STRING, SEQUENCE } from '../der/tags.js';
import { readBits, readInteger } from '../der/values.js';
import { bits, explicit, integer, nothing, octets, sequence, sequenceOf } from '../der/writer.js';
import { badDer, badValue } from '../error.js';
import { addressBytes, addressText } from '../model/ip.js';
import { type Codec, given, listed, record, records } from './codec.js';

/** A block of addresses: a prefix such as `10.0.0.0/8`, or a range that is none. */
export type AddressBlock =
  | string
  | {
      /** The first address. */
      readonly min: string;
      /** The last address. */
      readonly max: string;
    };

/** The blocks of one family. */
export interface AddressFamily {
  /** The family. */
  readonly family: 'ipv4' | 'ipv6';
  /** The subsequent address family; left out by nearly all. */
  readonly subsequent?: number;
  /** The blocks, in their order; `inherit` for those of the issuer. */
  readonly blocks: 'inherit' | readonly AddressBlock[];
}

/** The addresses. */
export interface IpAddressBlocks {
  /** Which kind this is. */
  readonly type: 'ipAddrBlocks';
  /** IPv4 first. */
  readonly families: readonly AddressFamily[];
}

/** Numbers of systems: one, or a range. */
export type AsBlock =
  | bigint
  | {
      /** The first number. */
      readonly min: bigint;
      /** The last number. */
      readonly max: bigint;
    };

/** The autonomous systems. */
export interface AsIdentifiers {
  /** Which kind this is. */
  readonly type: 'asIdentifiers';
  /** Numbers of systems; `inherit` for those of the issuer. */
  readonly numbers?: 'inherit' | readonly AsBlock[];
  /** Identifiers of routing domains. */
  readonly domains?: 'inherit' | readonly AsBlock[];
}

const FAMILIES = { ipv4: { number: 1, size: 4 }, ipv6: { number: 2, size: 16 } } as const;

export const ipAddrBlocks: Codec<IpAddressBlocks> = {
  oid: '1.3.6.1.5.5.7.1.7',
  critical: true,
  read: (value, what) => ({ families: value.list(what).map((item) => readFamily(item, what)) }),
  write: ({ families }, what) => sequenceOf(records(families, what).map((family) => writeFamily(family, what))),
};

export const asIdentifiers: Codec<AsIdentifiers> = {
  oid: '1.3.6.1.5.5.7.1.8',
  critical: true,
  read(value, what) {
    const fields = value.fields(what);
    const [numbers, domains] = [fields.optional(contextOf(0)), fields.optional(contextOf(1))];
    fields.end();
    return given<Omit<AsIdentifiers, 'type'>>({
      numbers: numbers && readSystems(numbers.inner(what), what),
      domains: domains && readSystems(domains.inner(what), what),
    });
  },
  write({ numbers, domains }, what) {
    return sequence(
      numbers && explicit(0, writeSystems(numbers, what)),
      domains && explicit(1, writeSystems(domains, what)),
    );
  },
};

function readFamily(value: Der, what: string): AddressFamily {
  const fields = value.fields(what);
  const [high = -1, low = -1, subsequent, ...more] = fields.next(OCTET_STRING).content;
  const family = high === 0 && low === 1 ? 'ipv4' : high === 0 && low === 2 ? 'ipv6' : undefined;
  if (family === undefined || more.length > 0) throw badDer(`${what} has a family of addresses that nobody knows`);
  const choice = fields.next();
  fields.end();
  const { size } = FAMILIES[family];
  const blocks = choice.is(NULL) ? 'inherit' : choice.list(what).map((item) => readBlock(item, size, what));
  return given<AddressFamily>({ family, subsequent, blocks });
}

function readBlock(value: Der, size: number, what: string): AddressBlock {
  if (value.is(BIT_STRING)) {
    const { address, length } = readAddress(value, size, 0, what);
    return `${address}/${length}`;
  }
  const fields = value.fields(what);
  const min = readAddress(fields.next(), size, 0, what).address;
  const max = readAddress(fields.next(), size, 0xff, what).address;
  fields.end();
  return { min, max };
}

/** An address whose last bits are left out, and stand for zeros or, in the end of a range, for ones. */
function readAddress(value: Der, size: number, fill: 0 | 0xff, what: string): { address: string; length: number } {
  const { bytes, unused } = readBits(value, what);
  if (bytes.length > size) throw badDer(`${what} has an address of more than ${size} bytes`);
  const whole = new Uint8Array(size).fill(fill);
  whole.set(bytes);
  const last = bytes.length - 1;
  const mask = (1 << unused) - 1;
  if (last >= 0) whole[last] = fill === 0 ? (whole[last] ?? 0) & ~mask : (whole[last] ?? 0) | mask;
  return { address: addressText(whole) ?? '', length: bytes.length * 8 - unused };
}

function writeFamily({ family, subsequent, blocks }: AddressFamily, what: string): Bytes {
  const known = typeof family === 'string' && Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
  if (known === undefined) throw badValue(`${what} must be of the families ipv4 and ipv6`);
  const name = octets(
    Uint8Array.from([
      0,
      known.number,
      ...(subsequent === undefined ? [] : [integerArgument(subsequent, what, 0, 255)]),
    ]),
  );
  return sequence(
    name,
    blocks === 'inherit'
      ? nothing()
      : sequenceOf(listed(blocks, what).map((block) => writeBlock(block, known.size, what))),
  );
}

function writeBlock(block: AddressBlock, size: number, what: string): Bytes {
  if (typeof block === 'string') {
    const [address = '', length = ''] = block.split('/');
    const bytes = sized(address, size, what);
    if (!/^\d{1,3}$/.test(length) || Number(length) > size * 8)
      throw badValue(`${what} must have blocks as 10.0.0.0/8`);
    return prefix(bytes, Number(length), what);
  }
  record(block, what);
  const [min, max] = [sized(block.min, size, what), sized(block.max, size, what)];
  return sequence(prefix(min, size * 8 - trailing(min, 0), what), prefix(max, size * 8 - trailing(max, 1), what, true));
}

function sized(address: string, size: number, what: string): Bytes {
  const bytes = addressBytes(address, what);
  if (bytes.length !== size) throw badValue(`${what} has an address of another family`);
  return bytes;
}

/** The first bits of an address; what is left out must be zeros, or ones that the end of a range leaves out. */
function prefix(address: Uint8Array, length: number, what: string, isMax = false): Bytes {
  const bytes = address.slice(0, Math.ceil(length / 8));
  const unused = bytes.length * 8 - length;
  const last = bytes.length - 1;
  if (last >= 0) bytes[last] = (bytes[last] ?? 0) & (0xff << unused);
  const hasMore = !isMax && address.some((byte, index) => byte !== (bytes[index] ?? 0));
  if (hasMore) throw badValue(`${what} has a prefix with bits behind its length`);
  return bits(bytes, unused);
}

/** How many bits of a value stand at the end. */
function trailing(address: Uint8Array, bit: 0 | 1): number {
  const text = Array.from(address, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bit === 0 ? /0*$/ : /1*$/).exec(text)?.[0].length ?? 0;
}

function readSystems(value: Der, what: string): 'inherit' | AsBlock[] {
  if (value.is(NULL)) return 'inherit';
  return value.list(what).map((item) => {
    if (item.is(INTEGER)) return readInteger(item, what);
    const fields = item.expect(SEQUENCE, what).fields(what);
    const range = { min: readInteger(fields.next(), what), max: readInteger(fields.next(), what) };
    fields.end();
    return range;
  });
}

function writeSystems(systems: 'inherit' | readonly AsBlock[], what: string): Bytes {
  if (systems === 'inherit') return nothing();
  return sequence(
    ...listed(systems, what).map((one) =>
      typeof one === 'object' && one !== null ? sequence(integer(one.min), integer(one.max)) : integer(one),
    ),
  );
}

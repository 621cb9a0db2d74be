/** The tree of ASN.1: as asn1parse shows it, and what is made to hurt who walks it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Asn1Node, asn1Tree, createCertificateAuthority, identify, PkiError } from '../../../src/pki/index.js';
import { faultOf, WRONG_VALUES } from '../../support/wrong-values.js';

const SOURCE = new URL('../../../openssl-src/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('pin.json', SOURCE), 'utf8')) as { version: string };
const CERTS = new URL(`openssl-${version}/test/certs/`, SOURCE);

/** What asn1parse calls what this calls otherwise. */
const THEIRS: Readonly<Record<string, string>> = {
  'OBJECT IDENTIFIER': 'OBJECT',
  UTF8String: 'UTF8STRING',
  PrintableString: 'PRINTABLESTRING',
  IA5String: 'IA5STRING',
  TeletexString: 'T61STRING',
  BMPString: 'BMPSTRING',
  NumericString: 'NUMERICSTRING',
  UTCTime: 'UTCTIME',
  GeneralizedTime: 'GENERALIZEDTIME',
  VisibleString: 'VISIBLESTRING',
  UniversalString: 'UNIVERSALSTRING',
};

/** Offset, depth, bytes of head and content, form and name of each value that is no string's content. */
function* lines(nodes: readonly Asn1Node[]): Generator<string> {
  for (const node of nodes) {
    const { offset, depth, headerLength, length, constructed, indefinite, tagName, tagNumber, tagClass } = node;
    const context = tagClass === 'context' ? `cont [ ${tagNumber} ]` : (THEIRS[tagName] ?? tagName);
    yield `${offset} d=${depth} hl=${headerLength} l=${indefinite ? 'inf' : length} ${constructed ? 'cons' : 'prim'} ${context}`;
    if (node.opened !== true) yield* lines(node.children ?? []);
  }
}

const LINE = /^ *(\d+):d=(\d+) +hl=(\d+) l= *(\d+|inf) +(cons|prim): +([^:\n]*?) *(?:\[HEX DUMP\])?(?::.*)?$/gm;

function native(der: Uint8Array): string[] {
  const text = execFileSync('openssl', ['asn1parse', '-i', '-inform', 'DER'], { input: der, encoding: 'utf8' });
  return [...text.matchAll(LINE)]
    .map(
      ([, offset, depth, head, length, form, name = '']) =>
        `${offset} d=${depth} hl=${head} l=${length} ${form} ${name}`,
    )
    .filter((line) => !line.endsWith('EOC'));
}

const find = (nodes: readonly Asn1Node[], test: (node: Asn1Node) => boolean): Asn1Node | undefined => {
  for (const node of nodes) {
    const found = test(node) ? node : find(node.children ?? [], test);
    if (found !== undefined) return found;
  }
  return undefined;
};

describe('a tree', () => {
  it('is that of openssl asn1parse -i, for each kind of file', () => {
    const files = readdirSync(CERTS).filter((_, index) => index % 6 === 0);
    let compared = 0;
    for (const name of files)
      for (const { bytes, kind } of identify(new Uint8Array(readFileSync(new URL(name, CERTS)))).items.slice(0, 2)) {
        if (bytes === undefined || kind === 'unknown') continue;
        compared += 1;
        expect([...lines(asn1Tree(bytes))], name).toEqual(native(bytes));
      }
    const data = new URL(`openssl-${version}/test/recipes/80-test_pkcs12_data/`, SOURCE);
    for (const name of readdirSync(data)
      .filter((one) => one.endsWith('.p12'))
      .slice(0, 3)) {
      const der = new Uint8Array(readFileSync(new URL(name, data)));
      expect([...lines(asn1Tree(der))], name).toEqual(native(der));
    }
    expect(compared).toBeGreaterThan(40);
  }, 60_000);

  it('of indefinite lengths is that of asn1parse, too', () => {
    const ber = Uint8Array.of(
      0x30,
      0x80,
      2,
      1,
      3,
      0x30,
      0x80,
      6,
      3,
      0x55,
      4,
      3,
      0xa0,
      0x80,
      0x24,
      0x80,
      4,
      2,
      1,
      2,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
    );
    expect([...lines(asn1Tree(ber))]).toEqual(native(ber));
    expect(asn1Tree(ber)[0]).toMatchObject({ indefinite: true, length: ber.length - 4 });
  });

  it('says what values say, and opens strings that hold values', () => {
    const tree = asn1Tree(createCertificateAuthority({ subject: 'Ännchen', serialNumber: 77n }).der);
    expect(find(tree, ({ tagName, value }) => tagName === 'INTEGER' && value === '77')).toBeDefined();
    expect(find(tree, ({ value }) => value === 'Ännchen')).toMatchObject({ tagName: 'UTF8String' });
    expect(find(tree, ({ oidName }) => oidName === 'X509v3 Key Usage')).toMatchObject({ value: '2.5.29.15' });
    const opened = find(tree, ({ opened: is, tagName }) => is === true && tagName === 'OCTET STRING');
    expect(opened?.children?.[0]).toMatchObject({ tagName: 'SEQUENCE', offset: (opened?.offset ?? 0) + 2 });
    expect(find(tree, ({ opened: is, tagName }) => is === true && tagName === 'BIT STRING')).toBeDefined();
    expect(structuredClone(tree)).toEqual(tree);
  });
});

/** Values within values: `04` or `30`, as deep as it says. */
function nested(depth: number, tag: number): Uint8Array {
  const parts = [[5, 0]];
  let length = 2;
  for (let index = 0; index < depth; index++) {
    const head =
      length < 0x80 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
    parts.unshift(head);
    length += head.length;
  }
  return Uint8Array.from(parts.flat());
}

describe('what is made to hurt', () => {
  const isRefused = (body: () => unknown) => expect(body).toThrow(PkiError);

  it('is nested: refused by default beyond 128, and never a stack that has no room', () => {
    expect(asn1Tree(nested(128, 0x30))).toHaveLength(1);
    isRefused(() => asn1Tree(nested(129, 0x30)));
    isRefused(() => asn1Tree(nested(10_000, 0x30)));
    expect(() => asn1Tree(nested(1, 0x30), { maxDepth: 513 })).toThrow(RangeError);
    expect(asn1Tree(nested(512, 0x30), { maxDepth: 512 })).toHaveLength(1);
    // A string that goes deeper than is looked at is a string.
    expect(asn1Tree(nested(10_000, 4))).toHaveLength(1);
    isRefused(() => asn1Tree(Uint8Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? 0x30 : 0x80))));
    expect(identify(nested(10_000, 0x30)).items[0]?.kind).toBe('asn1');
  });

  it('has lengths of 2^32 and more, tags without an end, or none at all', () => {
    for (const bytes of [
      [0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
      [0x30, 0x85, 1, 0, 0, 0, 0],
      [0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      [0x30, 0xfe, ...new Array<number>(126).fill(0xff)],
      [0x30, 0xff],
      [0x1f, ...new Array<number>(40).fill(0xff)],
      [0x30],
      [0x04, 0x80, 0, 0],
      [0x30, 0x80],
      [],
    ]) {
      isRefused(() => asn1Tree(Uint8Array.from(bytes)));
      expect(identify(Uint8Array.from(bytes)).items).toHaveLength(1);
    }
  });

  it('is large, or has many values: within its bounds, and in time for its size', () => {
    const large = new Uint8Array(100 << 20);
    large.set([0x30, 0x84, 0x06, 0x3f, 0xff, 0xfa, 0x04, 0x84, 0x06, 0x3f, 0xff, 0xf4]);
    const begin = performance.now();
    isRefused(() => asn1Tree(large));
    expect(asn1Tree(large, { maxBytes: large.length })[0]?.children?.[0]?.length).toBe(large.length - 12);
    expect(identify(large)).toMatchObject({ truncated: false, items: [{ kind: 'asn1' }] });
    // Nothing but NULLs, in a sequence and in a string: both are too many.
    const nulls = new Uint8Array(1 << 20).fill(0);
    for (let index = 8; index < nulls.length; index += 2) nulls[index] = 5;
    for (const tag of [0x30, 0x04]) {
      nulls.set([tag, 0x84, 0, 0x0f, 0xff, 0xfa, 5, 0]);
      isRefused(() => asn1Tree(nulls));
    }
    expect(performance.now() - begin).toBeLessThan(40_000);
  }, 90_000);

  it('is text that patterns could look at for ever', () => {
    const begin = performance.now();
    const texts = [
      `-----BEGIN CERTIFICATE-----\n${' '.repeat(500_000)}x\n-----END CERTIFICATE-----`,
      '-----BEGIN CERTIFICATE-----\n'.repeat(50_000),
      '-----BEGIN '.repeat(100_000),
      `A: b\r\n${' x\r\n'.repeat(100_000)}`,
      `${'Ab: c\r\n'.repeat(100_000)}Content-Type: text/plain`,
      `<!--${'--><!--'.repeat(100_000)}`,
      '<!--'.repeat(100_000),
      `${'x '.repeat(100_000)}ssh-rsa`,
      `{"keys":[${'['.repeat(100_000)}`,
      'A'.repeat(2_000_000),
    ];
    for (const text of texts) expect(identify(text).items.length).toBeGreaterThan(0);
    expect(performance.now() - begin).toBeLessThan(15_000);
    expect(identify('-----BEGIN A-----\n'.repeat(20_000))).toMatchObject({ truncated: true });
  }, 60_000);

  it('is a file that was cut at each place, or has another byte at each', () => {
    const { der, pem } = createCertificateAuthority({ subject: 'Root' });
    for (let index = 0; index < der.length; index++) {
      const cut = der.subarray(0, index);
      const other = der.slice();
      other[index] = (other[index] ?? 0) ^ (1 << (index % 8));
      for (const bytes of [cut, other]) {
        expect(identify(bytes).items).toHaveLength(1);
        try {
          asn1Tree(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(PkiError);
        }
      }
    }
    for (let index = 0; index < pem.length; index += 7) expect(identify(pem.slice(index)).items).toHaveLength(1);
  });

  it.each([
    ['identify', (value: unknown) => identify(value as never)],
    ['identify’s options', (value: unknown) => identify('x', value as never)],
    [
      'identify’s bounds',
      (value: unknown) => identify('x', { maxItems: value, maxBytes: value, maxRead: value } as never),
    ],
    ['asn1Tree', (value: unknown) => asn1Tree(value as never)],
    [
      'asn1Tree’s options',
      (value: unknown) => asn1Tree(Uint8Array.of(5, 0), { maxNodes: value, maxDepth: value } as never),
    ],
  ])('%s answers each wrong value', (_, call) => {
    const faults = WRONG_VALUES.flatMap(([wrong, make]) => {
      try {
        call(make());
        return [];
      } catch (error) {
        const fault = faultOf(error, new Set(['TrapError', 'MemoryError', 'SyntaxError', 'ReferenceError']));
        return fault === undefined ? [] : [`${wrong}: ${fault}`];
      }
    });
    expect(faults).toEqual([]);
  });
});

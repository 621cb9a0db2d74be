/** Messages that somebody has changed, or made to deceive. */
import { afterAll, describe, expect, it } from 'vitest';
import { crypto } from '../../../src/index.js';
import { contentInfo, TYPES } from '../../../src/pki/cms/message.js';
import { signedData } from '../../../src/pki/cms/signed/assemble.js';
import { attribute, digestAlgorithmOf, protectionAttribute } from '../../../src/pki/cms/signed/attributes.js';
import { oid } from '../../../src/pki/der/oid.js';
import { Der } from '../../../src/pki/der/reader.js';
import { contextOf, OCTET_STRING, SEQUENCE, SET } from '../../../src/pki/der/tags.js';
import { concat, integer, octets, retagged, sequence, setOf, tlv } from '../../../src/pki/der/writer.js';
import { readMessage, signMessage, verifyMessage } from '../../../src/pki/index.js';
import { signerOf } from '../../../src/pki/issue/signature.js';
import { native } from '../../../src/pki/native.js';
import { MailPki } from '../../support/mail-pki.js';

const pki = new MailPki();
const { ca, native: openssl } = pki;
const rsa = pki.person('rsa', { key: { type: 'RSA', bits: 2048 } });
const trust = [ca.certificate];
afterAll(() => openssl.remove());

const OTHER = '1.2.840.113549.1.9.16.1.4';
const RSA = sequence(oid('1.2.840.113549.1.1.1'), Uint8Array.of(5, 0));
const SHA256 = digestAlgorithmOf('sha256');
const typeOf = (dotted: string) => attribute('1.2.840.113549.1.9.3', oid(dotted));
const digestOf = (content: Uint8Array) =>
  attribute('1.2.840.113549.1.9.4', octets(native.digest_bytes('sha256', content)));
const hello = new TextEncoder().encode('hello');

interface Crafted {
  readonly attributes?: readonly Uint8Array[];
  readonly contentType?: string;
  readonly content?: Uint8Array;
  /** What is said of the algorithms, where it is not what was signed with. */
  readonly digestAlgorithm?: Uint8Array;
  readonly digestAlgorithms?: readonly Uint8Array[];
  readonly signature?: Uint8Array;
}

/** A message whose every part the test says. */
function crafted(parts: Crafted): Uint8Array {
  const { attributes, contentType = TYPES.data, content = hello, digestAlgorithm = SHA256 } = parts;
  const der = crypto.dumpCertificate(crypto.FILETYPE_ASN1, rsa.certificate);
  const fields = Der.parse(der, 'it').fields('it').next().items('it');
  const list = attributes === undefined ? undefined : tlv(SET, ...attributes);
  const signature = parts.signature ?? (signerOf(rsa.key, undefined, false).sign(list ?? content) as Uint8Array);
  const id = sequence(fields[3]?.bytes, fields[1]?.bytes);
  const signed = list === undefined ? undefined : retagged(contextOf(0), list);
  const signer = sequence(integer(1), id, digestAlgorithm, signed, RSA, octets(signature));
  const { digestAlgorithms = [digestAlgorithm] } = parts;
  return contentInfo(
    TYPES.signed,
    signedData({
      version: 3,
      contentType,
      content,
      certificates: [der],
      crls: [],
      signers: [signer],
      digestAlgorithms,
    }),
  ).der;
}

const reasonOf = (message: Uint8Array): string | undefined => {
  const verdict = verifyMessage(message, { trust });
  return verdict.valid ? undefined : verdict.signers[0]?.reason;
};
const good = [typeOf(TYPES.data), digestOf(hello)];

describe('a message that was made to deceive', () => {
  it('is refused for what is wrong with it', () => {
    expect(reasonOf(crafted({ attributes: good }))).toBeUndefined();
    expect(reasonOf(crafted({}))).toBeUndefined();
    const bad: [Crafted, RegExp][] = [
      [{ attributes: good, content: Uint8Array.of(1) }, /verification failure/],
      [{ content: hello, signature: new Uint8Array(256) }, /its signature/],
      [{ attributes: good, signature: new Uint8Array() }, /its signature/],
      [{ attributes: [typeOf(TYPES.data)] }, /no messageDigest/],
      [{ attributes: [digestOf(hello)] }, /no contentType/],
      [{ attributes: [] }, /no contentType/],
      [{ attributes: [...good, digestOf(hello)] }, /there twice/],
      [{ attributes: [typeOf(TYPES.data), digestOf(Uint8Array.of(1)), digestOf(hello)] }, /there twice/],
      [{ attributes: good, contentType: OTHER }, /content type is not that of the content/],
      [{ attributes: [typeOf(OTHER), digestOf(hello)] }, /content type is not that of the content/],
      [{ attributes: good, digestAlgorithm: digestAlgorithmOf('sha1') }, /its signature/],
      [{ attributes: good, digestAlgorithms: [digestAlgorithmOf('sha512')] }, /its signature/],
      // RFC 6211: the digest that was signed is another than the one outside.
      [{ attributes: [...good, protectionAttribute(digestAlgorithmOf('sha512'), RSA)] }, /RFC 6211/],
      [{ attributes: [...good, attribute('1.2.840.113549.1.9.52', integer(1))] }, /RFC 6211/],
      [{ attributes: [...good, attribute('1.2.840.113549.1.9.5', integer(1))] }, /attribute|time/],
    ];
    for (const [parts, sentence] of bad) expect(reasonOf(crafted(parts)), String(sentence)).toMatch(sentence);
    expect(reasonOf(crafted({ attributes: [...good, protectionAttribute(SHA256, RSA)] }))).toBeUndefined();
  });

  it('does not pass signed attributes off as a content', () => {
    const attributes = tlv(SET, ...good);
    const signature = signerOf(rsa.key, undefined, false).sign(attributes) as Uint8Array;
    const forged = crafted({ content: attributes, signature });
    expect(reasonOf(forged)).toMatch(/signed attributes of another message/);
  });

  it('names another digest for PKCS7, too', () => {
    const store = new crypto.X509Store();
    store.addCert(ca.certificate);
    const verify = (der: Uint8Array) => crypto.loadPkcs7Data(crypto.FILETYPE_ASN1, der).verify(store);
    expect(verify(crafted({ attributes: good })).content).toEqual(hello);
    expect(() => verify(crafted({ attributes: [typeOf(OTHER), digestOf(hello)] }))).toThrow('content type');
  });

  it('is refused whole where nobody has signed it, or it has no content', () => {
    const none = contentInfo(
      TYPES.signed,
      signedData({
        ...{ version: 1, contentType: TYPES.data, content: hello, digestAlgorithms: [] },
        ...{ certificates: [], crls: [], signers: [] },
      }),
    );
    expect(() => verifyMessage(none.der, { trust })).toThrow('nobody has signed');
    const absent = sequence(
      oid(TYPES.signed),
      tlv(contextOf(0), sequence(integer(1), setOf([]), sequence(oid(TYPES.data)), setOf([]))),
    );
    expect(() => verifyMessage(absent, { trust })).toThrow('nobody has signed');
  });
});

/** The same value with every length left open, and octets in pieces of two levels. */
function asBer(value: Der, isContent = false): Uint8Array {
  if (value.is(OCTET_STRING) && isContent) {
    const half = Math.ceil(value.content.length / 2);
    const pieces = [octets(value.content.subarray(0, half)), octets(value.content.subarray(half))];
    return concat([
      Uint8Array.of(0x24, 0x80),
      tlv(0x24, ...pieces.slice(0, 1)),
      ...pieces.slice(1),
      Uint8Array.of(0, 0),
    ]);
  }
  if (!value.is(SEQUENCE) && !value.is(contextOf(0))) return value.bytes;
  const items = value.items('it').map((item) => asBer(item, value.is(contextOf(0))));
  return concat([Uint8Array.of(value.tag, 0x80), ...items, Uint8Array.of(0, 0)]);
}

describe('encodings', () => {
  it('reads BER: lengths left open, and octets in pieces', () => {
    const { der } = signMessage('hello', {
      signers: [{ certificate: rsa.certificate, key: rsa.key }],
      certificates: [ca.certificate],
    });
    const outer = Der.parse(der, 'it').items('it');
    const [type, wrapped] = outer;
    const [inner] = wrapped?.items('it') ?? [];
    if (type === undefined || inner === undefined) throw new Error('it has two fields');
    const parts = inner.items('it').map((one, index) => (index === 2 ? asBer(one) : one.bytes));
    const open = (tag: number, ...all: Uint8Array[]) => concat([Uint8Array.of(tag, 0x80), ...all, Uint8Array.of(0, 0)]);
    const ber = open(SEQUENCE, type.bytes, open(contextOf(0), open(SEQUENCE, ...parts)));
    const verdict = verifyMessage(ber, { trust });
    expect(verdict.valid && new TextDecoder().decode(verdict.content)).toBe('hello');
    expect(readMessage(ber)).toMatchObject({ kind: 'signed' });
    for (let cut = 1; cut < ber.length; cut += 37)
      expect(() => verifyMessage(ber.subarray(0, cut), { trust })).toThrow();
  });

  it('bounds nesting, and reads no byte of a message twice as long as it is', () => {
    let deep: Uint8Array = octets(hello);
    for (let depth = 0; depth < 2000; depth++) deep = tlv(0x24, deep);
    const nested = sequence(oid(TYPES.data), tlv(contextOf(0), deep));
    expect(() => readMessage(nested)).toThrow('this is not a CMS message');
    let sequences: Uint8Array = sequence();
    for (let depth = 0; depth < 2000; depth++) sequences = sequence(sequences);
    expect(() => readMessage(sequence(oid(TYPES.signed), tlv(contextOf(0), sequences)))).toThrow('not a CMS message');
  });

  it('never takes a message that was changed in any byte for another content', () => {
    const { der } = signMessage('hello', { signers: [{ certificate: rsa.certificate, key: rsa.key }] });
    let held = 0;
    for (let index = 0; index < der.length; index += 3) {
      const changed = der.slice();
      changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8));
      try {
        const verdict = verifyMessage(changed, { trust });
        if (verdict.valid) {
          held += 1;
          expect(verdict.content).toEqual(hello);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect((error as Error).message).not.toContain('no reason');
      }
    }
    // Such as a bit of the version, which nobody signs.
    expect(held).toBeLessThan(10);
  });
});

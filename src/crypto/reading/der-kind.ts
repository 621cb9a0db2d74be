/** Tells structures in DER apart by their first elements, without reading them. */

/** The head of an element: where its content begins, and how long it says that it is. */
export interface Element {
  readonly tag: number;
  readonly content: number;
  readonly length: number;
}

/** What a structure is, and what reads it here. */
export interface DerKind {
  readonly what: string;
  readonly reader?: string;
}

const [INTEGER, BITS, OCTETS, OID, ENUMERATED, SEQUENCE, SET] = [0x02, 0x03, 0x04, 0x06, 0x0a, 0x30, 0x31];
const [CONTEXT_0, CONTEXT_1, UTC_TIME, GENERALIZED_TIME, INDEFINITE] = [0xa0, 0xa1, 0x17, 0x18, 0x80];
/** As many elements as tell kinds apart: an RSA key has nine. */
const WIDTH = 10;

/** The element at an offset; undefined where there is no whole head. Its content may reach past the end. */
export function elementAt(bytes: Uint8Array, at: number): Element | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return undefined;
  if (first < INDEFINITE) return { tag, content: at + 2, length: first };
  // BER of no stated length: as long as it is.
  if (first === INDEFINITE) return { tag, content: at + 2, length: bytes.length - at - 2 };
  const count = first & 0x7f;
  if (count > 4 || at + 2 + count > bytes.length) return undefined;
  const length = bytes.subarray(at + 2, at + 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  return { tag, content: at + 2 + count, length };
}

/** The first elements within one. */
function within(bytes: Uint8Array, element: Element | undefined): Element[] {
  const found: Element[] = [];
  if (element === undefined) return found;
  const end = Math.min(bytes.length, element.content + element.length);
  for (let at = element.content; at < end && found.length < WIDTH; ) {
    const next = elementAt(bytes, at);
    if (next === undefined) break;
    found.push(next);
    at = next.content + next.length;
  }
  return found;
}

/** How many bytes a structure says that it has; undefined where it is no SEQUENCE of DER. */
export function statedLength(bytes: Uint8Array): number | undefined {
  const outer = bytes[0] === SEQUENCE ? elementAt(bytes, 0) : undefined;
  return outer === undefined ? undefined : outer.content + outer.length;
}

/** What a structure in DER is; undefined for what is none, or none of the kinds that are known. */
export function derKind(bytes: Uint8Array): DerKind | undefined {
  const outer = elementAt(bytes, 0);
  if (outer?.tag !== SEQUENCE) return undefined;
  const parts = within(bytes, outer);
  const [first, second, third] = parts;
  if (first === undefined) return undefined;
  const firstOf = (element: Element | undefined) => within(bytes, element)[0]?.tag;
  switch (first.tag) {
    case SEQUENCE:
      if (firstOf(first) === OID && second?.tag === OCTETS)
        return { what: 'an encrypted private key', reader: 'loadPrivatekey' };
      if (firstOf(first) === OID && second?.tag === BITS) return { what: 'a public key', reader: 'loadPublickey' };
      return signedKind(bytes, within(bytes, first), firstOf);
    case INTEGER:
      return numbered(parts, bytes[first.content], second, third, firstOf);
    case OID:
      return second?.tag === CONTEXT_0 ? { what: 'a PKCS#7 or CMS structure', reader: 'loadPkcs7Data' } : undefined;
    case ENUMERATED:
      return { what: 'an OCSP response' };
    default:
      return undefined;
  }
}

/** What is signed: its own first elements tell which it is. */
function signedKind(
  bytes: Uint8Array,
  parts: readonly Element[],
  firstOf: (element: Element | undefined) => number | undefined,
): DerKind | undefined {
  const certificate = { what: 'a certificate', reader: 'loadCertificate' };
  const list = { what: 'a revocation list (CRL)', reader: 'loadCrl' };
  const [first, second, third, fourth] = parts;
  if (first?.tag === CONTEXT_0) return certificate;
  const isTime = (element: Element | undefined) => element?.tag === UTC_TIME || element?.tag === GENERALIZED_TIME;
  if (first?.tag === SEQUENCE) {
    if (firstOf(first) === OID && isTime(third)) return list;
    return firstOf(first) === SEQUENCE || second === undefined
      ? { what: 'an OCSP request or another structure' }
      : undefined;
  }
  if (first?.tag !== INTEGER || second?.tag !== SEQUENCE) return undefined;
  if (firstOf(second) === OID) return isTime(fourth) ? list : certificate;
  if (firstOf(second) === SET || second.length === 0)
    return { what: 'a certificate request (CSR)', reader: 'loadCertificateRequest' };
  return bytes.length > 0 ? undefined : certificate;
}

/** What begins with a number: keys, and files of keys. */
function numbered(
  parts: readonly Element[],
  version: number | undefined,
  second: Element | undefined,
  third: Element | undefined,
  firstOf: (element: Element | undefined) => number | undefined,
): DerKind | undefined {
  if (second?.tag === SEQUENCE && firstOf(second) === OID) {
    if (third?.tag === OCTETS) return { what: 'a private key', reader: 'loadPrivatekey' };
    if (version === 3) return { what: 'a PKCS#12 file', reader: 'loadPkcs12' };
  }
  if (second?.tag === OCTETS && (third === undefined || third.tag === CONTEXT_0 || third.tag === CONTEXT_1))
    return { what: 'a private key of an elliptic curve', reader: 'loadPrivatekey' };
  if (!parts.every((part) => part.tag === INTEGER)) return undefined;
  if (parts.length === 9) return { what: 'an RSA private key', reader: 'loadPrivatekey' };
  if (parts.length === 6) return { what: 'a DSA private key', reader: 'loadPrivatekey' };
  return parts.length === 2 ? { what: 'an RSA public key (PKCS#1) or Diffie-Hellman parameters' } : undefined;
}

/** Bytes that are no DER. */
import type { Verdict } from './kinds.js';

const JKS = 0xfeedfeed;
const JCEKS = 0xcececece;

/** What bytes are by their first ones. */
export function binaryKind(bytes: Uint8Array): Verdict | undefined {
  return javaStore(bytes) ?? archive(bytes) ?? sctList(bytes) ?? pgp(bytes);
}

function javaStore(bytes: Uint8Array): Verdict | undefined {
  if (bytes.length < 12) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  if (magic !== JKS && magic !== JCEKS) return undefined;
  const kind = magic === JKS ? 'jks' : 'jceks';
  const [version, entries] = [view.getUint32(4), view.getUint32(8)];
  const sentence = `This is a key store of Java (${kind.toUpperCase()}) that says to have ${entries} entries.`;
  return { kind, version, entries, sentence };
}

function archive(bytes: Uint8Array): Verdict | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0x1f && second === 0x8b)
    return { kind: 'gzip', sentence: 'This is compressed by gzip: unpack it, and look at what is within.' };
  const isZip = first === 0x50 && second === 0x4b && (third === 3 || third === 5) && (fourth === 4 || fourth === 6);
  if (isZip) return { kind: 'zip', sentence: 'This is a ZIP archive: unpack it, and look at what is within.' };
  return undefined;
}

/** Lengths within a length, each of a timestamp of version 1 (RFC 6962, 3.3). */
function sctList(bytes: Uint8Array): Verdict | undefined {
  // As the value of an extension it is in an OCTET STRING.
  const at =
    bytes[0] === 0x04 && (bytes[1] ?? 0) < 0x80
      ? 2
      : bytes[0] === 0x04 && bytes[1] === 0x81
        ? 3
        : bytes[0] === 4
          ? 4
          : 0;
  const list = bytes.subarray(at);
  const size = (offset: number) => ((list[offset] ?? 0) << 8) | (list[offset + 1] ?? 0);
  if (list.length < 51 || size(0) !== list.length - 2) return undefined;
  let offset = 2;
  let count = 0;
  for (; offset + 2 <= list.length; count++) {
    // Version, the log, the moment, extensions, and a signature at least.
    if (list[offset + 2] !== 0 || size(offset) < 47) return undefined;
    offset += 2 + size(offset);
  }
  if (offset !== list.length) return undefined;
  return {
    kind: 'sct-list',
    sentence: `This is a list of ${count} signed timestamps of transparency logs (RFC 6962).`,
  };
}

/** A packet that OpenPGP files begin with (RFC 9580, 4.2): a key or a signature, of version 3 to 6. */
function pgp(bytes: Uint8Array): Verdict | undefined {
  const [first = 0, second = 0] = bytes;
  const isNew = (first & 0xc0) === 0xc0;
  const packet = isNew ? first & 0x3f : (first >> 2) & 0x0f;
  if (!(first & 0x80) || ![2, 5, 6].includes(packet)) return undefined;
  const header = isNew ? (second < 192 ? 2 : second < 224 ? 3 : 6) : [2, 3, 5][first & 3];
  const version = header === undefined ? undefined : bytes[header];
  if (version === undefined || version < 3 || version > 6) return undefined;
  return { kind: 'pgp', sentence: PGP_SENTENCE };
}

/** What is said of all of OpenPGP. */
export const PGP_SENTENCE = 'This is a key or a message of OpenPGP (gpg), which has nothing to do with X.509.';

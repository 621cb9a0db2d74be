/** Protocol lists of ALPN (RFC 7301, 3.1). */
import { type BytesLike, bytesArgument, listArgument } from '../../common/arguments.js';
import type { Bytes } from '../../common/bytes.js';

const MAX_PROTOCOL = 255;
const MAX_LIST = 65_535;

/**
 * The wire form: each protocol with its length before it.
 * @throws {TypeError} unless it is a list of strings or bytes
 * @throws {RangeError} when the list is empty, or a protocol has not 1 to 255 bytes
 */
export function encodeProtocols(protocols: Iterable<BytesLike>): Bytes {
  const parts = listArgument(protocols, 'protocols', (protocol, name) => bytesArgument(protocol as BytesLike, name));
  if (parts.length === 0) throw new RangeError('at least one protocol must be specified');
  const bad = parts.find((part) => part.length === 0 || part.length > MAX_PROTOCOL);
  if (bad !== undefined) throw new RangeError(`a protocol has 1 to ${MAX_PROTOCOL} bytes, not ${bad.length}`);
  const wire = Uint8Array.from(parts.flatMap((part) => [part.length, ...part]));
  if (wire.length > MAX_LIST) throw new RangeError('the list of protocols is too long');
  return wire;
}

/** Lists of protocols for ALPN, in each of the forms that node:tls takes. */

import { type Bytes, plainView } from '../../common/bytes.js';
import { type Rule, text } from '../../common/options.js';
import { outOfRange, wrongType, wrongValue } from '../../common/refusals.js';

/** Most bytes of a protocol's name (RFC 7301, 3.1). */
const MAX_PROTOCOL = 255;

/** Names, their bytes, or all in the wire form. What it gives is a list of bytes, copied. */
export const protocols: Rule<readonly Uint8Array[]> = (value, name) => {
  const wire = plainView(value);
  if (wire !== undefined) return namesOf(wire.slice(), name);
  if (!Array.isArray(value)) throw wrongType(name, 'a list of protocols, or bytes in their wire form', value);
  return Array.from(value, (one: unknown, index) => protocol(one, `${name}[${index}]`));
};

function protocol(value: unknown, name: string): Bytes {
  const bytes = plainView(value)?.slice() ?? new TextEncoder().encode(text(value, name));
  if (bytes.length === 0) throw wrongValue(name, `a name of 1 to ${MAX_PROTOCOL} bytes`, '');
  if (bytes.length > MAX_PROTOCOL) throw outOfRange(name, 1, MAX_PROTOCOL, bytes.length, ' bytes');
  return bytes;
}

function namesOf(wire: Uint8Array, name: string): Uint8Array[] {
  const names: Uint8Array[] = [];
  for (let at = 0; at < wire.length; ) {
    const length = wire[at] ?? 0;
    const end = at + 1 + length;
    if (length === 0 || end > wire.length)
      throw wrongValue(name, 'in the wire form, each protocol behind its length,', `byte ${at}`);
    names.push(wire.subarray(at + 1, end));
    at = end;
  }
  return names;
}

/** What DER is: told by its outside, as each kind has one that no other has. */

import { keyKind } from './key-kinds.js';
import type { Verdict } from './kinds.js';
import { messageKind } from './message-kinds.js';
import { Shape } from './shape.js';
import { signedKind } from './signed-kinds.js';

/** What bytes are, if they are one value of BER. @param most - largest structure that is read for its details */
export function derKind(bytes: Uint8Array, most: number): Verdict | undefined {
  const shape = Shape.of(bytes);
  if (shape === undefined) return undefined;
  const known = signedKind(shape, bytes, most) ?? messageKind(shape) ?? keyKind(shape);
  if (known === undefined) return unknownValue(shape, bytes);
  const behind = bytes.length - shape.head.end;
  if (behind <= 0 || known.fault !== undefined || known.kind === 'trusted-certificate') return known;
  return { ...known, fault: `${behind} bytes stand behind its end` };
}

/** Values that nobody knows: told only where they fill the bytes, for any two bytes could be one. */
function unknownValue(shape: Shape, bytes: Uint8Array): Verdict | undefined {
  const { head } = shape;
  const isWhole = head.end === bytes.length && head.tagClass === 0 && (head.constructed || shape.oid !== '');
  if (!isWhole || (head.number !== 16 && head.number !== 17 && head.number !== 6)) return undefined;
  return { kind: 'asn1', sentence: 'This is ASN.1 of a kind that is not known here.' };
}

/** Lists of revoked certificates as people have them. */
import { type BytesLike, bytesArgument } from '../../common/arguments.js';
import { wrongType } from '../../common/refusals.js';
import { CRL, FILETYPE_ASN1, loadCrl } from '../../crypto/index.js';
import { badDer, badValue } from '../error.js';
import { identify } from '../identify/identify.js';

/** CRLs: an object, PEM of one or many, DER; or a list of such. */
export type CrlHeap = CRL | BytesLike | Iterable<CRL | BytesLike>;

/** The lists of a heap. @throws {PkiError} for what is none: who gives a list means it to count */
export function readCrls(heap: CrlHeap, most: number): CRL[] {
  const isMany =
    typeof heap === 'object' &&
    heap !== null &&
    !(heap instanceof CRL) &&
    !ArrayBuffer.isView(heap) &&
    isIterable(heap);
  const sources = isMany ? [...heap] : [heap as CRL | BytesLike];
  const found = sources.flatMap((source, index) => listsOf(source, isMany ? `crls[${index}]` : 'crls', most));
  if (found.length > most) throw badValue(`crls has more than ${most} lists`);
  return found;
}

const isIterable = (value: object): value is Iterable<CRL | BytesLike> =>
  typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function';

function listsOf(source: CRL | BytesLike, name: string, most: number): CRL[] {
  if (source instanceof CRL) return [source];
  if (typeof source !== 'string' && (typeof source !== 'object' || source === null))
    throw wrongType(name, 'a CRL: an object, PEM or DER', source);
  const { items, truncated } = identify(bytesArgument(source, name), { maxItems: most + 1 });
  if (truncated) throw badValue(`${name} is larger than what is looked at`);
  return items.map(({ kind, bytes, sentence, fault }) => {
    if (kind !== 'crl' || bytes === undefined) throw badDer(`${name} is no CRL: ${fault ?? sentence}`);
    return loadCrl(FILETYPE_ASN1, bytes);
  });
}

/** The attributes of bags (RFC 7292, 4.2; RFC 2985, 5.5). */
import type { Bytes } from '../../common/bytes.js';
import { oid, readOid, shortName } from '../der/oid.js';
import type { Der } from '../der/reader.js';
import { readText, writeText } from '../der/strings.js';
import * as tag from '../der/tags.js';
import { octets, setOf } from '../der/writer.js';
import { attributeData, type RequestAttributeInput, rawAttribute, writeAttribute } from '../model/attributes.js';
import * as oids from './oids.js';
import type { BagNames } from './types.js';

const WHAT = 'a bag';

/** What is read of them. */
export type BagAttributes = Omit<BagNames, 'encryption'> & { readonly trustedFor: readonly string[] | null };

/** Of a bag without attributes. */
export const NO_NAMES: BagAttributes = { friendlyName: null, localKeyId: null, attributes: [], trustedFor: null };

/** Reads the attributes of a bag; a name that is no text, and an id that is no string of bytes, stay among the others. */
export function readBagAttributes(set: Der | undefined): BagAttributes {
  const all = (set?.list(WHAT, tag.SET) ?? []).map((item) => {
    const fields = item.fields(WHAT);
    const dotted = readOid(fields.next(), WHAT);
    return { oid: dotted, values: fields.next().list(WHAT, tag.SET) };
  });
  const first = (dotted: string) => all.find((one) => one.oid === dotted)?.values;
  const [name] = first(oids.FRIENDLY_NAME) ?? [];
  const text = name === undefined ? undefined : readText(name);
  const friendlyName = text === undefined || text.encoding === 'der' ? null : text.value;
  const [id] = first(oids.LOCAL_KEY_ID) ?? [];
  const localKeyId = id?.is(tag.OCTET_STRING) ? id.content.slice() : null;
  const trusted = first(oids.TRUSTED_KEY_USAGE);
  const isKept = (dotted: string) =>
    dotted === oids.TRUSTED_KEY_USAGE ||
    (dotted === oids.FRIENDLY_NAME && friendlyName !== null) ||
    (dotted === oids.LOCAL_KEY_ID && localKeyId !== null);
  return {
    ...{ friendlyName, localKeyId },
    attributes: all.filter((one) => !isKept(one.oid)).map(attributeData),
    trustedFor: trusted?.map((value) => shortName(readOid(value, 'a purpose of trust'))) ?? null,
  };
}

/** What is written of them. */
export interface WrittenAttributes {
  readonly friendlyName?: string | undefined;
  readonly localKeyId?: Uint8Array | undefined;
  readonly trustedFor?: readonly string[] | undefined;
  readonly attributes?: readonly RequestAttributeInput[] | undefined;
}

/** The SET of attributes; undefined where there are none. @param purposes - the dotted numbers of what Java trusts it for */
export function writeBagAttributes(
  { friendlyName, localKeyId, attributes = [] }: WrittenAttributes,
  purposes: readonly string[] | undefined,
): Bytes | undefined {
  const all = attributes.map((attribute) => writeAttribute(attribute, 'an attribute'));
  if (friendlyName !== undefined)
    all.push(rawAttribute(oids.FRIENDLY_NAME, [writeText(friendlyName, 'bmp', 'friendlyName')]));
  if (localKeyId !== undefined) all.push(rawAttribute(oids.LOCAL_KEY_ID, [octets(localKeyId)]));
  if (purposes !== undefined)
    all.push(
      rawAttribute(
        oids.TRUSTED_KEY_USAGE,
        purposes.map((one) => oid(one)),
      ),
    );
  return all.length === 0 ? undefined : setOf(all);
}

/** The subject that is asked for. */
import { asciiName } from '../../common/host.js';
import { packAddress } from '../../common/ip-address.js';
import { dottedOf } from '../der/oid.js';
import { PkiError } from '../error.js';
import { type Name, type NameAttribute, type RelativeName, writeName } from '../model/name.js';
import type { Judging } from './judgement.js';
import { nameFault } from './names.js';
import type { NamePolicy, Otherwise } from './policy.js';

const COMMON_NAME = '2.5.4.3';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** What programs of old take for a host: it has a dot or a colon and no blank, or is a single label that is one. */
const HOST = /^[^\s@]*[.:][^\s@]*$|^localhost$/i;

/** @returns the places that are allowed, each with those of its attributes that are */
export function judgeSubject(
  subject: Name,
  allowed: readonly string[],
  names: NamePolicy,
  otherwise: Otherwise,
  judging: Judging,
): Name {
  const types = new Set(allowed.map((type) => dottedOf(type, 'the subject of a policy')));
  let commonNames = 0;
  const faultOf = (attribute: NameAttribute): string | undefined => {
    const dotted = dottedOf(attribute.type, 'the subject');
    if (!types.has(dotted)) return 'is not allowed by the policy';
    if (attribute.encoding === 'der') return 'is no text';
    if (CONTROL.test(attribute.value)) return 'has control characters';
    if (dotted === COMMON_NAME) {
      commonNames += 1;
      if (commonNames > 1) return 'is a second common name';
      const fault = hostFault(attribute.value, names);
      if (fault !== undefined) return fault;
    }
    return writingFault([attribute]);
  };
  const places = subject.map((place) =>
    place.filter((attribute) => {
      const what = `${attribute.type}=${attribute.value}`;
      const why = faultOf(attribute);
      if (why === undefined) judging.take('subject', what);
      else judging.leave('subject', what, why, otherwise);
      return why === undefined;
    }),
  );
  return places.filter((place) => place.length > 0);
}

/** A common name that is a host says so to programs of old, and must be a name that is allowed. */
function hostFault(text: string, names: NamePolicy): string | undefined {
  if (!HOST.test(text)) return undefined;
  const isAddress = packAddress(text) !== undefined;
  const value = isAddress ? text : asciiName(text);
  const fault = value === undefined ? 'is none' : nameFault({ type: isAddress ? 'ip' : 'dns', value }, names);
  return fault && `is a host, and as such ${fault}`;
}

function writingFault(place: RelativeName): string | undefined {
  try {
    writeName([place], 'the subject');
    return undefined;
  } catch (error) {
    if (error instanceof PkiError) return `cannot stand in a certificate: ${error.message}`;
    throw error;
  }
}

/**
 * Text in the values of extensions. OpenSSL reads what ASN1_generate_nconf(3) makes of a value as Latin-1 unless it is told
 * that it is UTF-8; the strings of this package always are. Within a list there is no place for that word, whose comma would
 * end the entry: such a list is given as a section of a configuration.
 */

/** The types of ASN1_generate_nconf(3) that hold text, by their short and long names. */
const TEXT_TYPES = new Set([
  ...['UTF8', 'UTF8String', 'BMP', 'BMPSTRING', 'UNIV', 'UNIVERSALSTRING', 'T61', 'T61STRING', 'TELETEXSTRING'],
  ...['PRINTABLE', 'PRINTABLESTRING', 'IA5', 'IA5STRING', 'GENSTR', 'GeneralString', 'NUMERIC', 'NUMERICSTRING'],
  ...['VISIBLE', 'VISIBLESTRING'],
]);
/** What stands before a type, and says how it is tagged, wrapped or written. */
const MODIFIER = /^\s*(EXP|EXPLICIT|IMP|IMPLICIT|OCTWRAP|SEQWRAP|SETWRAP|BITWRAP|FORM|FORMAT)\b[^,]*,/;
const NON_ASCII = /[^\0-\x7f]/;
/** Extensions whose values are lists of general names. */
const NAME_LISTS = new Set(['subjectAltName', 'issuerAltName', 'X509v3 Subject Alternative Name', '2.5.29.17']);
/** An otherName: its type, and what is generated for it. */
const OTHER_NAME = /^(otherName(?:\.[^:]*)?)$/;

/** The value as OpenSSL takes it, and the section that it names. */
export interface ExtensionValue {
  readonly value: string;
  /** Names and values by turns, each with a NUL behind it; empty for none. */
  readonly section: string;
}

/** Makes sure that what is text in a value is read as UTF-8. */
export function extensionValue(typename: string, value: string): ExtensionValue {
  if (!NON_ASCII.test(value) || value.includes('\0')) return { value, section: '' };
  const generated = /^((?:critical\s*,)?\s*ASN1:)(.*)$/s.exec(value);
  if (generated !== null) return { value: `${generated[1]}${asUtf8(generated[2] ?? '')}`, section: '' };
  if (!NAME_LISTS.has(typename) || value.trimStart().startsWith('@')) return { value, section: '' };
  return namesAsSection(value);
}

/** What is generated, with the word before it where it is text and does not say itself how it is written. */
function asUtf8(generated: string): string {
  let rest = generated;
  for (let match = MODIFIER.exec(rest); match !== null; match = MODIFIER.exec(rest)) {
    if (match[1]?.startsWith('FORM')) return generated;
    rest = rest.slice(match[0].length);
  }
  const type = /^\s*(\w+)\s*:/.exec(rest)?.[1] ?? '';
  return TEXT_TYPES.has(type) ? `FORMAT:UTF8,${generated}` : generated;
}

/** A list of names as a section. Names of one kind need a number behind a point, or the later replaces the earlier. */
function namesAsSection(value: string): ExtensionValue {
  const entries = value.split(',').map((entry) => {
    const colon = entry.indexOf(':');
    return colon < 0
      ? { name: entry.trim(), text: undefined }
      : { name: entry.slice(0, colon).trim(), text: entry.slice(colon + 1).trim() };
  });
  // What is not of this form is for OpenSSL to refuse.
  if (entries.some(({ name, text }) => name === '' || text === undefined || text === '')) return { value, section: '' };
  const critical = '';
  const section = entries.map(({ name, text = '' }, index) => {
    const semicolon = text.indexOf(';');
    const isOther = OTHER_NAME.test(name) && semicolon > 0 && NON_ASCII.test(text);
    const written = isOther ? `${text.slice(0, semicolon + 1)}${asUtf8(text.slice(semicolon + 1))}` : text;
    return `${name.replace(/\..*$/, '')}.${index}\0${written}\0`;
  });
  return { value: `${critical}@values`, section: section.join('') };
}

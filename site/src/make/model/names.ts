/** Lines of text as names. */
import type { GeneralNameInput, Name, NameAttribute, SubjectNameInput } from 'tsopenssl/pki';

/** Parts of a text that stand on lines of their own, or between commas and blanks. */
export const linesOf = (text: string): readonly string[] => text.split(/[\n,;]+/).flatMap((line) => line.trim() || []);

/** Whom a certificate names: hosts and addresses as they are, mail by its @, URIs by their scheme. */
export function subjectName(text: string): SubjectNameInput {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { type: 'uri', value: text };
  return text.includes('@') ? { type: 'email', value: text } : text;
}

/** What a CA is bound to: a domain and all below it, an address of mail, a range of IP addresses. */
export function constraint(text: string): GeneralNameInput {
  if (text.includes('@')) return { type: 'email', value: text };
  const isRange = /\/\d+$/.test(text) || /^[\d.]+$/.test(text) || /^[\da-f:]*:[\da-f:]*$/i.test(text);
  if (isRange) return { type: 'ip', value: text };
  return { type: 'dns', value: text };
}

/** Controls, what turns the direction of a line, and what ends one: a file must not move the words around it. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text of a file as a line of the page can hold it. */
export const printable = (text: string): string =>
  text.replace(CONTROL, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);

/** What people call somebody: the common name, or the first that there is. */
export function called(subject: Name, names: readonly { readonly value: unknown }[] = []): string {
  const attributes = subject.flat();
  const common = attributes.find(({ type }) => type === 'CN') ?? attributes.at(-1);
  const [first] = names;
  return printable(common?.value ?? (typeof first?.value === 'string' ? first.value : ''));
}

/** A name in one line. */
export const nameLine = (name: Name): string =>
  name.map((place) => place.map(({ type, value }) => `${type}=${printable(value)}`).join(' + ')).join(', ');

/** Attributes of a subject that were filled in. */
export function subjectOf(parts: readonly (readonly [type: string, value: string])[]): readonly NameAttribute[] {
  return parts.flatMap(([type, value]) => (value === '' ? [] : [{ type, value }]));
}

/** A part of a file's name: letters and digits of any script, what stands between them as a dash. */
export function fileStem(title: string, otherwise: string): string {
  const stem = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}.]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  return stem === '' ? otherwise : stem;
}

/** Subjects as they are typed: `CN=Anna, O=Example`, or a common name alone. */
import type { NameAttribute, NameInput } from '../../pki/index.js';
import { type CliError, misused } from '../frame/exit.js';

/** A name that cannot be. */
export const badName = (message: string): CliError => misused(message);

/**
 * Reads a subject. Attributes stand behind commas, several of one place behind plus signs; a backslash takes the meaning from
 * what follows it, and quotes from all within. Text without `=` is a common name.
 */
export function subjectOf(text: string): NameInput {
  if (text.trim() === '') throw badName('a subject must not be empty; leave the option out instead');
  if (!/[=\\"]/.test(text)) return text;
  return split(text, ',').map((place) => split(place, '+').map(attributeOf));
}

function attributeOf(text: string): NameAttribute {
  const at = text.indexOf('=');
  const type = text.slice(0, at).trim();
  if (at < 1 || !/^[A-Za-z0-9.-]+$/.test(type))
    throw badName(`a subject is made of parts such as CN=Anna or O=Example, and this is none: ${text.trim()}`);
  return { type, value: plain(text.slice(at + 1).trim()) };
}

/** Takes text apart where a sign stands that is neither quoted nor behind a backslash. */
function split(text: string, sign: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '\\') {
      parts[parts.length - 1] += letter + (text[++at] ?? '');
      continue;
    }
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === sign && !isQuoted) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  if (isQuoted) throw badName(`a quote is not closed: ${text}`);
  return parts;
}

const plain = (text: string): string => text.replace(/\\(.)|"/gs, (_all, letter: string | undefined) => letter ?? '');

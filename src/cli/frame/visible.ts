/**
 * Text of others on a terminal: names from certificates, of files, and words of servers. What could move the cursor, change
 * colours, hide or turn round what stands beside it is shown by its number, so that no name passes for another.
 */

/**
 * Controls (C0, C1, DEL), lone surrogates, what orders text (bidi), what has no width, separators of lines, tags, and all that
 * Unicode calls format or private use.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** One line of text in which everything can be seen: `evil\u{202E}` for a right-to-left override. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}

/** As {@link visible}, where the text has lines of its own. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

/** JSON whose strings hold the same and whose text can be shown anywhere: what is hidden is escaped as JSON has it. */
export function visibleJson(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, null, indent);
  // The line feeds between the members are JSON's own: within strings they are escaped already.
  return text.replace(HIDDEN, (letter) => (letter === '\n' ? letter : unitsOf(letter)));
}

function unitsOf(letter: string): string {
  let escaped = '';
  for (let at = 0; at < letter.length; at++) escaped += `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`;
  return escaped;
}

/** A path or argument as a shell takes it. */
export function shellWord(text: string): string {
  const named = text.startsWith('-') && text !== '-' ? `./${text}` : text;
  return /^[\w./:@%+=,-]+$/.test(named) ? named : `'${named.replaceAll("'", "'\\''")}'`;
}

/** Names in words. A value that holds what joins names is quoted, so that no name passes for two. */
import type { GeneralName, Name } from '../../pki/index.js';

/** A name, its root first: `O=Example, CN=Anna`. */
export function nameText(name: Name): string {
  if (name.length === 0) return '(no name)';
  return name.map((place) => place.map(({ type, value }) => `${type}=${quotedIfNeeded(value)}`).join(' + ')).join(', ');
}

/** The shortest that says who it is. */
export function shortNameOf(name: Name, names: readonly GeneralName[] = []): string {
  const common = name.flat().find(({ type }) => type === 'CN')?.value;
  if (common !== undefined) return quotedIfNeeded(common);
  const [first] = names;
  return first === undefined ? nameText(name) : generalNameText(first);
}

/** A general name; its kind is said where it is neither a DNS name nor an address. */
export function generalNameText(name: GeneralName): string {
  switch (name.type) {
    case 'dns':
    case 'ip':
      return quotedIfNeeded(name.value);
    case 'dirName':
      return `directory name ${quotedIfNeeded(nameText(name.value))}`;
    case 'otherName':
      return `other name ${name.oid} ${quotedIfNeeded(name.value)}`;
    default:
      return `${name.type} ${quotedIfNeeded(name.value)}`;
  }
}

/** Names behind each other. */
export const generalNamesText = (names: readonly GeneralName[]): string => names.map(generalNameText).join(', ');

function quotedIfNeeded(value: string): string {
  return /[,+="\\;<>#()]|^\s|\s$|^$/.test(value) ? JSON.stringify(value) : value;
}

/** JSON: keys of the web, and what else servers answer. */
import { printable } from '../model/name-text.js';
import type { Verdict } from './kinds.js';

/** Larger JSON is told by its first letters alone. */
const MAX_JSON = 1 << 20;
const MAX_WORD = 64;
/** What makes a key a private one (RFC 7518, 6). */
const SECRETS = ['d', 'k', 'priv'];

/** What JSON is. */
export function jsonKind(text: string, head: string): Verdict | undefined {
  if (!/^[[{]/.test(head)) return undefined;
  const value = text.length <= MAX_JSON ? parsed(text) : undefined;
  if (value === undefined && !/^\{\s*"|^\[\s*[[{"\d\]-]/.test(head)) return undefined;
  return keyKind(value) ?? { kind: 'json', sentence: `This is JSON${errorOf(value)}, not a certificate.` };
}

function keyKind(value: unknown): Verdict | undefined {
  if (!isRecord(value)) return undefined;
  const { kty, keys } = value;
  if (Array.isArray(keys) && keys.every((key) => isRecord(key) && typeof key['kty'] === 'string'))
    return { kind: 'jwks', keys: keys.length, sentence: `This is a set of ${keys.length} JSON Web Keys (JWKS).` };
  if (typeof kty !== 'string' || kty.length > MAX_WORD) return undefined;
  const { crv } = value;
  const curve = typeof crv === 'string' && crv.length <= MAX_WORD ? `, ${crv}` : '';
  const algorithm = `${kty}${curve}`;
  const shown = printable(algorithm);
  if (SECRETS.some((name) => typeof value[name] === 'string'))
    return {
      ...{ kind: 'private-key', format: 'jwk', algorithm, encrypted: false },
      sentence: `This is a secret JSON Web Key (${shown}), and no password protects it.`,
    };
  return { ...{ kind: 'public-key', format: 'jwk', algorithm }, sentence: `This is a public JSON Web Key (${shown}).` };
}

/** What a server says of its error, where it says it as most do (RFC 9457 too). */
function errorOf(value: unknown): string {
  if (!isRecord(value)) return '';
  for (const name of ['detail', 'title', 'error_description', 'message', 'error']) {
    const said = value[name];
    if (typeof said === 'string' && said !== '') return `, which says "${printable(said.slice(0, 200))}"`;
  }
  return '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Looks for secrets in the whole memory of the instance: what is found after everything was disposed of has leaked. */
import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { expect } from 'vitest';
import { wasm } from '../../src/ffi/instance.js';

/** A secret is found where this many bytes of it stand together. */
const WINDOW = 8;
/** Text of two bytes a character is half known. */
const WIDE_WINDOW = 16;
/** A window of fewer different bytes stands anywhere by chance: zeros, paddings. */
const LEAST_DISTINCT = 5;
const PREFIX_BITS = 16;

interface Secret {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly window: number;
}

/** The secrets of one test. They are kept in JavaScript's memory, so that none is planted by being noted. */
export class Planted {
  readonly #secrets: Secret[] = [];

  /** Notes bytes as they are. */
  bytes(name: string, bytes: Uint8Array): void {
    expect(bytes.length).toBeGreaterThanOrEqual(WINDOW);
    this.#secrets.push({ name, bytes: bytes.slice(), window: WINDOW });
  }

  /** Notes an integer, given big-endian, in the two orders that it is kept in: of files, and of limbs. */
  integer(name: string, bigEndian: Uint8Array): void {
    this.bytes(name, bigEndian);
    this.bytes(`${name} in limbs`, bigEndian.toReversed());
  }

  /** Notes text, as UTF-8 and as PKCS #12 has it (RFC 7292, B.1). */
  text(name: string, text: string): void {
    this.bytes(name, new TextEncoder().encode(text));
    const wide = Uint8Array.from([...text].flatMap((character) => [0, character.charCodeAt(0)]));
    this.#secrets.push({ name: `${name} as BMPString`, bytes: wide, window: WIDE_WINDOW });
  }

  /** Notes what is private in a key, and its file forms. */
  key(name: string, key: KeyObject): void {
    const jwk: JsonWebKey = key.asymmetricKeyType === 'dsa' ? {} : key.export({ format: 'jwk' });
    for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const) {
      const value = jwk[part];
      if (value !== undefined) this.integer(`${part} of ${name}`, Buffer.from(value, 'base64url'));
    }
    this.pem(name, String(key.export({ format: 'pem', type: 'pkcs8' })));
  }

  /** As {@link key}, of a key in DER that node:crypto can read. */
  keyDer(name: string, der: Uint8Array): void {
    this.key(name, createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' }));
  }

  /** Notes a PEM text without what all of its kind have in common: the lines, and the first 48 characters. */
  pem(name: string, pem: string): void {
    const base64 = pem.replace(/-----[^-]+-----/g, '').trim();
    this.bytes(`PEM of ${name}`, new TextEncoder().encode(base64.slice(48)));
  }

  /** How many secrets are noted. */
  get size(): number {
    return this.#secrets.length;
  }

  /** Where in the memory a part of a secret stands: the name and the address of each place, the stack marked as such. */
  found(): string[] {
    const memory = new Uint8Array(wasm().memory.buffer);
    const { prefixes, windows } = index(this.#secrets);
    const places = new Map<string, number>();
    const last = memory.length - WIDE_WINDOW;
    for (let at = 0; at < last; at++) {
      const prefix = ((memory[at] as number) << 8) | (memory[at + 1] as number);
      if (prefixes[prefix] === 0) continue;
      const candidates = windows.get(keyAt(memory, at));
      for (const { secret, offset } of candidates ?? []) {
        if (places.has(secret.name) || !matches(memory, at, secret, offset)) continue;
        places.set(secret.name, at);
      }
    }
    const stack = wasm().stack_left();
    return [...places].map(([name, at]) => `${name} at ${at}${at < stack ? ' (stack)' : ''}`);
  }
}

/**
 * Runs what notes secrets and disposes of everything; then none of them may be left.
 * @param body - may look at {@link Planted.found} while it holds something
 */
export function leavesNothing(body: (planted: Planted) => void): void {
  const planted = new Planted();
  body(planted);
  expect(planted.size).toBeGreaterThan(0);
  expect(planted.found()).toEqual([]);
}

interface Window {
  readonly secret: Secret;
  readonly offset: number;
}

/** Every window of every secret by its first four bytes, and which first two bytes there are. */
function index(secrets: readonly Secret[]) {
  const prefixes = new Uint8Array(1 << PREFIX_BITS);
  const windows = new Map<number, Window[]>();
  for (const secret of secrets) {
    for (let offset = 0; offset + secret.window <= secret.bytes.length; offset++) {
      if (new Set(secret.bytes.subarray(offset, offset + secret.window)).size < LEAST_DISTINCT) continue;
      prefixes[((secret.bytes[offset] as number) << 8) | (secret.bytes[offset + 1] as number)] = 1;
      const key = keyAt(secret.bytes, offset);
      windows.set(key, [...(windows.get(key) ?? []), { secret, offset }]);
    }
  }
  return { prefixes, windows };
}

function keyAt(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16)) ^
    (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number))
  );
}

function matches(memory: Uint8Array, at: number, { bytes, window }: Secret, offset: number): boolean {
  for (let i = 0; i < window; i++) if (memory[at + i] !== bytes[offset + i]) return false;
  return true;
}

/**
 * Which of the two modules runs here. Both are the same OpenSSL; `wide` uses wide arithmetic (64×64→128-bit products),
 * which makes public-key work faster where the engine has it, and is no valid module elsewhere.
 */
import { wasm } from './instance.js';
import { readCString } from './memory.js';

/** `simd` runs in every supported engine, `wide` where there is wide arithmetic. */
export type Variant = 'simd' | 'wide';

/** `(func (param i64 i64) (result i64 i64) local.get 0 local.get 1 i64.mul_wide_u)`: the smallest module that needs it. */
// biome-ignore format: one section a line
const PROBE = Uint8Array.of(
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  1, 8, 1, 0x60, 2, 0x7e, 0x7e, 2, 0x7e, 0x7e,
  3, 2, 1, 0,
  10, 10, 1, 8, 0, 0x20, 0, 0x20, 1, 0xfc, 22, 0x0b,
);

let preferred: Variant | undefined;

/**
 * Chooses the module against what the engine would suggest; counts only before the first call into OpenSSL. In Node, Deno
 * and Bun the environment variable `TSOPENSSL_VARIANT` does the same.
 * @param variant - `wide` fails to load where the engine has no wide arithmetic
 * @throws {RangeError} for another name
 */
export function preferVariant(variant: Variant): void {
  preferred = checked(variant);
}

/** The variant to load: what was asked for, or the best that this engine can run. */
export function chooseVariant(): Variant {
  const asked = preferred ?? environment();
  return asked === undefined ? bestVariant() : checked(asked);
}

/** The best variant that this engine can run. */
export function bestVariant(): Variant {
  return WebAssembly.validate(PROBE) ? 'wide' : 'simd';
}

/** The variant that is loaded; loads one where none is yet. */
export function moduleVariant(): Variant {
  return checked(readCString(wasm().build_variant()));
}

function checked(name: string): Variant {
  if (name !== 'simd' && name !== 'wide') throw new RangeError(`${JSON.stringify(name)} is no variant: simd or wide`);
  return name;
}

function environment(): string | undefined {
  try {
    const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
    return process?.env?.['TSOPENSSL_VARIANT'] || undefined;
  } catch {
    // Deno without the permission to read it.
    return undefined;
  }
}

/** The budget of what users download: a module that grows past it fails here, and somebody decides. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { expect, test } from 'vitest';

/**
 * Bytes, compressed as a server does that compresses once. The kit brought OCSP, time stamps, messages in pieces, keys by scrypt and
 * OpenSSH's bcrypt, and keys that are elsewhere: 16 KB.
 */
const BUDGET = { 'openssl.wasm': 705_000, 'openssl.wide.wasm': 725_000 };

for (const [name, limit] of Object.entries(BUDGET)) {
  test(`${name} is within ${limit / 1000} KB`, () => {
    const module = readFileSync(new URL(`../../dist/${name}`, import.meta.url));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: module.length };
    const size = brotliCompressSync(module, { params }).length;
    console.log(`${name}: ${size} bytes compressed, ${module.length} bytes in all`);
    expect(size).toBeLessThanOrEqual(limit);
  });
}

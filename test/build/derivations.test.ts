/** That there is one way to a key derivation, the one that the shim counts at: read off the source that is built. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = new URL('../../openssl-src/', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(join(ROOT, 'pin.json'), 'utf8')) as { version: string };
const SOURCE = join(ROOT, `openssl-${version}`);

/** The lines of OpenSSL's libraries that match, each with its file. */
function linesWith(pattern: RegExp): string[] {
  return ['crypto', 'providers', 'ssl'].flatMap((folder) =>
    readdirSync(join(SOURCE, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.c'))
      .flatMap((name) =>
        readFileSync(join(SOURCE, folder, name), 'utf8')
          .split('\n')
          .filter((line) => pattern.test(line))
          .map((line) => `${folder}/${name}: ${line.trim()}`),
      ),
  );
}

it.skipIf(!existsSync(SOURCE))(
  'EVP_KDF_derive is in front of every derivation (needs the source that npm run build unpacks)',
  () => {
    // A provider's function is called through the method that EVP_KDF holds, in one place.
    expect(linesWith(/\bmeth->derive\(/)).toEqual([
      'crypto/evp/kdf_lib.c: return ctx->meth->derive(ctx->algctx, key, keylen, params);',
    ]);
    expect(linesWith(/OSSL_FUNC_kdf_derive\(/)).toEqual([
      'crypto/evp/kdf_meth.c: kdf->derive = OSSL_FUNC_kdf_derive(fns);',
    ]);
    // That place is in a file of its own: each caller goes through the linker's --wrap.
    const callers = linesWith(/\bEVP_KDF_derive\(/).map((line) => line.split(':')[0]);
    expect(callers.filter((file) => file === 'crypto/evp/kdf_lib.c')).toHaveLength(1);
    for (const file of [
      'crypto/evp/p5_crpt.c',
      'crypto/evp/p5_crpt2.c',
      'crypto/evp/pbe_scrypt.c',
      'crypto/pkcs12/p12_key.c',
    ]) {
      expect(callers).toContain(file);
    }
    // Loops that hash as often as they are told: the three that are counted, and one beside them.
    const loops = linesWith(/for \(.*; \w+ < (\(unsigned int\))?(iter|count); /).map((line) => line.split(':')[0]);
    expect(loops.filter((file) => /kdfs|evp_key/.test(file ?? '')).sort()).toEqual([
      'crypto/evp/evp_key.c',
      'providers/implementations/kdfs/pbkdf1.c',
      'providers/implementations/kdfs/pbkdf2.c',
      'providers/implementations/kdfs/pkcs12kdf.c',
    ]);
    // That one is told once: legacy PEM encryption hashes no oftener.
    expect(linesWith(/\bEVP_BytesToKey\(/).map((line) => line.split(':')[0])).toEqual([
      'crypto/evp/evp_key.c',
      'crypto/pem/pem_lib.c',
      'crypto/pem/pem_lib.c',
    ]);
    expect(readFileSync(join(SOURCE, 'crypto/pem/pem_lib.c'), 'utf8').match(/, 1, key, NULL\)\)/g)).toHaveLength(2);
  },
);

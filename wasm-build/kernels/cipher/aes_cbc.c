/*
 * AES-CBC of any length: encryption block by block (aes_vperm.c), decryption of eight at once (aes_bitslice.c).
 *
 * Hook: the object defines the symbol of crypto/aes/aes_cbc.c and is linked before libcrypto.a.
 */
#include "internal/deprecated.h"
#include <openssl/modes.h>

#include "aes.h"

void AES_cbc_encrypt(const unsigned char *in, unsigned char *out, size_t length, const AES_KEY *key, unsigned char *ivec,
    const int enc)
{
    size_t blocks = length / 16, rest = length % 16;

    if (enc)
        wasm_aes_cbc_encrypt(in, out, blocks, key, ivec);
    else
        wasm_aes_cbc_decrypt(in, out, blocks, key, ivec);
    /* The public function takes any length; OpenSSL's own generic mode says what a cut block means. */
    if (rest != 0) {
        in += 16 * blocks;
        out += 16 * blocks;
        if (enc)
            CRYPTO_cbc128_encrypt(in, out, rest, key, ivec, (block128_f)AES_encrypt);
        else
            CRYPTO_cbc128_decrypt(in, out, rest, key, ivec, (block128_f)AES_decrypt);
    }
}

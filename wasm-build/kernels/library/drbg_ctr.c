/*
 * The generator of random numbers (SP 800-90A, 10.2.1) without a copy of what it gave last. Where a request is no multiple of
 * a block, OpenSSL's CTR mode keeps the whole last block beside its counter until the next such request: up to 15 bytes of
 * somebody's private key, for as long as the generator lives. Here the last block is made whole, and wiped.
 *
 * Hook: OpenSSL's own file, with its one operation on the cipher in other words; the numbers are the same.
 */
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#define BLOCK 16

static int update_in_blocks(EVP_CIPHER_CTX *ctx, unsigned char *out, int *outl, const unsigned char *in, int inl)
{
    unsigned char block[BLOCK] = { 0 };
    int tail = inl % BLOCK, whole = inl - tail, written = 0, ok = 1;

    if (whole > 0)
        ok = EVP_CipherUpdate(ctx, out, &written, in, whole) && written == whole;
    if (ok && tail > 0) {
        memcpy(block, in + whole, (size_t)tail);
        ok = EVP_CipherUpdate(ctx, block, &written, block, BLOCK) && written == BLOCK;
        memcpy(out + whole, block, (size_t)tail);
        OPENSSL_cleanse(block, sizeof(block));
    }
    *outl = inl;
    return ok;
}

#define EVP_CipherUpdate(ctx, out, outl, in, inl) update_in_blocks(ctx, out, outl, in, inl)

#include "providers/implementations/rands/drbg_ctr.c"

/*
 * Ed25519, Ed25519ctx and Ed25519ph (RFC 8032, 5.1), with the interface and the verdicts of OpenSSL: s must be below L, and R
 * must be the one encoding of the point that the equation without cofactor gives, while A may have another.
 */
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/sha.h>

/* What is hashed: a few pieces, one after the other */
typedef struct {
    const uint8_t *bytes;
    size_t len;
} piece;

typedef struct {
    EVP_MD *md;
    EVP_MD_CTX *ctx;
    /* dom2, a prefix of what is hashed: text, flags and context; all empty where there is none. */
    uint8_t flags[2];
    piece prefix[3];
} hasher;

static void hasher_free(hasher *h)
{
    EVP_MD_CTX_free(h->ctx);
    EVP_MD_free(h->md);
}

/* 0 where the flags and the context do not go together, and where there is no memory or no SHA-512 */
static int hasher_new(hasher *h, int has_prefix, int is_hashed, int needs_context, const uint8_t *context,
    size_t context_len, OSSL_LIB_CTX *libctx, const char *propq)
{
    static const char text[] = "SigEd25519 no Ed25519 collisions";

    memset(h, 0, sizeof(*h));
    if (context == NULL)
        context_len = 0;
    if ((needs_context && context_len == 0) || context_len > (has_prefix ? UINT8_MAX : 0))
        return 0;
    if (has_prefix) {
        h->flags[0] = is_hashed != 0;
        h->flags[1] = (uint8_t)context_len;
        h->prefix[0] = (piece) { (const uint8_t *)text, sizeof(text) - 1 };
        h->prefix[1] = (piece) { h->flags, sizeof(h->flags) };
        h->prefix[2] = (piece) { context, context_len };
    }
    h->md = EVP_MD_fetch(libctx, SN_sha512, propq);
    h->ctx = EVP_MD_CTX_new();
    if (h->md != NULL && h->ctx != NULL)
        return 1;
    hasher_free(h);
    return 0;
}

static int update(hasher *h, const piece *pieces, int count)
{
    for (int i = 0; i < count; i++)
        if (pieces[i].len > 0 && !EVP_DigestUpdate(h->ctx, pieces[i].bytes, pieces[i].len))
            return 0;
    return 1;
}

/* The hash of the pieces behind the prefix, modulo L */
static int hash_to_scalar(uint32_t *scalar, hasher *h, const piece *pieces, int count)
{
    uint32_t words[SHA512_DIGEST_LENGTH / 4];
    int ok = EVP_DigestInit_ex(h->ctx, h->md, NULL) && update(h, h->prefix, 3) && update(h, pieces, count)
        && EVP_DigestFinal_ex(h->ctx, (uint8_t *)words, NULL);

    if (ok)
        scalar_reduce(scalar, words);
    OPENSSL_cleanse(words, sizeof(words));
    return ok;
}

/* The two halves of a private key's hash: the secret scalar, and the key of the nonces */
typedef struct {
    uint32_t scalar[SCALAR_WORDS];
    uint8_t nonce_key[32];
} expanded;

static int expand(expanded *r, const uint8_t *private_key, const EVP_MD *md)
{
    if (!EVP_Digest(private_key, 32, (uint8_t *)r, NULL, md, NULL))
        return 0;
    r->scalar[0] &= ~UINT32_C(7);
    r->scalar[7] = (r->scalar[7] & 0x3fffffff) | 0x40000000;
    return 1;
}

static void encode_multiple_of_base(uint8_t *out, const uint32_t *k)
{
    point p;

    multiply_base(&p, k);
    point_encode(out, &p);
    OPENSSL_cleanse(&p, sizeof(p));
}

int ossl_ed25519_public_from_private(OSSL_LIB_CTX *libctx, uint8_t out[32], const uint8_t private_key[32], const char *propq)
{
    EVP_MD *md = EVP_MD_fetch(libctx, SN_sha512, propq);
    expanded key;
    int ok = md != NULL && expand(&key, private_key, md);

    if (ok)
        encode_multiple_of_base(out, key.scalar);
    EVP_MD_free(md);
    OPENSSL_cleanse(&key, sizeof(key));
    return ok;
}

int ossl_ed25519_sign(uint8_t *out, const uint8_t *message, size_t message_len, const uint8_t public_key[32],
    const uint8_t private_key[32], const uint8_t has_prefix, const uint8_t is_hashed, const uint8_t needs_context,
    const uint8_t *context, size_t context_len, OSSL_LIB_CTX *libctx, const char *propq)
{
    expanded key;
    uint32_t nonce[SCALAR_WORDS], challenge[SCALAR_WORDS];
    const piece secret[] = { { key.nonce_key, 32 }, { message, message_len } };
    const piece public[] = { { out, 32 }, { public_key, 32 }, { message, message_len } };
    hasher h;
    int ok;

    if (!hasher_new(&h, has_prefix, is_hashed, needs_context, context, context_len, libctx, propq))
        return 0;
    ok = expand(&key, private_key, h.md) && hash_to_scalar(nonce, &h, secret, 2);
    if (ok) {
        encode_multiple_of_base(out, nonce);
        ok = hash_to_scalar(challenge, &h, public, 3);
    }
    if (ok) {
        scalar_mul_add(nonce, challenge, key.scalar, nonce);
        memcpy(out + 32, nonce, 32);
    }
    hasher_free(&h);
    OPENSSL_cleanse(&key, sizeof(key));
    OPENSSL_cleanse(nonce, sizeof(nonce));
    return ok;
}

int ossl_ed25519_pubkey_verify(const uint8_t *public_key, size_t len)
{
    point a;

    return len == 32 && point_decode_vartime(&a, public_key, 0);
}

int ossl_ed25519_verify(const uint8_t *message, size_t message_len, const uint8_t signature[64], const uint8_t public_key[32],
    const uint8_t has_prefix, const uint8_t is_hashed, const uint8_t needs_context, const uint8_t *context,
    size_t context_len, OSSL_LIB_CTX *libctx, const char *propq)
{
    const piece pieces[] = { { signature, 32 }, { public_key, 32 }, { message, message_len } };
    uint32_t s[SCALAR_WORDS], challenge[SCALAR_WORDS];
    uint8_t canonical[32];
    point minus_a, r;
    hasher h;
    int ok;

    memcpy(s, signature + 32, sizeof(s));
    if (!scalar_is_reduced(s) || !point_decode_vartime(&minus_a, public_key, 1) || !point_decode_vartime(&r, signature, 0))
        return 0;
    encode_coordinates(canonical, &r.x, &r.y);
    if (memcmp(canonical, signature, sizeof(canonical)) != 0
        || !hasher_new(&h, has_prefix, is_hashed, needs_context, context, context_len, libctx, propq))
        return 0;
    ok = hash_to_scalar(challenge, &h, pieces, 3);
    hasher_free(&h);
    return ok && is_equation_true(s, challenge, &minus_a, &r);
}

/*
 * The key schedule of TLS 1.3 (RFC 8446, 7.1) over HKDF (RFC 5869) and HMAC (RFC 2104): the provider's TLS13-KDF.
 *
 * Why: a handshake derives two dozen secrets of both sides. OpenSSL's own goes through its general interfaces for each: a
 * context, copies of all inputs, the digest looked up by name, three digest contexts; some 2.4 us, where the four blocks
 * that are hashed take 0.5.
 * How: the hash functions are called themselves, and nothing is allocated.
 *
 * Hook: providers/implementations/kdfs/hkdf.c is compiled with its table of this name renamed. All parameters come with the
 * derivation, as libssl gives them: there is no context that could keep any. The hash functions are the two that TLS 1.3
 * has (RFC 8446, B.4).
 * Constant time: branches depend on lengths and on which hash it is.
 */
#include <string.h>

#include "internal/deprecated.h"
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/proverr.h>
#include <openssl/sha.h>

/* The hook renames what OpenSSL's file defines, not what this one does. */
#undef ossl_kdf_tls1_3_kdf_functions
#include "prov/implementations.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define MAX_BLOCK SHA512_CBLOCK
#define MAX_HASH SHA384_DIGEST_LENGTH
/* Most bytes of each half of an HkdfLabel. */
#define MAX_HALF 255

typedef struct {
    int is_sha384;
    union {
        SHA256_CTX sha256;
        SHA512_CTX sha512;
    } state;
} hash;

typedef struct {
    hash inner, outer;
} hmac;

typedef struct {
    const unsigned char *bytes;
    size_t len;
} octets;

/* What the parameters of a derivation say. */
typedef struct {
    int mode, is_sha384;
    octets key, salt, prefix, label, data;
} schedule;

static size_t hash_size(int is_sha384)
{
    return is_sha384 ? SHA384_DIGEST_LENGTH : SHA256_DIGEST_LENGTH;
}

static void hash_begin(hash *h, int is_sha384)
{
    h->is_sha384 = is_sha384;
    if (is_sha384)
        SHA384_Init(&h->state.sha512);
    else
        SHA256_Init(&h->state.sha256);
}

static void hash_add(hash *h, const void *bytes, size_t len)
{
    if (h->is_sha384)
        SHA384_Update(&h->state.sha512, bytes, len);
    else
        SHA256_Update(&h->state.sha256, bytes, len);
}

static void hash_end(unsigned char *out, hash *h)
{
    if (h->is_sha384)
        SHA384_Final(out, &h->state.sha512);
    else
        SHA256_Final(out, &h->state.sha256);
}

static void hmac_begin(hmac *h, int is_sha384, octets key)
{
    unsigned char pad[MAX_BLOCK] = { 0 };
    size_t block = is_sha384 ? SHA512_CBLOCK : SHA256_CBLOCK;

    if (key.len > block) {
        hash_begin(&h->inner, is_sha384);
        hash_add(&h->inner, key.bytes, key.len);
        hash_end(pad, &h->inner);
    } else if (key.len > 0) {
        memcpy(pad, key.bytes, key.len);
    }
    for (size_t i = 0; i < block; i++)
        pad[i] ^= 0x36;
    hash_begin(&h->inner, is_sha384);
    hash_add(&h->inner, pad, block);
    for (size_t i = 0; i < block; i++)
        pad[i] ^= 0x36 ^ 0x5c;
    hash_begin(&h->outer, is_sha384);
    hash_add(&h->outer, pad, block);
    OPENSSL_cleanse(pad, sizeof(pad));
}

/* h has taken its key and its message, and is not to be used again. */
static void hmac_end(unsigned char *out, hmac *h)
{
    size_t size = hash_size(h->inner.is_sha384);
    unsigned char inner[MAX_HASH];

    hash_end(inner, &h->inner);
    hash_add(&h->outer, inner, size);
    hash_end(out, &h->outer);
    OPENSSL_cleanse(inner, sizeof(inner));
}

/* HKDF-Expand (RFC 5869, 2.3) */
static void expand(unsigned char *out, size_t len, int is_sha384, octets key, const unsigned char *info, size_t info_len)
{
    size_t size = hash_size(is_sha384);
    unsigned char block[MAX_HASH];
    hmac keyed, h;

    hmac_begin(&keyed, is_sha384, key);
    for (unsigned char i = 1; len > 0; i++) {
        size_t part = len < size ? len : size;

        h = keyed;
        if (i > 1)
            hash_add(&h.inner, block, size);
        hash_add(&h.inner, info, info_len);
        hash_add(&h.inner, &i, 1);
        hmac_end(block, &h);
        memcpy(out, block, part);
        out += part;
        len -= part;
    }
    OPENSSL_cleanse(block, sizeof(block));
    OPENSSL_cleanse(&keyed, sizeof(keyed));
    OPENSSL_cleanse(&h, sizeof(h));
}

static unsigned char *append(unsigned char *at, octets o)
{
    if (o.len > 0)
        memcpy(at, o.bytes, o.len);
    return at + o.len;
}

/* HKDF-Expand-Label (RFC 8446, 7.1); data is the Context. */
static int expand_label(unsigned char *out, size_t len, const schedule *s, octets key, octets data)
{
    unsigned char info[2 + 2 * (1 + MAX_HALF)], *at = info;

    if (s->prefix.len > MAX_HALF || s->label.len > MAX_HALF - s->prefix.len || data.len > MAX_HALF
        || len > 255 * hash_size(s->is_sha384)) {
        ERR_raise(ERR_LIB_PROV, PROV_R_INVALID_DATA);
        return 0;
    }
    *at++ = (unsigned char)(len >> 8);
    *at++ = (unsigned char)len;
    *at++ = (unsigned char)(s->prefix.len + s->label.len);
    at = append(append(at, s->prefix), s->label);
    *at++ = (unsigned char)data.len;
    at = append(at, data);
    expand(out, len, s->is_sha384, key, info, (size_t)(at - info));
    return 1;
}

/* One stage of the schedule: Derive-Secret(salt, "derived", "") unless it is the first, then HKDF-Extract with the key. */
static int extract(unsigned char *out, size_t len, const schedule *s)
{
    static const unsigned char zeros[MAX_HASH];
    size_t size = hash_size(s->is_sha384);
    unsigned char derived[MAX_HASH], nothing[MAX_HASH];
    octets salt = { zeros, size }, key = s->key;
    hmac h;
    int ok = 1;

    if (len != size) {
        ERR_raise(ERR_LIB_PROV, PROV_R_WRONG_OUTPUT_BUFFER_SIZE);
        return 0;
    }
    if (key.bytes == NULL)
        key = salt;
    if (s->salt.bytes != NULL) {
        hash_begin(&h.inner, s->is_sha384);
        hash_end(nothing, &h.inner);
        ok = expand_label(derived, size, s, s->salt, (octets) { nothing, size });
        salt.bytes = derived;
    }
    if (ok) {
        hmac_begin(&h, s->is_sha384, salt);
        hash_add(&h.inner, key.bytes, key.len);
        hmac_end(out, &h);
    }
    OPENSSL_cleanse(derived, sizeof(derived));
    OPENSSL_cleanse(&h, sizeof(h));
    return ok;
}

/* libssl gives the name that EVP_MD_get0_name answers: the provider's first. */
static int read_digest(schedule *s, const OSSL_PARAM *p)
{
    const char *name = p->data_type == OSSL_PARAM_UTF8_STRING ? p->data : "";

    s->is_sha384 = strcmp(name, "SHA2-384") == 0;
    if (s->is_sha384 || strcmp(name, "SHA2-256") == 0)
        return 1;
    ERR_raise(ERR_LIB_PROV, PROV_R_INVALID_DIGEST);
    return 0;
}

static int read_parameters(schedule *s, const OSSL_PARAM *p)
{
    const struct {
        const char *name;
        octets *to;
    } strings[] = {
        { OSSL_KDF_PARAM_KEY, &s->key },
        { OSSL_KDF_PARAM_SALT, &s->salt },
        { OSSL_KDF_PARAM_PREFIX, &s->prefix },
        { OSSL_KDF_PARAM_LABEL, &s->label },
        { OSSL_KDF_PARAM_DATA, &s->data },
    };

    s->mode = s->is_sha384 = -1;
    for (; p != NULL && p->key != NULL; p++) {
        if (strcmp(p->key, OSSL_KDF_PARAM_MODE) == 0) {
            if (!OSSL_PARAM_get_int(p, &s->mode))
                return 0;
        } else if (strcmp(p->key, OSSL_KDF_PARAM_DIGEST) == 0) {
            if (!read_digest(s, p))
                return 0;
        } else {
            for (size_t i = 0; i < COUNT(strings); i++)
                if (p->data_type == OSSL_PARAM_OCTET_STRING && strcmp(p->key, strings[i].name) == 0)
                    *strings[i].to = (octets) { p->data, p->data_size };
        }
    }
    if (s->is_sha384 < 0) {
        ERR_raise(ERR_LIB_PROV, PROV_R_MISSING_MESSAGE_DIGEST);
        return 0;
    }
    return 1;
}

static int kdf_derive(void *ctx, unsigned char *out, size_t len, const OSSL_PARAM params[])
{
    schedule s = { 0 };

    (void)ctx;
    if (!read_parameters(&s, params))
        return 0;
    if (s.mode == EVP_KDF_HKDF_MODE_EXTRACT_ONLY)
        return extract(out, len, &s);
    if (s.mode == EVP_KDF_HKDF_MODE_EXPAND_ONLY && s.key.bytes != NULL)
        return expand_label(out, len, &s, s.key, s.data);
    ERR_raise(ERR_LIB_PROV, s.key.bytes == NULL ? PROV_R_MISSING_KEY : PROV_R_INVALID_MODE);
    return 0;
}

/* Nothing is kept between calls. */
static void *kdf_new(void *provctx)
{
    return provctx;
}

static void kdf_free(void *ctx)
{
    (void)ctx;
}

const OSSL_DISPATCH ossl_kdf_tls1_3_kdf_functions[] = {
    { OSSL_FUNC_KDF_NEWCTX, (void (*)(void))kdf_new },
    { OSSL_FUNC_KDF_FREECTX, (void (*)(void))kdf_free },
    { OSSL_FUNC_KDF_DERIVE, (void (*)(void))kdf_derive },
    OSSL_DISPATCH_END,
};

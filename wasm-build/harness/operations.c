/* What the benchmark times: one operation is prepared, then done many times over the same inputs. */
#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "harness.h"
#include "tls_pair.h"

typedef enum { NOTHING, CIPHER, DIGEST, MAC, SIGN, VERIFY, DERIVE, ENCAPSULATE, DECAPSULATE, GENERATE, HANDSHAKE, SEND, RECORD } Kind;

typedef struct {
    const char *name;
    Kind kind;
    const char *algorithm; /* of EVP */
    const char *parameter; /* group, digest or bits */
} Operation;

static const Operation operations[] = {
    { "AES-128-GCM", CIPHER, "AES-128-GCM", NULL },
    { "AES-256-GCM", CIPHER, "AES-256-GCM", NULL },
    { "AES-128-CBC", CIPHER, "AES-128-CBC", NULL },
    { "AES-128-CTR", CIPHER, "AES-128-CTR", NULL },
    { "ChaCha20-Poly1305", CIPHER, "ChaCha20-Poly1305", NULL },
    { "ChaCha20", CIPHER, "ChaCha20", NULL },
    { "Poly1305", MAC, "POLY1305", NULL },
    { "SHA-1", DIGEST, "SHA1", NULL },
    { "SHA-256", DIGEST, "SHA256", NULL },
    { "SHA-512", DIGEST, "SHA512", NULL },
    { "SHA3-256", DIGEST, "SHA3-256", NULL },
    { "P-256 sign", SIGN, "EC", "P-256" },
    { "P-256 verify", VERIFY, "EC", "P-256" },
    { "P-256 ECDH", DERIVE, "EC", "P-256" },
    { "P-384 sign", SIGN, "EC", "P-384" },
    { "P-384 verify", VERIFY, "EC", "P-384" },
    { "RSA-2048 sign", SIGN, "RSA", "2048" },
    { "RSA-2048 verify", VERIFY, "RSA", "2048" },
    { "Ed25519 sign", SIGN, "ED25519", NULL },
    { "Ed25519 verify", VERIFY, "ED25519", NULL },
    { "X25519", DERIVE, "X25519", NULL },
    { "X25519 generate", GENERATE, "X25519", NULL },
    { "X448", DERIVE, "X448", NULL },
    { "ML-KEM-768 generate", GENERATE, "ML-KEM-768", NULL },
    { "ML-KEM-768 encapsulate", ENCAPSULATE, "ML-KEM-768", NULL },
    { "ML-KEM-768 decapsulate", DECAPSULATE, "ML-KEM-768", NULL },
    { "ML-DSA-65 sign", SIGN, "ML-DSA-65", NULL },
    { "ML-DSA-65 verify", VERIFY, "ML-DSA-65", NULL },
    { "TLS 1.3 handshake", HANDSHAKE, "TLS_AES_128_GCM_SHA256", NULL },
    { "TLS send AES-128-GCM", SEND, "TLS_AES_128_GCM_SHA256", NULL },
    { "TLS send ChaCha20-Poly1305", SEND, "TLS_CHACHA20_POLY1305_SHA256", NULL },
    { "TLS record AES-128-GCM", RECORD, "TLS_AES_128_GCM_SHA256", NULL },
    { "TLS record ChaCha20-Poly1305", RECORD, "TLS_CHACHA20_POLY1305_SHA256", NULL },
};

#define MOST_BYTES (1 << 16)

static struct {
    const Operation *operation;
    size_t size;
    EVP_CIPHER_CTX *cipher;
    EVP_MD *md;
    EVP_MD_CTX *digest;
    EVP_MAC_CTX *mac;
    EVP_PKEY *key, *peer;
    EVP_PKEY_CTX *context;
    TlsPair *tls;
    int aead;
    unsigned char key_bytes[64], iv[16], in[MOST_BYTES], out[MOST_BYTES + 64], signature[8192];
    size_t signature_len;
} now;

static void forget(void)
{
    EVP_CIPHER_CTX_free(now.cipher);
    EVP_MD_free(now.md);
    EVP_MD_CTX_free(now.digest);
    EVP_MAC_CTX_free(now.mac);
    EVP_PKEY_free(now.key);
    EVP_PKEY_free(now.peer);
    EVP_PKEY_CTX_free(now.context);
    tls_pair_free(now.tls);
    memset(&now, 0, sizeof(now));
}

static EVP_PKEY *generate(const Operation *o)
{
    if (strcmp(o->algorithm, "EC") == 0)
        return EVP_EC_gen(o->parameter);
    if (strcmp(o->algorithm, "RSA") == 0)
        return EVP_RSA_gen(2048);
    return EVP_PKEY_Q_keygen(NULL, NULL, o->algorithm);
}

static const EVP_MD *digest_of(const Operation *o)
{
    if (strcmp(o->algorithm, "EC") == 0 || strcmp(o->algorithm, "RSA") == 0)
        return o->parameter[2] == '3' ? EVP_sha384() : EVP_sha256();
    return NULL;
}

static int sign(void)
{
    now.signature_len = sizeof(now.signature);
    return EVP_DigestSignInit(now.digest, NULL, digest_of(now.operation), NULL, now.key)
        && EVP_DigestSign(now.digest, now.signature, &now.signature_len, now.in, 32);
}

static int verify(void)
{
    return EVP_DigestVerifyInit(now.digest, NULL, digest_of(now.operation), NULL, now.key)
        && EVP_DigestVerify(now.digest, now.signature, now.signature_len, now.in, 32) == 1;
}

/* Each exchange has a new context, as in a handshake: what is cheap once a context is not what counts. */
static int derive(void)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(now.key, NULL);
    size_t len = sizeof(now.out);
    int ok = ctx != NULL && EVP_PKEY_derive_init(ctx) > 0 && EVP_PKEY_derive_set_peer_ex(ctx, now.peer, 0) > 0
        && EVP_PKEY_derive(ctx, now.out, &len) > 0;

    EVP_PKEY_CTX_free(ctx);
    return ok;
}

static int encapsulate(void)
{
    size_t len = sizeof(now.out);

    now.signature_len = sizeof(now.signature);
    return EVP_PKEY_encapsulate(now.context, now.signature, &now.signature_len, now.out, &len) > 0;
}

static int decapsulate(void)
{
    size_t len = sizeof(now.out);

    return EVP_PKEY_decapsulate(now.context, now.out, &len, now.signature, now.signature_len) > 0;
}

static int encrypt(void)
{
    int len;

    if (now.aead && (!EVP_EncryptInit_ex2(now.cipher, NULL, NULL, now.iv, NULL)
            || !EVP_EncryptUpdate(now.cipher, NULL, &len, now.key_bytes, 13)))
        return 0;
    if (!EVP_EncryptUpdate(now.cipher, now.out, &len, now.in, (int)now.size))
        return 0;
    return !now.aead || (EVP_EncryptFinal_ex(now.cipher, now.out + len, &len)
            && EVP_CIPHER_CTX_ctrl(now.cipher, EVP_CTRL_AEAD_GET_TAG, 16, now.signature));
}

static int setup_cipher(const Operation *o)
{
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, o->algorithm, NULL);
    int ok = cipher != NULL && (now.cipher = EVP_CIPHER_CTX_new()) != NULL
        && EVP_EncryptInit_ex2(now.cipher, cipher, now.key_bytes, now.iv, NULL);

    now.aead = cipher != NULL && (EVP_CIPHER_get_flags(cipher) & EVP_CIPH_FLAG_AEAD_CIPHER) != 0;
    EVP_CIPHER_free(cipher);
    return ok;
}

static int setup_mac(const Operation *o)
{
    EVP_MAC *mac = EVP_MAC_fetch(NULL, o->algorithm, NULL);

    now.mac = EVP_MAC_CTX_new(mac);
    EVP_MAC_free(mac);
    return now.mac != NULL;
}

static int setup_kem(Kind kind)
{
    now.context = EVP_PKEY_CTX_new(now.key, NULL);
    if (now.context == NULL || EVP_PKEY_encapsulate_init(now.context, NULL) <= 0 || !encapsulate())
        return 0;
    return kind == ENCAPSULATE || EVP_PKEY_decapsulate_init(now.context, NULL) > 0;
}

static int setup_key(const Operation *o)
{
    now.key = generate(o);
    now.digest = EVP_MD_CTX_new();
    if (now.key == NULL || now.digest == NULL)
        return 0;
    if (o->kind == VERIFY)
        return sign();
    if (o->kind == DERIVE)
        return (now.peer = generate(o)) != NULL;
    if (o->kind == ENCAPSULATE || o->kind == DECAPSULATE)
        return setup_kem(o->kind);
    return 1;
}

static int prepare(const Operation *o)
{
    switch (o->kind) {
    case CIPHER:
        return setup_cipher(o);
    case DIGEST:
        return (now.md = EVP_MD_fetch(NULL, o->algorithm, NULL)) != NULL && (now.digest = EVP_MD_CTX_new()) != NULL;
    case MAC:
        return setup_mac(o);
    case HANDSHAKE:
    case SEND:
    case RECORD:
        return (now.tls = tls_pair_new(o->algorithm)) != NULL && (o->kind == HANDSHAKE || tls_pair_handshake(now.tls));
    default:
        return setup_key(o);
    }
}

int harness_setup(const char *name, int size)
{
    forget();
    if (size < 0 || size > MOST_BYTES)
        return 0;
    for (size_t i = 0; i < sizeof(now.in); i++)
        now.in[i] = (unsigned char)(13 * i);
    for (size_t i = 0; i < sizeof(now.key_bytes); i++)
        now.key_bytes[i] = (unsigned char)(7 * i + 3);
    now.size = (size_t)size;
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
        if (strcmp(operations[i].name, name) == 0) {
            now.operation = &operations[i];
            return prepare(now.operation);
        }
    }
    return 0;
}

static int once(void)
{
    EVP_PKEY *key;
    size_t len;

    switch (now.operation->kind) {
    case CIPHER:
        return encrypt();
    case DIGEST:
        return EVP_DigestInit_ex2(now.digest, now.md, NULL) && EVP_DigestUpdate(now.digest, now.in, now.size)
            && EVP_DigestFinal_ex(now.digest, now.out, NULL);
    case MAC:
        return EVP_MAC_init(now.mac, now.key_bytes, 32, NULL) && EVP_MAC_update(now.mac, now.in, now.size)
            && EVP_MAC_final(now.mac, now.out, &len, 64);
    case SIGN:
        return sign();
    case VERIFY:
        return verify();
    case DERIVE:
        return derive();
    case ENCAPSULATE:
        return encapsulate();
    case DECAPSULATE:
        return decapsulate();
    case GENERATE:
        key = generate(now.operation);
        EVP_PKEY_free(key);
        return key != NULL;
    case HANDSHAKE:
        return tls_pair_handshake(now.tls);
    case SEND:
        return tls_pair_send(now.tls, now.in, now.out, now.size);
    case RECORD:
        return tls_pair_record(now.tls, now.in, now.out, now.size);
    default:
        return 0;
    }
}

int harness_run(int times)
{
    if (now.operation == NULL)
        return 0;
    while (times-- > 0)
        if (!once())
            return 0;
    return 1;
}

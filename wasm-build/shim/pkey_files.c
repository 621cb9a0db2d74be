/* Keys as PEM, DER and text. */
#include "pbe_cost.h"
#include "shim.h"
#include "ssl_callbacks.h"

/* Whether decrypting a key costs at most what is left. What is no encrypted key costs nothing. */
static int affordable_key(const unsigned char *der, long len, uint64_t *left)
{
    const unsigned char *p = der;
    const X509_ALGOR *algorithm;
    X509_SIG *sealed;
    int ok = 1;

    ERR_set_mark();
    sealed = d2i_X509_SIG(NULL, &p, len);
    ERR_pop_to_mark();
    if (sealed != NULL) {
        X509_SIG_get0(sealed, &algorithm, NULL);
        ok = pbe_spend(left, algorithm);
    }
    X509_SIG_free(sealed);
    return ok;
}

/* The same for every block of a PEM text: OpenSSL passes over blocks that it cannot read, so none is left out. */
static int affordable_pem(BIO *bio, uint64_t left)
{
    int ok = 1;

    while (ok && !BIO_eof(bio)) {
        char *name = NULL, *header = NULL;
        unsigned char *data = NULL;
        long len = 0;

        ERR_set_mark();
        if (!PEM_read_bio(bio, &name, &header, &data, &len))
            len = 0;
        ERR_pop_to_mark();
        if (len > 0 && strcmp(name, PEM_STRING_PKCS8) == 0)
            ok = affordable_key(data, len, &left);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_clear_free(data, (size_t)len);
    }
    return ok;
}

/* The passphrase, if one is needed, comes from the JavaScript of this call; it is hashed at most so many times. */
EXPORT(Owned(EVP_PKEY), pem_read_private_key)(BYTES(pem), int max_iterations)
{
    BIO *bio = bio_over(pem, pem_len);
    EVP_PKEY *key = NULL;

    if (bio != NULL && max_iterations >= 0 && affordable_pem(bio, (uint64_t)max_iterations) && BIO_reset(bio) == 1)
        key = PEM_read_bio_PrivateKey(bio, NULL, on_passphrase, NULL);
    BIO_free(bio);
    return key;
}

/* DER of PKCS#8, of the traditional forms, or of encrypted PKCS#8. */
EXPORT(Owned(EVP_PKEY), der_read_private_key)(BYTES(der), int max_iterations)
{
    uint64_t left = max_iterations < 0 ? 0 : (uint64_t)max_iterations;
    BIO *bio = bio_over(der, der_len);
    EVP_PKEY *key = NULL;

    if (bio == NULL || !affordable_key(der, (long)der_len, &left)) {
        BIO_free(bio);
        return NULL;
    }
    key = d2i_PrivateKey_bio(bio, NULL);
    if (key == NULL && BIO_reset(bio) == 1) {
        ERR_set_mark();
        key = d2i_PKCS8PrivateKey_bio(bio, NULL, on_passphrase, NULL);
        /* The first failure says more about plain input. */
        if (key != NULL)
            ERR_clear_last_mark();
        else
            ERR_pop_to_mark();
        if (key != NULL)
            ERR_clear_error();
    }
    BIO_free(bio);
    return key;
}

EXPORT(Owned(EVP_PKEY), pem_read_public_key)(BYTES(pem))
{
    READ_BIO(EVP_PKEY, pem, PEM_read_bio_PUBKEY(bio_, NULL, NULL, NULL));
}

EXPORT(Owned(EVP_PKEY), der_read_public_key)(BYTES(der))
{
    READ_BIO(EVP_PKEY, der, d2i_PUBKEY_bio(bio_, NULL));
}

/* PKCS#8 PEM; encrypted under `cipher` with the passphrase of this call where a cipher is named. */
EXPORT(Status, pem_write_private_key)(Borrowed(EVP_PKEY) key, CSTRING_OR_NULL(cipher), Out *out)
{
    BIO *bio = BIO_new(BIO_s_mem());
    const EVP_CIPHER *algorithm = NULL;

    if (bio == NULL)
        return 0;
    if (cipher != NULL && (algorithm = EVP_get_cipherbyname(cipher)) == NULL) {
        BIO_free(bio);
        ERR_raise(ERR_LIB_EVP, EVP_R_UNSUPPORTED_CIPHER);
        return 0;
    }
    if (PEM_write_bio_PKCS8PrivateKey(bio, key, algorithm, NULL, 0, algorithm == NULL ? NULL : on_passphrase, NULL) != 1) {
        BIO_free(bio);
        return 0;
    }
    return out_bio(out, bio);
}

EXPORT(Flag, cipher_exists)(CSTRING(name))
{
    return EVP_get_cipherbyname(name) != NULL;
}

EXPORT(Status, der_write_private_key)(Borrowed(EVP_PKEY) key, Out *out)
{
    OUT_DER(out, i2d_PrivateKey(key, &der_));
}

/* Encrypted PKCS#8, under `cipher` with the passphrase of this call. */
EXPORT(Status, der_write_encrypted_key)(Borrowed(EVP_PKEY) key, CSTRING(cipher), Out *out)
{
    const EVP_CIPHER *algorithm = EVP_get_cipherbyname(cipher);
    BIO *bio;

    if (algorithm == NULL) {
        ERR_raise(ERR_LIB_EVP, EVP_R_UNSUPPORTED_CIPHER);
        return 0;
    }
    bio = BIO_new(BIO_s_mem());
    if (bio != NULL && i2d_PKCS8PrivateKey_bio(bio, key, algorithm, NULL, 0, on_passphrase, NULL) != 1) {
        BIO_free(bio);
        return 0;
    }
    return out_bio(out, bio);
}

EXPORT(Status, text_private_key)(Borrowed(EVP_PKEY) key, Out *out)
{
    OUT_BIO(out, EVP_PKEY_print_private(bio_, key, 0, NULL) == 1);
}

EXPORT(Status, text_public_key)(Borrowed(EVP_PKEY) key, Out *out)
{
    OUT_BIO(out, EVP_PKEY_print_public(bio_, key, 0, NULL) == 1);
}

EXPORT(Status, pem_write_public_key)(Borrowed(EVP_PKEY) key, Out *out)
{
    OUT_BIO(out, PEM_write_bio_PUBKEY(bio_, key) == 1);
}

EXPORT(Status, der_write_public_key)(Borrowed(EVP_PKEY) key, Out *out)
{
    OUT_DER(out, i2d_PUBKEY(key, &der_));
}

/* Unencrypted PKCS#8. */
EXPORT(Status, der_write_pkcs8)(Borrowed(EVP_PKEY) key, Out *out)
{
    PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
    unsigned char *der = NULL;
    int len = info == NULL ? -1 : i2d_PKCS8_PRIV_KEY_INFO(info, &der);

    PKCS8_PRIV_KEY_INFO_free(info);
    return out_take(out, der, len);
}

EVP_PKEY *public_copy(EVP_PKEY *key)
{
    unsigned char *der = NULL;
    const unsigned char *p;
    int len = key == NULL ? -1 : i2d_PUBKEY(key, &der);
    EVP_PKEY *copy;

    p = der;
    copy = len > 0 ? d2i_PUBKEY(NULL, &p, len) : NULL;
    OPENSSL_free(der);
    EVP_PKEY_free(key);
    return copy;
}

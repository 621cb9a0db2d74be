/* Keys as PEM, DER and text. */
#include "bounds/kdf_budget.h"
#include "bounds/key_bounds.h"
#include "key/passphrase.h"
#include "shim.h"

/* Closes the budget of reading a key, and gives the key if it was read within it and is one to compute with. */
static EVP_PKEY *within(KdfBudget before, EVP_PKEY *key)
{
    if (kdf_budget_close(before) && (key == NULL || key_is_bounded(key)))
        return key;
    EVP_PKEY_free(key);
    return NULL;
}

/* The passphrase, if one is needed, comes from the JavaScript of this call; hashing it costs at most so many iterations. */
EXPORT(Owned(EVP_PKEY), pem_read_private_key)(BYTES(pem), int max_iterations)
{
    KdfBudget before = kdf_budget_open(max_iterations);
    BIO *bio = bio_over(pem, pem_len);
    EVP_PKEY *key = bio == NULL ? NULL : PEM_read_bio_PrivateKey(bio, NULL, on_passphrase, NULL);

    BIO_free(bio);
    return within(before, key);
}

/* Whether DER has the form of encrypted PKCS#8: an algorithm first, and no version. */
static int is_sealed(const unsigned char *der, size_t len)
{
    X509_SIG *sealed;

    if (len > INT32_MAX)
        return 0;
    ERR_set_mark();
    sealed = d2i_X509_SIG(NULL, &der, (long)len);
    ERR_pop_to_mark();
    X509_SIG_free(sealed);
    return sealed != NULL;
}

/* DER of PKCS#8, of the traditional forms, or of encrypted PKCS#8. */
EXPORT(Owned(EVP_PKEY), der_read_private_key)(BYTES(der), int max_iterations)
{
    KdfBudget before = kdf_budget_open(max_iterations);
    BIO *bio = bio_over(der, der_len);
    EVP_PKEY *key = NULL;

    if (bio != NULL)
        key = is_sealed(der, der_len) ? d2i_PKCS8PrivateKey_bio(bio, NULL, on_passphrase, NULL) : d2i_PrivateKey_bio(bio, NULL);
    BIO_free(bio);
    return within(before, key);
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

EVP_PKEY *public_half(EVP_PKEY *key)
{
    return EVP_PKEY_up_ref(key) ? public_copy(key) : NULL;
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

/* Enveloped, authenticated and encrypted data (RFC 5652, 6 and 8; RFC 5083), whole or in pieces. */
#include <openssl/rsa.h>

#include "bounds/kdf_budget.h"
#include "shim.h"

/* After pem.h, or it keeps its PEM functions to itself. */
#include <openssl/cms.h>

/* An envelope without recipients. */
EXPORT(Owned(CMS_ContentInfo), cms_envelope_new)(CSTRING(cipher))
{
    const EVP_CIPHER *known = EVP_get_cipherbyname(cipher);

    if (known == NULL)
        return NULL;
    return EVP_CIPHER_get_mode(known) == EVP_CIPH_GCM_MODE ? CMS_AuthEnvelopedData_create(known)
                                                          : CMS_EnvelopedData_create(known);
}

/*
 * Adds whoever has the key of a certificate. `digest` is that of OAEP for an RSA key, which without one takes PKCS #1 v1.5,
 * and that of the key derivation for an EC key.
 */
EXPORT(Status, cms_add_recipient)(Borrowed(CMS_ContentInfo) cms, Borrowed(X509) cert, int by_key_id, CSTRING_OR_NULL(digest))
{
    unsigned int flags = (by_key_id ? CMS_USE_KEYID : 0) | (digest == NULL ? 0 : CMS_KEY_PARAM);
    const EVP_MD *md = digest == NULL ? NULL : EVP_get_digestbyname(digest);
    CMS_RecipientInfo *recipient = CMS_add1_recipient_cert(cms, cert, flags);
    EVP_PKEY_CTX *ctx = recipient == NULL || md == NULL ? NULL : CMS_RecipientInfo_get0_pkey_ctx(recipient);

    if (recipient == NULL || digest == NULL)
        return recipient != NULL;
    if (ctx == NULL)
        return 0;
    if (CMS_RecipientInfo_type(recipient) == CMS_RECIPINFO_AGREE)
        return EVP_PKEY_CTX_set_ecdh_kdf_md(ctx, md) > 0;
    return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING) > 0 && EVP_PKEY_CTX_set_rsa_oaep_md(ctx, md) > 0
        && EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, md) > 0;
}

/* Adds whoever knows a password (RFC 3211). */
EXPORT(Status, cms_add_password)(Borrowed(CMS_ContentInfo) cms, BYTES(password), int iterations)
{
    unsigned char *copy = password_len > INT32_MAX ? NULL : OPENSSL_malloc(password_len + 1);

    if (copy == NULL)
        return 0;
    memcpy(copy, password, password_len);
    copy[password_len] = 0;
    /* The structure hashes when it is written, and lets it go; it does not free a password that it could not take. */
    if (CMS_add0_recipient_password(cms, iterations, NID_id_alg_PWRI_KEK, NID_id_pbkdf2, copy, (ossl_ssize_t)password_len,
                                    EVP_aes_256_cbc()) != NULL)
        return 1;
    OPENSSL_clear_free(copy, password_len + 1);
    return 0;
}

/* Adds whoever has a key of AES under a name. */
EXPORT(Status, cms_add_key)(Borrowed(CMS_ContentInfo) cms, BYTES(key), BYTES(id))
{
    unsigned char *key_copy = OPENSSL_memdup(key, key_len), *id_copy = OPENSSL_memdup(id, id_len);

    if (key_copy != NULL && id_copy != NULL
        && CMS_add0_recipient_key(cms, NID_undef, key_copy, key_len, id_copy, id_len, NULL, NULL, NULL) != NULL)
        return 1;
    OPENSSL_clear_free(key_copy, key_len);
    OPENSSL_free(id_copy);
    return 0;
}

/* Encrypted data under a key that both know. */
EXPORT(Owned(CMS_ContentInfo), cms_encrypted_new)(CSTRING(cipher), BYTES(key))
{
    CMS_ContentInfo *cms = CMS_ContentInfo_new();
    const EVP_CIPHER *known = EVP_get_cipherbyname(cipher);

    if (cms != NULL && known != NULL && CMS_EncryptedData_set1_key(cms, known, key, key_len) == 1)
        return cms;
    CMS_ContentInfo_free(cms);
    return NULL;
}

/* Digested data. */
EXPORT(Status, cms_digest)(BYTES(content), CSTRING(digest), int detached, Out *out)
{
    BIO *bio = bio_over(content, content_len);
    const EVP_MD *md = EVP_get_digestbyname(digest);
    CMS_ContentInfo *cms
        = bio == NULL || md == NULL ? NULL : CMS_digest_create(bio, md, CMS_BINARY | (detached ? CMS_DETACHED : 0));
    unsigned char *der = NULL;
    int len = cms == NULL ? -1 : i2d_CMS_ContentInfo(cms, &der);

    CMS_ContentInfo_free(cms);
    BIO_free(bio);
    return out_take(out, der, len);
}

/* Encrypts all of a content. Hashing a password costs what the caller has asked for. */
EXPORT(Status, cms_seal)(Borrowed(CMS_ContentInfo) cms, BYTES(content))
{
    BIO *bio = bio_over(content, content_len);
    KdfBudget before = kdf_budget_open_unbounded();
    int ok = bio != NULL && CMS_set_detached(cms, 0) && CMS_final(cms, bio, NULL, CMS_BINARY) == 1;

    kdf_budget_close(before);
    BIO_free(bio);
    return ok;
}

/* A content on its way through: what is written to `in` comes out of `out`. */
typedef struct {
    BIO *in;
    BIO *out;
    EVP_CIPHER_CTX *tagged; /* where the tag is known but at the end */
} CmsPieces;

EXPORT(void, CmsPieces_free)(Taken(CmsPieces) pieces)
{
    if (pieces != NULL)
        BIO_free_all(pieces->in);
    OPENSSL_free(pieces);
}

static CmsPieces *pieces_new(BIO *in, BIO *out)
{
    CmsPieces *pieces = in == NULL ? NULL : OPENSSL_zalloc(sizeof(*pieces));

    if (pieces != NULL) {
        pieces->in = in;
        pieces->out = out;
    } else if (in != NULL) {
        BIO_free_all(in);
    } else {
        BIO_free(out);
    }
    return pieces;
}

/* Begins to encrypt: what comes out is BER, its lengths left open. The envelope must outlive the result. */
EXPORT(Owned(CmsPieces), cms_sealing_new)(Borrowed(CMS_ContentInfo) cms)
{
    BIO *out = BIO_new(BIO_s_mem());
    BIO *in = out == NULL || !CMS_set_detached(cms, 0) ? NULL : BIO_new_CMS(out, cms);

    return pieces_new(in, out);
}

/* Begins to decrypt: what goes in is the encrypted content, what comes out is the content. After one of cms_open_*. */
EXPORT(Owned(CmsPieces), cms_opening_new)(Borrowed(CMS_ContentInfo) cms)
{
    BIO *out = BIO_new(BIO_s_mem());

    return pieces_new(out == NULL ? NULL : CMS_dataInit(cms, out), out);
}

static int drain(CmsPieces *pieces, Out *out)
{
    char *data;
    long len = BIO_get_mem_data(pieces->out, &data);

    return len >= 0 && out_copy(out, data, (size_t)len) && BIO_reset(pieces->out) == 1;
}

EXPORT(Status, cms_pieces_update)(Borrowed(CmsPieces) pieces, BYTES(data), Out *out)
{
    size_t written, at = 0;
    KdfBudget before = kdf_budget_open_unbounded();
    int ok = 1;

    while (ok && at < data_len) {
        ok = BIO_write_ex(pieces->in, data + at, data_len - at, &written) && written > 0;
        at += ok ? written : 0;
    }
    kdf_budget_close(before);
    return ok && drain(pieces, out);
}

/* The end. `tag` is that of an authenticated content whose header had none. */
EXPORT(Status, cms_pieces_end)(Borrowed(CmsPieces) pieces, int is_opening, BYTES_OR_NULL(tag), Out *out)
{
    KdfBudget before = kdf_budget_open_unbounded();
    EVP_CIPHER_CTX *ctx = NULL;
    int ok = 1;

    if (tag != NULL)
        ok = BIO_get_cipher_ctx(pieces->in, &ctx) > 0 && ctx != NULL && tag_len <= 16
            && EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, (int)tag_len, (void *)tag) > 0;
    ok = ok && BIO_flush(pieces->in) > 0 && (!is_opening || BIO_get_cipher_status(pieces->in) > 0);
    kdf_budget_close(before);
    return ok && drain(pieces, out);
}

/*
 * Takes the content's key out for the owner of a key. As CMS_decrypt(3) recommends, a wrong one passes here where RSA has
 * encrypted it, and the content comes out as noise or with an error of its padding: by nothing else than the content can
 * anybody ask whether a key was encrypted well (the attacks of Bleichenbacher on PKCS #1 v1.5).
 */
EXPORT(Status, cms_open_for)(Borrowed(CMS_ContentInfo) cms, Borrowed(EVP_PKEY) key, BorrowedOrNull(X509) cert)
{
    /* With nothing it does no more than to note that there is no certificate. */
    if (cert == NULL && CMS_decrypt(cms, NULL, NULL, NULL, NULL, 0) != 1)
        return 0;
    return CMS_decrypt_set1_pkey(cms, key, cert);
}

EXPORT(Status, cms_open_password)(Borrowed(CMS_ContentInfo) cms, BYTES(password), int max_iterations)
{
    KdfBudget before = kdf_budget_open(max_iterations);
    int ok = password_len <= INT32_MAX
        && CMS_decrypt_set1_password(cms, (unsigned char *)password, (ossl_ssize_t)password_len) == 1;

    return kdf_budget_close(before) && ok;
}

EXPORT(Status, cms_open_key)(Borrowed(CMS_ContentInfo) cms, BYTES(key), BYTES_OR_NULL(id))
{
    return CMS_decrypt_set1_key(cms, (unsigned char *)key, key_len, id, id_len);
}

EXPORT(Status, cms_open_encrypted)(Borrowed(CMS_ContentInfo) cms, BYTES(key))
{
    return CMS_EncryptedData_set1_key(cms, NULL, key, key_len);
}

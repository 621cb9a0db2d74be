/*
 * Drops records of DTLS that cannot be authentic, as RFC 6347, 4.1.2.7 asks. OpenSSL does so with a wrong tag, but ends
 * the association for a record that is shorter than its nonce and tag (CVE-2026-75806), and for one whose MAC is wrong
 * or missing where encrypt-then-MAC (RFC 7366) was agreed: one forged datagram from anybody. The linker puts this in
 * front of what reads a record's body: see --wrap in wasm-build/build/module.mjs.
 */
#include "ssl/record/methods/recmethod_local.h"

int __real_tls_default_read_n(OSSL_RECORD_LAYER *rl, size_t n, size_t max, int extend, int clearold,
                              size_t *readbytes);
int __wrap_tls_default_read_n(OSSL_RECORD_LAYER *rl, size_t n, size_t max, int extend, int clearold,
                              size_t *readbytes);

/* The least that the AEAD of this epoch makes: explicit nonce and tag. 0 where it is no AEAD. */
static size_t least_length(const OSSL_RECORD_LAYER *rl)
{
    const EVP_CIPHER *cipher = rl->enc_ctx == NULL ? NULL : EVP_CIPHER_CTX_get0_cipher(rl->enc_ctx);

    if (cipher == NULL || (EVP_CIPHER_get_flags(cipher) & EVP_CIPH_FLAG_AEAD_CIPHER) == 0)
        return 0;
    if (EVP_CIPHER_get_mode(cipher) != EVP_CIPH_CCM_MODE)
        return rl->eivlen + 16;
    /* CCM_8 has half a tag (RFC 6655, 4). */
    return rl->eivlen + (size_t)EVP_CIPHER_CTX_get_tag_length(rl->enc_ctx);
}

/* Whether the MAC behind the ciphertext is right; it is looked at again when the record is decrypted. */
static int has_mac(OSSL_RECORD_LAYER *rl)
{
    TLS_RL_RECORD record = rl->rrec[0];
    unsigned char mac[EVP_MAX_MD_SIZE];
    int size = EVP_MD_CTX_get_size(rl->md_ctx);
    int right;

    if (size <= 0 || record.length < (size_t)size)
        return 0;
    record.length -= (size_t)size;
    record.input = rl->packet + DTLS1_RT_HEADER_LENGTH;
    ERR_set_mark();
    right = rl->funcs->mac(rl, &record, mac, 0) == 1
        && CRYPTO_memcmp(mac, record.input + record.length, (size_t)size) == 0;
    ERR_pop_to_mark();
    return right;
}

int __wrap_tls_default_read_n(OSSL_RECORD_LAYER *rl, size_t n, size_t max, int extend, int clearold,
                              size_t *readbytes)
{
    int result = __real_tls_default_read_n(rl, n, max, extend, clearold, readbytes);

    /* Bodies of this epoch: a header is no extension, and what belongs to the next one is judged there. */
    if (!rl->isdtls || !extend || result != OSSL_RECORD_RETURN_SUCCESS || *readbytes != n
        || rl->rrec[0].epoch != rl->epoch)
        return result;
    if (n < least_length(rl) || (rl->use_etm && rl->md_ctx != NULL && !has_mac(rl)))
        *readbytes = 0; /* less than the header promised: dropped */
    return result;
}

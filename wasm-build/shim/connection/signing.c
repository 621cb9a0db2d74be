/*
 * Signatures of a handshake by a key that is elsewhere (key/external.c): a CertificateVerify, or the ServerKeyExchange of TLS 1.2.
 * OpenSSL makes such a message and its signature in one go, and cannot wait within it. So it makes the message twice. The first
 * time is before its turn, where a handshake can wait, and for nothing: it tells what is to be signed, and how. Then JavaScript is
 * asked, as often as it takes; then OpenSSL makes the message, and is given that signature. Every function that tells the first
 * time from the second is the linker's to put in front of OpenSSL's own: see --wrap in wasm-build/build/module.mjs.
 */
#include "internal/ssl_unwrap.h"
#include "ssl/ssl_local.h"
#include "ssl/statem/statem_local.h"

#include "connection/signature.h"
#include "connection/ssl_state.h"
#include "context/ssl_callbacks.h"
#include "key/external.h"
#include "shim.h"

/* 1 with a signature in out, -1 after an exception, LATER. `digest` is NULL for what hashes by itself, `salt` below 0 without PSS. */
IMPORT(sign) int js_sign(SSL *ssl, unsigned int signer, unsigned int number, const char *digest, int salt, const unsigned char *data, size_t len, Out *signature);

typedef CON_FUNC_RETURN (*Construct)(SSL_CONNECTION *, WPACKET *);

WORK_STATE __real_ossl_statem_server_pre_work(SSL_CONNECTION *s, WORK_STATE wst);
WORK_STATE __wrap_ossl_statem_server_pre_work(SSL_CONNECTION *s, WORK_STATE wst);
WORK_STATE __real_ossl_statem_client_pre_work(SSL_CONNECTION *s, WORK_STATE wst);
WORK_STATE __wrap_ossl_statem_client_pre_work(SSL_CONNECTION *s, WORK_STATE wst);
int __real_EVP_DigestSign(EVP_MD_CTX *ctx, unsigned char *sig, size_t *sig_len, const unsigned char *data, size_t len);
int __wrap_EVP_DigestSign(EVP_MD_CTX *ctx, unsigned char *sig, size_t *sig_len, const unsigned char *data, size_t len);
int __real_ssl3_digest_cached_records(SSL_CONNECTION *s, int keep);
int __wrap_ssl3_digest_cached_records(SSL_CONNECTION *s, int keep);
EVP_PKEY *__real_ssl_generate_pkey(SSL_CONNECTION *s, EVP_PKEY *parameters);
EVP_PKEY *__wrap_ssl_generate_pkey(SSL_CONNECTION *s, EVP_PKEY *parameters);
EVP_PKEY *__real_ssl_generate_pkey_group(SSL_CONNECTION *s, uint16_t group);
EVP_PKEY *__wrap_ssl_generate_pkey_group(SSL_CONNECTION *s, uint16_t group);
void __real_ssl_set_masks(SSL_CONNECTION *s);
void __wrap_ssl_set_masks(SSL_CONNECTION *s);

/* A key that is elsewhere signs what a handshake has asked for, and nothing else. */
int __wrap_EVP_DigestSign(EVP_MD_CTX *ctx, unsigned char *sig, size_t *sig_len, const unsigned char *data, size_t len)
{
    EVP_PKEY_CTX *inner = EVP_MD_CTX_get_pkey_ctx(ctx);
    EVP_PKEY *key = inner == NULL ? NULL : EVP_PKEY_CTX_get0_pkey(inner);
    size_t max;

    if (external_key(key) == NULL)
        return __real_EVP_DigestSign(ctx, sig, sig_len, data, len);
    max = (size_t)EVP_PKEY_get_size(key);
    if (sig == NULL) {
        *sig_len = max;
        return 1;
    }
    if (signing_learning != NULL && signing_learning->data == NULL) {
        signing_learning->data = OPENSSL_memdup(data, len);
        signing_learning->data_len = len;
        memset(sig, 0, max);
        *sig_len = max;
        return signing_learning->data != NULL;
    }
    if (signing_answered != NULL && signing_answered->signature != NULL && signing_answered->signature_len <= max
        && signing_answered->data_len == len && memcmp(signing_answered->data, data, len) == 0) {
        memcpy(sig, signing_answered->signature, signing_answered->signature_len);
        *sig_len = signing_answered->signature_len;
        signing_clear(signing_answered);
        return 1;
    }
    ERR_raise(ERR_LIB_EVP, EVP_R_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE);
    return 0;
}

/* What has been said until now is still to be signed the second time. */
int __wrap_ssl3_digest_cached_records(SSL_CONNECTION *s, int keep)
{
    return signing_learning != NULL ? 1 : __real_ssl3_digest_cached_records(s, keep);
}

static EVP_PKEY *kept_ephemeral(void)
{
    EVP_PKEY *key = signing_answered == NULL ? NULL : signing_answered->ephemeral;

    if (key != NULL)
        signing_answered->ephemeral = NULL;
    return key;
}

EVP_PKEY *__wrap_ssl_generate_pkey(SSL_CONNECTION *s, EVP_PKEY *parameters)
{
    EVP_PKEY *kept = kept_ephemeral();

    return kept != NULL ? kept : __real_ssl_generate_pkey(s, parameters);
}

EVP_PKEY *__wrap_ssl_generate_pkey_group(SSL_CONNECTION *s, uint16_t group)
{
    EVP_PKEY *kept = kept_ephemeral();

    return kept != NULL ? kept : __real_ssl_generate_pkey_group(s, group);
}

/* What signs elsewhere does not decrypt: an exchange that has the client encrypt to the certificate's key is not chosen. */
void __wrap_ssl_set_masks(SSL_CONNECTION *s)
{
    __real_ssl_set_masks(s);
    if (external_key(s->cert->pkeys[SSL_PKEY_RSA].privatekey) != NULL)
        s->s3.tmp.mask_k &= ~(uint32_t)(SSL_kRSA | SSL_kRSAPSK);
}

/* Whether the message that comes next has a signature by a key that is elsewhere. */
static const ExternalKey *signer_of_next(const SSL_CONNECTION *s)
{
    const SSL_CIPHER *cipher = s->s3.tmp.new_cipher;

    if (s->s3.tmp.cert == NULL || s->s3.tmp.sigalg == NULL || cipher == NULL)
        return NULL;
    switch (s->statem.hand_state) {
    case TLS_ST_SW_CERT_VRFY:
    case TLS_ST_CW_CERT_VRFY:
        break;
    case TLS_ST_SW_KEY_EXCH:
        if ((cipher->algorithm_auth & (SSL_aNULL | SSL_aSRP)) != 0 || (cipher->algorithm_mkey & SSL_PSK) != 0)
            return NULL;
        break;
    default:
        return NULL;
    }
    return external_key(s->s3.tmp.cert->privatekey);
}

/* The first time. OpenSSL ends the handshake itself where it cannot make the message. */
static int learn(SSL_CONNECTION *s, Signing *signing)
{
    Construct construct = NULL;
    WPACKET packet;
    int type, ok;

    if (!(s->server ? ossl_statem_server_construct_message : ossl_statem_client_construct_message)(s, &construct, &type))
        return 0;
    if (construct == NULL || !WPACKET_init(&packet, s->init_buf)) {
        SSLfatal(s, SSL_AD_INTERNAL_ERROR, ERR_R_INTERNAL_ERROR);
        return 0;
    }
    signing_learning = signing;
    ok = construct(s, &packet) == CON_FUNC_SUCCESS;
    signing_learning = NULL;
    WPACKET_cleanup(&packet);
    if (s->statem.hand_state == TLS_ST_SW_KEY_EXCH) {
        signing->ephemeral = s->s3.tmp.pkey;
        s->s3.tmp.pkey = NULL;
    }
    if (ok && signing->data == NULL)
        SSLfatal(s, SSL_AD_INTERNAL_ERROR, ERR_R_INTERNAL_ERROR);
    return ok && signing->data != NULL;
}

static int ask(SSL_CONNECTION *s, const ExternalKey *external, Signing *signing)
{
    const SIGALG_LOOKUP *lu = s->s3.tmp.sigalg;
    const EVP_MD *md = NULL;
    Out out = { NULL, 0, 0 };
    int salt, answer = -1;

    if (tls1_lookup_md(SSL_CONNECTION_GET_CTX(s), lu, &md)) {
        salt = lu->sig == EVP_PKEY_RSA_PSS && md != NULL ? EVP_MD_get_size(md) : -1;
        answer = js_sign(SSL_CONNECTION_GET_USER_SSL(s), external->number, signing->number,
                         md == NULL ? NULL : EVP_MD_get0_name(md), salt, signing->data, signing->data_len, &out);
    }
    if (answer == 1 && out.data != NULL) {
        signing->signature = out.data;
        signing->signature_len = out.len;
    }
    else if (answer != LATER)
        SSLfatal(s, SSL_AD_INTERNAL_ERROR, SSL_R_CALLBACK_FAILED);
    return answer;
}

static WORK_STATE before_message(SSL_CONNECTION *s, WORK_STATE wst, WORK_STATE (*real)(SSL_CONNECTION *, WORK_STATE))
{
    const ExternalKey *external = signer_of_next(s);
    ConnectionState *state;
    Signing *signing;

    signing_answered = NULL;
    if (external == NULL)
        return real(s, wst);
    state = connection_state(SSL_CONNECTION_GET_USER_SSL(s));
    if (state == NULL) {
        SSLfatal(s, SSL_AD_INTERNAL_ERROR, ERR_R_INTERNAL_ERROR);
        return WORK_ERROR;
    }
    signing = &state->signing;
    if (signing->data == NULL) {
        signing->number++;
        if (!learn(s, signing)) {
            signing_clear(signing);
            return WORK_ERROR;
        }
    }
    s->rwstate = SSL_NOTHING;
    switch (ask(s, external, signing)) {
    case LATER:
        s->rwstate = SSL_X509_LOOKUP;
        return WORK_MORE_A;
    case 1:
        break;
    default:
        signing_clear(signing);
        return WORK_ERROR;
    }
    wst = real(s, wst);
    signing_answered = signing;
    return wst;
}

WORK_STATE __wrap_ossl_statem_server_pre_work(SSL_CONNECTION *s, WORK_STATE wst)
{
    return before_message(s, wst, __real_ossl_statem_server_pre_work);
}

WORK_STATE __wrap_ossl_statem_client_pre_work(SSL_CONNECTION *s, WORK_STATE wst)
{
    return before_message(s, wst, __real_ossl_statem_client_pre_work);
}

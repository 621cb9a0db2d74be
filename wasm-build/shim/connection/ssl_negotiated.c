/* What the two sides have agreed on beside the cipher: what a handshake did, and what its keys were. */
#include "internal/ssl_unwrap.h"
#include "ssl/ssl_local.h"

#include "runtime/fields.h"

/* 1 or 0; -1 while a handshake is under way. */
EXPORT(Raw, SSL_get_extms_support)(Borrowed(SSL) ssl)
{
    return (Raw)SSL_get_extms_support(ssl);
}

/* Whether a server of TLS 1.3 has asked for another ClientHello; no function of OpenSSL's says it. */
EXPORT(Raw, ssl_hello_retry_requested)(Borrowed(SSL) ssl)
{
    const SSL_CONNECTION *sc = SSL_CONNECTION_FROM_CONST_SSL(ssl);

    return sc != NULL && sc->hello_retry_request != SSL_HRR_NONE;
}

EXPORT(Raw, SSL_get_secure_renegotiation_support)(Borrowed(SSL) ssl)
{
    return (Raw)SSL_get_secure_renegotiation_support(ssl);
}

/* One byte a type (RFC 5246, 7.4.4); nothing of TLS 1.3. */
EXPORT(Status, ssl_certificate_types)(Borrowed(SSL) ssl, Out *types)
{
    const uint8_t *bytes = NULL;
    size_t len = SSL_get0_certificate_types(ssl, &bytes);

    return out_copy(types, bytes, len);
}

EXPORT(TextOrNull, ssl_cipher_standard_name)(Borrowed(SSL) ssl)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

    return cipher == NULL ? NULL : SSL_CIPHER_standard_name(cipher);
}

/* Two fields an algorithm that both sides have: the number of the key's kind, and the digest's short name. */
EXPORT(Status, ssl_shared_sigalg_fields)(Borrowed(SSL) ssl, Out *out)
{
    BIO *list = BIO_new(BIO_s_mem());
    int i, sign, hash, ok = list != NULL;

    for (i = 0; ok && SSL_get_shared_sigalgs(ssl, i, &sign, &hash, NULL, NULL, NULL) > 0; i++) {
        const char *kind = sign == EVP_PKEY_RSA ? "RSA" : sign == EVP_PKEY_RSA_PSS ? "RSA-PSS"
            : sign == EVP_PKEY_EC ? "ECDSA" : sign == NID_ED25519 ? "Ed25519" : sign == NID_ED448 ? "Ed448"
            : OBJ_nid2sn(sign);

        ok = field_text(list, kind) && field_text(list, OBJ_nid2sn(hash));
    }
    return fields_end(list, ok, out);
}

/* The group of this very handshake, where its exchange was by encapsulation: the client has no key of its peer's then. */
static const TLS_GROUP_INFO *encapsulating_group(SSL_CONNECTION *sc)
{
    const TLS_GROUP_INFO *group;

    if (sc == NULL || !sc->s3.did_kex || sc->s3.group_id == 0)
        return NULL;
    group = tls1_group_id_lookup(SSL_CONNECTION_GET_CTX(sc), sc->s3.group_id);
    return group != NULL && group->is_kem ? group : NULL;
}

/*
 * Three fields: DH, ECDH or KEM; the group's name, empty where it has none; and the bits, of a KEM those of its ML-KEM.
 * Nothing where no temporary key was exchanged.
 */
EXPORT(Status, ssl_peer_temporary_key)(Borrowed(SSL) ssl, OutOrNull *out)
{
    SSL_CONNECTION *sc = SSL_CONNECTION_FROM_SSL(ssl);
    const TLS_GROUP_INFO *group = encapsulating_group(sc);
    EVP_PKEY *key = NULL;
    char name[64] = "";
    const char *kind, *known;
    BIO *list;
    int ok;

    ERR_set_mark();
    if (group != NULL)
        key = ssl_generate_param_group(sc, sc->s3.group_id);
    else if (SSL_get_peer_tmp_key(ssl, &key) != 1)
        key = NULL;
    if (key == NULL) {
        ERR_pop_to_mark();
        return 1;
    }
    kind = group != NULL ? "KEM" : EVP_PKEY_is_a(key, "DH") || EVP_PKEY_is_a(key, "DHX") ? "DH" : "ECDH";
    known = group != NULL ? group->tlsname : EVP_PKEY_get_group_name(key, name, sizeof(name), NULL) == 1 ? name
        : kind[0] == 'D' ? "" : EVP_PKEY_get0_type_name(key);
    list = BIO_new(BIO_s_mem());
    ok = list != NULL && field_text(list, kind) && field_text(list, known) && field_number(list, EVP_PKEY_get_bits(key));
    EVP_PKEY_free(key);
    ERR_pop_to_mark();
    return fields_end(list, ok, (Out *)out);
}

/* What a connection has come to: the peer's certificates, the cipher, the secrets of the handshake. */
#include "shim.h"

typedef STACK_OF(X509) X509Chain;
typedef STACK_OF(X509_NAME) X509NameList;

EXPORT(OwnedOrNull(X509), ssl_get_peer_certificate)(Borrowed(SSL) ssl)
{
    return certificate_copy(SSL_get0_peer_certificate(ssl));
}

EXPORT(OwnedOrNull(X509), ssl_get_certificate)(Borrowed(SSL) ssl)
{
    return certificate_copy(SSL_get_certificate(ssl));
}

/* What the peer sent; on a server without its own certificate, as SSL_get_peer_cert_chain(3) says. */
EXPORT(OwnedOrNull(X509Chain), ssl_get_peer_chain)(Borrowed(SSL) ssl)
{
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);

    return chain == NULL ? NULL : X509_chain_up_ref(chain);
}

/* On a client what the server asked for, on a server what it will ask for. */
EXPORT(OwnedOrNull(X509NameList), ssl_get_client_ca_list)(Borrowed(SSL) ssl)
{
    STACK_OF(X509_NAME) *list = SSL_get_client_CA_list(ssl);

    return list == NULL ? NULL : SSL_dup_CA_list(list);
}

/* What the peer has sent, on either side. */
EXPORT(OwnedOrNull(X509NameList), ssl_get_peer_ca_list)(Borrowed(SSL) ssl)
{
    const STACK_OF(X509_NAME) *list = SSL_get0_peer_CA_list(ssl);

    return list == NULL ? NULL : SSL_dup_CA_list(list);
}

EXPORT(TextOrNull, ssl_cipher_list_entry)(Borrowed(SSL) ssl, int index)
{
    return SSL_get_cipher_list(ssl, index);
}

EXPORT(TextOrNull, ssl_cipher_name)(Borrowed(SSL) ssl)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

    return cipher == NULL ? NULL : SSL_CIPHER_get_name(cipher);
}

EXPORT(Raw, ssl_cipher_bits)(Borrowed(SSL) ssl)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

    return cipher == NULL ? 0 : SSL_CIPHER_get_bits(cipher, NULL);
}

EXPORT(TextOrNull, ssl_cipher_version)(Borrowed(SSL) ssl)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

    return cipher == NULL ? NULL : SSL_CIPHER_get_version(cipher);
}

EXPORT(Text, SSL_get_version)(Borrowed(SSL) ssl)
{
    return SSL_get_version(ssl);
}

EXPORT(Raw, SSL_version)(Borrowed(SSL) ssl)
{
    return SSL_version(ssl);
}

EXPORT(TextOrNull, SSL_get0_group_name)(Borrowed(SSL) ssl)
{
    return SSL_get_session(ssl) == NULL ? NULL : SSL_get0_group_name(ssl);
}

/* Bits of the peer's ephemeral key for finite-field Diffie-Hellman, 0 where it is of another kind or there is none. */
EXPORT(Raw, ssl_peer_dh_bits)(Borrowed(SSL) ssl)
{
    EVP_PKEY *key = NULL;
    int bits = 0;

    ERR_set_mark();
    if (SSL_get_peer_tmp_key(ssl, &key) == 1 && key != NULL && EVP_PKEY_is_a(key, "DH"))
        bits = EVP_PKEY_get_bits(key);
    EVP_PKEY_free(key);
    ERR_pop_to_mark();
    return bits;
}

EXPORT(Status, ssl_get_alpn)(Borrowed(SSL) ssl, Out *protocol)
{
    const unsigned char *data = NULL;
    unsigned int len = 0;

    SSL_get0_alpn_selected(ssl, &data, &len);
    return out_copy(protocol, data, len);
}

EXPORT(Status, SSL_set_alpn_protos)(Borrowed(SSL) ssl, BYTES(protocols))
{
    return SSL_set_alpn_protos(ssl, protocols, (unsigned int)protocols_len) == 0;
}

EXPORT(TextOrNull, ssl_get_srtp_profile)(Borrowed(SSL) ssl)
{
    SRTP_PROTECTION_PROFILE *profile = SSL_get_selected_srtp_profile(ssl);

    return profile == NULL ? NULL : profile->name;
}

EXPORT(Status, ssl_get_random)(Borrowed(SSL) ssl, int server, Out *out)
{
    unsigned char bytes[SSL3_RANDOM_SIZE];
    size_t len = server ? SSL_get_server_random(ssl, bytes, sizeof(bytes)) : SSL_get_client_random(ssl, bytes, sizeof(bytes));

    return out_copy(out, bytes, len);
}

EXPORT(Status, ssl_get_master_key)(Borrowed(SSL) ssl, OutOrNull *out)
{
    SSL_SESSION *session = SSL_get_session(ssl);
    unsigned char bytes[SSL_MAX_MASTER_KEY_LENGTH];
    size_t len;
    Status ok;

    if (session == NULL)
        return 1;
    len = SSL_SESSION_get_master_key(session, bytes, sizeof(bytes));
    ok = out_copy(out, bytes, len);
    OPENSSL_cleanse(bytes, sizeof(bytes));
    return ok;
}

EXPORT(Status, ssl_get_finished)(Borrowed(SSL) ssl, int peer, OutOrNull *out)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    size_t len = peer ? SSL_get_peer_finished(ssl, bytes, sizeof(bytes)) : SSL_get_finished(ssl, bytes, sizeof(bytes));

    return len == 0 || out_copy(out, bytes, len < sizeof(bytes) ? len : sizeof(bytes));
}

EXPORT(Status, SSL_export_keying_material)(Borrowed(SSL) ssl, BYTES(label), int size, BYTES_OR_NULL(context), Out *out)
{
    unsigned char *bytes = OPENSSL_malloc((size_t)size + 1);

    if (bytes == NULL)
        return 0;
    if (SSL_export_keying_material(ssl, bytes, (size_t)size, (const char *)label, label_len, context, context_len,
                                   context != NULL) != 1) {
        OPENSSL_clear_free(bytes, (size_t)size + 1);
        return 0;
    }
    return out_take(out, bytes, size);
}

EXPORT(Status, ssl_request_ocsp)(Borrowed(SSL) ssl)
{
    return (Status)SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp);
}

EXPORT(Raw, SSL_verify_client_post_handshake)(Borrowed(SSL) ssl)
{
    return SSL_verify_client_post_handshake(ssl);
}

EXPORT(TextOrNull, ssl_signature_name)(Borrowed(SSL) ssl, int peer)
{
    const char *name = NULL;

    if ((peer ? SSL_get0_peer_signature_name(ssl, &name) : SSL_get0_signature_name(ssl, &name)) != 1)
        return NULL;
    return name;
}

EXPORT(Raw, SSL_get_early_data_status)(Borrowed(SSL) ssl)
{
    return SSL_get_early_data_status(ssl);
}

/*
 * Of a client: the cipher of TLS 1.2 has no other proof, and TLS 1.3 has begun from a key: a session of another domain was let
 * go of before the handshake.
 */
EXPORT(Raw, ssl_proven_by_key)(Borrowed(SSL) ssl)
{
    const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

    if (cipher == NULL || SSL_is_server(ssl) || !SSL_is_init_finished(ssl))
        return 0;
    return SSL_version(ssl) == TLS1_3_VERSION ? SSL_session_reused(ssl) : SSL_CIPHER_get_auth_nid(cipher) == NID_auth_psk;
}

/* The issuer of this side's certificate: out of its chain, or of those that are trusted; NULL where neither has it. */
EXPORT(OwnedOrNull(X509), ssl_get_issuer)(Borrowed(SSL) ssl)
{
    SSL_CTX *ctx = SSL_get_SSL_CTX(ssl);
    X509 *own = SSL_get_certificate(ssl), *found = NULL, *copy = NULL;
    STACK_OF(X509) *chain = NULL;
    X509_STORE_CTX *lookup;
    int i;

    if (own == NULL)
        return NULL;
    SSL_get0_chain_certs(ssl, &chain);
    if (chain == NULL)
        SSL_CTX_get_extra_chain_certs(ctx, &chain);
    for (i = 0; i < sk_X509_num(chain); i++)
        if (X509_check_issued(sk_X509_value(chain, i), own) == X509_V_OK)
            return certificate_copy(sk_X509_value(chain, i));
    ERR_set_mark();
    lookup = X509_STORE_CTX_new();
    if (lookup != NULL && X509_STORE_CTX_init(lookup, SSL_CTX_get_cert_store(ctx), own, NULL)
        && X509_STORE_CTX_get1_issuer(&found, lookup, own) == 1)
        copy = certificate_copy(found);
    X509_free(found);
    X509_STORE_CTX_free(lookup);
    ERR_pop_to_mark();
    return copy;
}

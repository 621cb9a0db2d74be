/* What Python's ssl tells of contexts and connections: ciphers, groups, signature algorithms, what a store holds. */
#include "runtime/fields.h"

typedef STACK_OF(X509) X509Chain;

static int put_nid(BIO *list, int nid)
{
    return field_text(list, nid == NID_undef ? NULL : OBJ_nid2ln(nid));
}

static int put_cipher(BIO *list, const SSL_CIPHER *cipher)
{
    char description[256];
    int algorithm_bits = 0;
    int bits = SSL_CIPHER_get_bits(cipher, &algorithm_bits);

    return field_number(list, (long)SSL_CIPHER_get_id(cipher)) && field_text(list, SSL_CIPHER_get_name(cipher))
        && field_text(list, SSL_CIPHER_get_version(cipher))
        && field_text(list, SSL_CIPHER_description(cipher, description, sizeof(description)))
        && field_number(list, bits) && field_number(list, algorithm_bits) && field_number(list, SSL_CIPHER_is_aead(cipher))
        && put_nid(list, SSL_CIPHER_get_cipher_nid(cipher)) && put_nid(list, SSL_CIPHER_get_digest_nid(cipher))
        && put_nid(list, SSL_CIPHER_get_kx_nid(cipher)) && put_nid(list, SSL_CIPHER_get_auth_nid(cipher));
}

/* Eleven fields a cipher: id, name, version, description, secret bits, algorithm's bits, AEAD, cipher, digest, exchange, authentication. */
EXPORT(Status, ssl_ctx_cipher_fields)(Borrowed(SSL_CTX) ctx, Out *out)
{
    STACK_OF(SSL_CIPHER) *ciphers = SSL_CTX_get_ciphers(ctx);
    BIO *list = BIO_new(BIO_s_mem());
    int i, ok = list != NULL;

    for (i = 0; ok && i < sk_SSL_CIPHER_num(ciphers); i++)
        ok = put_cipher(list, sk_SSL_CIPHER_value(ciphers, i));
    return fields_end(list, ok, out);
}

/* Three fields a cipher that both sides have: name, version, secret bits; nothing on a client, or before its hello. */
EXPORT(Status, ssl_shared_cipher_fields)(Borrowed(SSL) ssl, OutOrNull *out)
{
    STACK_OF(SSL_CIPHER) *ours = SSL_get_ciphers(ssl), *theirs = SSL_get_client_ciphers(ssl);
    BIO *list;
    int i, ok;

    if (ours == NULL || theirs == NULL)
        return 1;
    list = BIO_new(BIO_s_mem());
    ok = list != NULL;
    for (i = 0; ok && i < sk_SSL_CIPHER_num(ours); i++) {
        const SSL_CIPHER *cipher = sk_SSL_CIPHER_value(ours, i);

        if (sk_SSL_CIPHER_find(theirs, cipher) >= 0)
            ok = field_text(list, SSL_CIPHER_get_name(cipher)) && field_text(list, SSL_CIPHER_get_version(cipher))
                && field_number(list, SSL_CIPHER_get_bits(cipher, NULL));
    }
    return fields_end(list, ok, (Out *)out);
}

/* One field a group that the versions of the context allow. */
EXPORT(Status, ssl_ctx_group_fields)(Borrowed(SSL_CTX) ctx, int with_aliases, Out *out)
{
    STACK_OF(OPENSSL_CSTRING) *names = sk_OPENSSL_CSTRING_new_null();
    BIO *list = BIO_new(BIO_s_mem());
    int i, ok = names != NULL && list != NULL && SSL_CTX_get0_implemented_groups(ctx, with_aliases, names) == 1;

    for (i = 0; ok && i < sk_OPENSSL_CSTRING_num(names); i++)
        ok = field_text(list, sk_OPENSSL_CSTRING_value(names, i));
    sk_OPENSSL_CSTRING_free(names);
    return fields_end(list, ok, out);
}

/* Every signature algorithm of this build, separated by colons. */
EXPORT(Status, ssl_builtin_sigalgs)(OutText *out)
{
    char *names = SSL_get1_builtin_sigalgs(NULL);

    return names != NULL && out_take(out, (unsigned char *)names, (int)strlen(names));
}

EXPORT(Status, SSL_CTX_set1_client_sigalgs_list)(Borrowed(SSL_CTX) ctx, CSTRING(list))
{
    return (Status)SSL_CTX_set1_client_sigalgs_list(ctx, list);
}

/* How many certificates and CRLs a store holds, and how many of the certificates are a CA's. */
EXPORT(Status, x509_store_counts)(Borrowed(X509_STORE) store, OutInt *certificates, OutInt *crls, OutInt *authorities)
{
    STACK_OF(X509_OBJECT) *objects = X509_STORE_get1_objects(store);
    int i;

    *certificates = *crls = *authorities = 0;
    if (objects == NULL)
        return 0;
    for (i = 0; i < sk_X509_OBJECT_num(objects); i++) {
        const X509_OBJECT *object = sk_X509_OBJECT_value(objects, i);
        X509 *cert = X509_OBJECT_get0_X509(object);

        if (cert != NULL) {
            *certificates += 1;
            *authorities += X509_check_ca(cert) > 0;
        } else if (X509_OBJECT_get0_X509_CRL(object) != NULL) {
            *crls += 1;
        }
    }
    sk_X509_OBJECT_pop_free(objects, X509_OBJECT_free);
    return 1;
}

/* The CAs' certificates of a store. */
EXPORT(Owned(X509Chain), x509_store_authorities)(Borrowed(X509_STORE) store)
{
    STACK_OF(X509_OBJECT) *objects = X509_STORE_get1_objects(store);
    STACK_OF(X509) *chain = sk_X509_new_null();
    int i, ok = objects != NULL && chain != NULL;

    for (i = 0; ok && i < sk_X509_OBJECT_num(objects); i++) {
        X509 *cert = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));

        if (cert != NULL && X509_check_ca(cert) > 0)
            ok = X509_add_cert(chain, cert, X509_ADD_FLAG_UP_REF);
    }
    sk_X509_OBJECT_pop_free(objects, X509_OBJECT_free);
    if (ok)
        return chain;
    OSSL_STACK_OF_X509_free(chain);
    return NULL;
}

/* Adds DER certificates that stand one behind the other, and gives their number; 0 where one is none. */
EXPORT(Raw, x509_store_load_der)(Borrowed(X509_STORE) store, BYTES(der), OutInt *count)
{
    const unsigned char *p = der, *end = der + der_len;
    int ok = 1;

    *count = 0;
    while (ok && p < end) {
        X509 *cert = d2i_X509(NULL, &p, (long)(end - p));

        ok = cert != NULL && X509_STORE_add_cert(store, cert);
        X509_free(cert);
        *count += ok;
    }
    return ok;
}

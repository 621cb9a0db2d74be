/*
 * Security domains of sessions. A client's session carries the domain that it was verified in, and its verified chain, in
 * its application data, which i2d_SSL_SESSION writes; a server's session carries the policy as session id context, which
 * OpenSSL compares for tickets and for ids alike (SSL_CTX_set_session_id_context(3)).
 */
#include "session/ssl_domain.h"

#include <stdlib.h>

#include <openssl/rand.h>

#include "internal/ssl_unwrap.h"
#include "ssl/ssl_local.h"

#include "connection/ssl_state.h"
#include "shim.h"

typedef STACK_OF(X509) X509Chain;

/* What the application data of a marked session begins with. */
static const unsigned char MARK[8] = { 'T', 'S', 'D', 'o', 'm', 'a', 'i', '1' };
#define MARK_SIZE (sizeof(MARK) + DOMAIN_SIZE)
/* Of a chain that is kept with a session: OpenSSL takes no longer one from a peer (SSL_MAX_CERT_LIST_DEFAULT). */
#define MAX_CHAIN (1024 * 100)

static void add(EVP_MD_CTX *hash, int *ok, const void *data, size_t len)
{
    /* Each part goes in behind its length: no two lists of parts look alike. */
    uint32_t size = (uint32_t)len;

    *ok = *ok && EVP_DigestUpdate(hash, &size, sizeof(size)) && (len == 0 || EVP_DigestUpdate(hash, data, len));
}

static void add_number(EVP_MD_CTX *hash, int *ok, uint64_t number)
{
    add(hash, ok, &number, sizeof(number));
}

static void add_text(EVP_MD_CTX *hash, int *ok, const char *text)
{
    add(hash, ok, text == NULL ? "" : text, text == NULL ? 0 : strlen(text) + 1);
}

/* Host names differ in case without being others (RFC 4343). */
static void add_host(EVP_MD_CTX *hash, int *ok, const char *name)
{
    size_t i, len = name == NULL ? 0 : strlen(name);

    add_number(hash, ok, name != NULL);
    for (i = 0; i < len; i++) {
        char lower = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] - 'A' + 'a') : name[i];

        add(hash, ok, &lower, 1);
    }
    add_number(hash, ok, len);
}

static void add_params(EVP_MD_CTX *hash, int *ok, X509_VERIFY_PARAM *param)
{
    char *address = X509_VERIFY_PARAM_get1_ip_asc(param);
    const char *host;
    int i;

    add_number(hash, ok, X509_VERIFY_PARAM_get_flags(param));
    add_number(hash, ok, (uint64_t)X509_VERIFY_PARAM_get_purpose(param));
    add_number(hash, ok, (uint64_t)X509_VERIFY_PARAM_get_depth(param));
    add_number(hash, ok, (uint64_t)X509_VERIFY_PARAM_get_auth_level(param));
    add_number(hash, ok, X509_VERIFY_PARAM_get_hostflags(param));
    if ((X509_VERIFY_PARAM_get_flags(param) & X509_V_FLAG_USE_CHECK_TIME) != 0)
        add_number(hash, ok, (uint64_t)X509_VERIFY_PARAM_get_time(param));
    for (i = 0; (host = X509_VERIFY_PARAM_get0_host(param, i)) != NULL; i++)
        add_host(hash, ok, host);
    add_number(hash, ok, (uint64_t)i);
    add_text(hash, ok, X509_VERIFY_PARAM_get0_email(param));
    add_text(hash, ok, address);
    OPENSSL_free(address);
}

typedef struct {
    int count;
    unsigned char digest[DOMAIN_SIZE];
} StoreDigest;

static int store_index = -1;

static void free_store_digest(void *parent, void *ptr, CRYPTO_EX_DATA *ad, int idx, long argl, void *argp)
{
    (void)parent, (void)ad, (void)idx, (void)argl, (void)argp;
    OPENSSL_free(ptr);
}

static StoreDigest *kept_digest(X509_STORE *store)
{
    StoreDigest *kept;

    if (store_index < 0)
        store_index = X509_STORE_get_ex_new_index(0, NULL, NULL, NULL, free_store_digest);
    if (store_index < 0)
        return NULL;
    kept = X509_STORE_get_ex_data(store, store_index);
    if (kept == NULL && (kept = OPENSSL_zalloc(sizeof(*kept))) != NULL) {
        kept->count = -1;
        if (!X509_STORE_set_ex_data(store, store_index, kept)) {
            OPENSSL_free(kept);
            kept = NULL;
        }
    }
    return kept;
}

static int compare_digests(const void *a, const void *b)
{
    return memcmp(a, b, DOMAIN_SIZE);
}

/* The order in which a store keeps its objects is its own: their digests are sorted. */
static int digest_objects(STACK_OF(X509_OBJECT) *objects, unsigned char *digest)
{
    int i, ok = 1, count = sk_X509_OBJECT_num(objects);
    unsigned char *all = OPENSSL_zalloc((size_t)(count + 1) * DOMAIN_SIZE);

    if (all == NULL)
        return 0;
    for (i = 0; ok && i < count; i++) {
        X509_OBJECT *object = sk_X509_OBJECT_value(objects, i);
        X509 *cert = X509_OBJECT_get0_X509(object);
        X509_CRL *crl = X509_OBJECT_get0_X509_CRL(object);
        unsigned char *at = all + (size_t)i * DOMAIN_SIZE;

        if (cert != NULL)
            ok = X509_digest(cert, EVP_sha256(), at, NULL);
        else if (crl != NULL)
            ok = X509_CRL_digest(crl, EVP_sha256(), at, NULL);
    }
    qsort(all, (size_t)count, DOMAIN_SIZE, compare_digests);
    ok = ok && EVP_Digest(all, (size_t)count * DOMAIN_SIZE, digest, NULL, EVP_sha256(), NULL);
    OPENSSL_free(all);
    return ok;
}

/* Stores only grow: the digest of as many objects is still the same. */
static void add_store(EVP_MD_CTX *hash, int *ok, X509_STORE *store)
{
    STACK_OF(X509_OBJECT) *objects = store == NULL ? NULL : X509_STORE_get0_objects(store);
    StoreDigest *kept = store == NULL ? NULL : kept_digest(store);

    if (store == NULL)
        return;
    *ok = *ok && kept != NULL;
    if (*ok && kept->count != sk_X509_OBJECT_num(objects)) {
        kept->count = -1;
        *ok = digest_objects(objects, kept->digest);
        if (*ok)
            kept->count = sk_X509_OBJECT_num(objects);
    }
    if (*ok)
        add(hash, ok, kept->digest, DOMAIN_SIZE);
    add_params(hash, ok, X509_STORE_get0_param(store));
}

/* What a verify callback thinks cannot be hashed: its sessions are good for the same one, in this instance. */
static void add_verifier(EVP_MD_CTX *hash, int *ok, const SSL *ssl, unsigned int verifier)
{
    static unsigned char nonce[16];
    static int has_nonce;

    add_number(hash, ok, SSL_is_server(ssl) && verifier > VERIFIER_REPORT ? VERIFIER_REPORT + 1 : verifier);
    if (SSL_is_server(ssl) || verifier <= VERIFIER_REPORT)
        return;
    if (!has_nonce)
        has_nonce = RAND_bytes(nonce, sizeof(nonce)) == 1;
    *ok = *ok && has_nonce;
    add(hash, ok, nonce, sizeof(nonce));
}

/* Which peers may show a key alone, and which keys. */
static void add_raw_keys(EVP_MD_CTX *hash, int *ok, const SSL *ssl)
{
    const RawKeys *keys = expected_raw_keys(ssl);
    unsigned char *types = NULL;
    size_t len = 0;

    if (SSL_is_server(ssl) ? !SSL_get0_client_cert_type(ssl, &types, &len) : !SSL_get0_server_cert_type(ssl, &types, &len))
        len = 0;
    *ok = *ok && keys != NULL;
    add(hash, ok, types, len);
    if (*ok)
        add(hash, ok, keys->der, keys->len);
}

/* Whom this side takes for verified. */
static void add_policy(EVP_MD_CTX *hash, int *ok, SSL *ssl, const ConnectionState *state)
{
    add_number(hash, ok, (uint64_t)SSL_get_verify_mode(ssl));
    add_verifier(hash, ok, ssl, verifier_of(ssl, state));
    add_params(hash, ok, SSL_get0_param(ssl));
    add_number(hash, ok, (uint64_t)SSL_get_security_level(ssl));
    add_store(hash, ok, SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl)));
    add(hash, ok, state->demands, state->demands_len);
    add_raw_keys(hash, ok, ssl);
}

static int finish(EVP_MD_CTX *hash, int ok, unsigned char *domain)
{
    ok = ok && EVP_DigestFinal_ex(hash, domain, NULL);
    EVP_MD_CTX_free(hash);
    ERR_pop_to_mark();
    return ok;
}

static EVP_MD_CTX *begin(int *ok)
{
    EVP_MD_CTX *hash;

    /* Asking for what is not set leaves errors, which are none of the handshake's. */
    ERR_set_mark();
    hash = EVP_MD_CTX_new();
    *ok = hash != NULL && EVP_DigestInit_ex(hash, EVP_sha256(), NULL);
    return hash;
}

/* All that it may show itself by: which of several certificates it is, the server decides. */
static void add_identities(EVP_MD_CTX *hash, int *ok, const SSL *ssl)
{
    const SSL_CONNECTION *sc = SSL_CONNECTION_FROM_CONST_SSL(ssl);
    size_t i;

    for (i = 0; *ok && i < sc->ssl_pkey_num; i++) {
        const CERT_PKEY *pair = &sc->cert->pkeys[i];
        unsigned char digest[DOMAIN_SIZE], *der = NULL;
        int len;

        if (pair->x509 == NULL && pair->privatekey == NULL)
            continue;
        len = pair->x509 != NULL ? 0 : i2d_PUBKEY(pair->privatekey, &der);
        *ok = pair->x509 != NULL ? X509_digest(pair->x509, EVP_sha256(), digest, NULL)
                                 : len > 0 && EVP_Digest(der, (size_t)len, digest, NULL, EVP_sha256(), NULL);
        OPENSSL_free(der);
        add(hash, ok, digest, sizeof(digest));
    }
}

/* A client's domain: whom it verifies, whom it asks for, and as whom it shows itself. */
static int client_domain(SSL *ssl, const ConnectionState *state, unsigned char *domain)
{
    int ok;
    EVP_MD_CTX *hash = begin(&ok);

    add_text(hash, &ok, "client");
    add_host(hash, &ok, SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name));
    add_policy(hash, &ok, ssl, state);
    add_identities(hash, &ok, ssl);
    return finish(hash, ok, domain);
}

static int is_of(SSL_SESSION *session, const unsigned char *domain)
{
    void *data = NULL;
    size_t len = 0;

    return SSL_SESSION_get0_ticket_appdata(session, &data, &len) == 1 && len >= MARK_SIZE
        && memcmp(data, MARK, sizeof(MARK)) == 0
        && CRYPTO_memcmp((unsigned char *)data + sizeof(MARK), domain, DOMAIN_SIZE) == 0;
}

/* Whether the certificate that the session was verified by is past its time, where this side looks at the clock. */
static int has_expired(SSL *ssl, SSL_SESSION *session)
{
    X509 *peer = SSL_SESSION_get0_peer(session);
    unsigned long flags = X509_VERIFY_PARAM_get_flags(SSL_get0_param(ssl));

    if (peer == NULL || (flags & (X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_USE_CHECK_TIME)) != 0)
        return 0;
    return SSL_get_verify_mode(ssl) != SSL_VERIFY_NONE && X509_cmp_current_time(X509_get0_notAfter(peer)) < 0;
}

void domain_begin(SSL *ssl)
{
    ConnectionState *state = connection_state(ssl);
    SSL_SESSION *session = SSL_get_session(ssl);

    if (state == NULL) {
        SSL_set_session(ssl, NULL);
        return;
    }
    /* Anew at each attempt until the first flight is made: one may fail before all is said. */
    if (SSL_is_server(ssl) || !SSL_in_before(ssl))
        return;
    state->has_domain = client_domain(ssl, state, state->domain);
    if (session != NULL && (!state->has_domain || !is_of(session, state->domain) || has_expired(ssl, session)))
        SSL_set_session(ssl, NULL);
}

static size_t chain_size(STACK_OF(X509) *chain)
{
    size_t size = 0;
    int i;

    for (i = 0; i < sk_X509_num(chain); i++)
        size += (size_t)i2d_X509(sk_X509_value(chain, i), NULL);
    return size > MAX_CHAIN ? 0 : size;
}

void domain_mark(SSL *ssl, SSL_SESSION *session)
{
    ConnectionState *state = connection_state(ssl);
    STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
    unsigned char domain[DOMAIN_SIZE];
    unsigned char *data, *at;
    size_t size;
    int i;

    /* A resumed session is marked already, with the chain that was verified then. */
    if (SSL_is_server(ssl) || state == NULL || !state->has_domain || is_of(session, state->domain))
        return;
    /* What JavaScript demands has not been looked at yet. */
    if (state->demands_len > 0 && !state->demands_met)
        return;
    /* Whoever changed what is demanded meanwhile has no session of either domain. */
    if (!client_domain(ssl, state, domain) || CRYPTO_memcmp(domain, state->domain, DOMAIN_SIZE) != 0)
        return;
    size = SSL_get_verify_result(ssl) == X509_V_OK ? chain_size(chain) : 0;
    data = OPENSSL_malloc(MARK_SIZE + size);
    if (data == NULL)
        return;
    memcpy(data, MARK, sizeof(MARK));
    memcpy(data + sizeof(MARK), domain, DOMAIN_SIZE);
    at = data + MARK_SIZE;
    for (i = 0; size > 0 && i < sk_X509_num(chain); i++)
        i2d_X509(sk_X509_value(chain, i), &at);
    SSL_SESSION_set1_ticket_appdata(session, data, MARK_SIZE + size);
    OPENSSL_free(data);
}

int domain_of_server(SSL *ssl, const char *name)
{
    const ConnectionState *state = connection_state(ssl);
    const ContextState *shared = context_state(SSL_get_SSL_CTX(ssl));
    unsigned char domain[DOMAIN_SIZE];
    int ok;
    EVP_MD_CTX *hash;

    if (state == NULL || shared == NULL)
        return 0;
    hash = begin(&ok);
    add_text(hash, &ok, "server");
    add(hash, &ok, shared->name, shared->name_len);
    add_host(hash, &ok, name);
    /* Without a request for certificates nobody is verified. */
    if (SSL_get_verify_mode(ssl) != SSL_VERIFY_NONE)
        add_policy(hash, &ok, ssl, state);
    return finish(hash, ok, domain) && SSL_set_session_id_context(ssl, domain, sizeof(domain));
}

/* The chain that a client verified when the resumed session was made; NULL where there is none. */
static STACK_OF(X509) *kept_chain(SSL *ssl)
{
    SSL_SESSION *session = SSL_get_session(ssl);
    const ConnectionState *state = connection_state(ssl);
    STACK_OF(X509) *chain;
    const unsigned char *at;
    void *data = NULL;
    size_t len = 0;

    if (session == NULL || SSL_is_server(ssl) || !SSL_session_reused(ssl) || state == NULL || !state->has_domain
        || !is_of(session, state->domain) || SSL_SESSION_get0_ticket_appdata(session, &data, &len) != 1
        || len == MARK_SIZE)
        return NULL;
    chain = sk_X509_new_null();
    for (at = (unsigned char *)data + MARK_SIZE; chain != NULL && at < (unsigned char *)data + len;) {
        X509 *cert = d2i_X509(NULL, &at, (unsigned char *)data + len - at);

        if (cert == NULL || sk_X509_push(chain, cert) <= 0) {
            X509_free(cert);
            OSSL_STACK_OF_X509_free(chain);
            return NULL;
        }
    }
    return chain;
}

/* The chain that was verified, in this handshake or in the one whose session is resumed. */
EXPORT(OwnedOrNull(X509Chain), ssl_get_verified_chain)(Borrowed(SSL) ssl)
{
    STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);

    return chain == NULL ? kept_chain(ssl) : X509_chain_up_ref(chain);
}

/* Whether a resumed session is of this connection's own domain: always, unless nobody asked for it by this shim. */
EXPORT(Raw, ssl_session_is_own)(Borrowed(SSL) ssl)
{
    const ConnectionState *state = connection_state(ssl);
    SSL_SESSION *session = SSL_get_session(ssl);

    if (!SSL_session_reused(ssl) || SSL_is_server(ssl))
        return 1;
    return state != NULL && session != NULL && state->has_domain && is_of(session, state->domain);
}

/* What else decides whether the peer is good: it becomes part of the domain. */
EXPORT(Status, ssl_set_demands)(Borrowed(SSL) ssl, BYTES(demands))
{
    ConnectionState *state = connection_state(ssl);
    unsigned char *copy = state == NULL ? NULL : OPENSSL_memdup(demands, demands_len);

    if (state == NULL || (copy == NULL && demands_len > 0))
        return 0;
    OPENSSL_free(state->demands);
    state->demands = copy;
    state->demands_len = demands_len;
    state->demands_met = 0;
    return 1;
}

/* The peer is good for them: from now on sessions are marked. */
EXPORT(Status, ssl_demands_met)(Borrowed(SSL) ssl)
{
    ConnectionState *state = connection_state(ssl);

    if (state == NULL)
        return 0;
    state->demands_met = 1;
    /* TLS 1.2 has made its session before, and offers it where it renegotiates. */
    if (SSL_version(ssl) < TLS1_3_VERSION && SSL_get_session(ssl) != NULL)
        domain_mark(ssl, SSL_get_session(ssl));
    return 1;
}

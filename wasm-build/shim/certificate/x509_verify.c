/*
 * Verification that goes on after a fault, and tells each of them with its place; what policies came of it; and whether one
 * certificate was issued by another. The verdict is X509_verify_cert's: a chain is good when it says so without one fault.
 */
#include "shim.h"

typedef STACK_OF(X509) X509Chain;

/* A chain of 100 has some hundreds of faults at worst; whoever makes more has been refused long ago. */
#define MOST_FAULTS 4096
#define FAULT_BYTES 12

typedef struct {
    BIO *list;
    int count;
} Faults;

static void put32(unsigned char *p, int value)
{
    p[0] = (unsigned char)((unsigned int)value >> 24);
    p[1] = (unsigned char)((unsigned int)value >> 16);
    p[2] = (unsigned char)((unsigned int)value >> 8);
    p[3] = (unsigned char)value;
}

/* One fault: its code, the depth, and how many verifications lie around it (the chain of a CRL's issuer is one of its own). */
static int add_fault(Faults *faults, int code, int depth, int nested)
{
    unsigned char entry[FAULT_BYTES];

    put32(entry, code);
    put32(entry + 4, depth);
    put32(entry + 8, nested);
    faults->count++;
    return BIO_write(faults->list, entry, sizeof(entry)) == sizeof(entry);
}

/* Goes on after each fault, until there are too many. What is told as good (1) or of policies (2) is no fault. */
static int collect(int ok, X509_STORE_CTX *ctx)
{
    X509_STORE_CTX *outer = ctx;
    Faults *faults;
    int nested = 0;

    if (ok != 0)
        return ok;
    while (X509_STORE_CTX_get0_parent_ctx(outer) != NULL) {
        outer = X509_STORE_CTX_get0_parent_ctx(outer);
        nested++;
    }
    faults = X509_STORE_CTX_get_app_data(outer);
    if (faults == NULL || faults->count >= MOST_FAULTS)
        return 0;
    return add_fault(faults, X509_STORE_CTX_get_error(ctx), X509_STORE_CTX_get_error_depth(ctx), nested);
}

/*
 * Verifies, and gives all faults in the order in which they were found. `whole` is whether the run came to its end: where it did
 * not, what it would have looked at after the last fault is not known.
 */
EXPORT(Status, x509_verify_all)(Borrowed(X509_STORE_CTX) ctx, Out *faults_list)
{
    Faults faults = { BIO_new(BIO_s_mem()), 0 };
    unsigned char whole[1];
    int done;

    if (faults.list == NULL)
        return 0;
    ERR_set_mark();
    X509_STORE_CTX_set_app_data(ctx, &faults);
    X509_STORE_CTX_set_verify_cb(ctx, collect);
    done = X509_verify_cert(ctx);
    X509_STORE_CTX_set_app_data(ctx, NULL);
    ERR_pop_to_mark();
    /* What ends without a word to the callback, such as for want of memory, is a fault, too. */
    if (done <= 0 && faults.count == 0
        && !add_fault(&faults, X509_STORE_CTX_get_error(ctx), X509_STORE_CTX_get_error_depth(ctx), 0)) {
        BIO_free(faults.list);
        return 0;
    }
    whole[0] = done > 0;
    if (BIO_write(faults.list, whole, 1) != 1) {
        BIO_free(faults.list);
        return 0;
    }
    return out_bio(faults_list, faults.list);
}

/* The chain as far as it was built; null where there is none. */
EXPORT(OwnedOrNull(X509Chain), x509_store_ctx_built_chain)(Borrowed(X509_STORE_CTX) ctx)
{
    return X509_STORE_CTX_get1_chain(ctx);
}

/* How many certificates of the chain did not come from the store. */
EXPORT(Raw, X509_STORE_CTX_get_num_untrusted)(Borrowed(X509_STORE_CTX) ctx)
{
    return X509_STORE_CTX_get_num_untrusted(ctx);
}

static int put_policies(BIO *list, char kind, STACK_OF(X509_POLICY_NODE) *nodes)
{
    int i, ok = 1;

    for (i = 0; ok && i < sk_X509_POLICY_NODE_num(nodes); i++) {
        char text[256];
        int len = OBJ_obj2txt(text, sizeof(text), X509_policy_node_get0_policy(sk_X509_POLICY_NODE_value(nodes, i)), 1);

        ok = len > 0 && (size_t)len < sizeof(text) && BIO_printf(list, "%c %s\n", kind, text) > 0;
    }
    return ok;
}

/* A line for each policy: `u` for those of the user's set, `a` for those of the authorities', then the number; `x` alone where one is demanded. */
EXPORT(Status, x509_store_ctx_policies)(Borrowed(X509_STORE_CTX) ctx, OutText *lines)
{
    X509_POLICY_TREE *tree = X509_STORE_CTX_get0_policy_tree(ctx);
    int explicit = X509_STORE_CTX_get_explicit_policy(ctx);

    OUT_BIO(lines, (!explicit || BIO_puts(bio_, "x\n") > 0)
        && (tree == NULL || (put_policies(bio_, 'a', X509_policy_tree_get0_policies(tree))
                             && put_policies(bio_, 'u', X509_policy_tree_get0_user_policies(tree)))));
}

/* The hash of the subject (0) or the issuer (1), by which who issued whom is looked up: equal for names that OpenSSL takes for equal. */
EXPORT(Number, x509_link_hash)(Borrowed(X509) cert, int which)
{
    return (Number)(uint32_t)(which == 0 ? X509_subject_name_hash(cert) : X509_issuer_name_hash(cert));
}

/*
 * Whether `issuer` has issued `cert`: 0 it has; above 0 what of names, identifiers or key usage does not fit (X509_V_ERR_…);
 * -1 where all fit but its key has not signed.
 */
EXPORT(Raw, x509_issued_by)(Borrowed(X509) cert, Borrowed(X509) issuer)
{
    int fits = X509_check_issued(issuer, cert);
    EVP_PKEY *key = fits == X509_V_OK ? X509_get0_pubkey(issuer) : NULL;
    int ok;

    if (fits != X509_V_OK)
        return fits;
    ERR_set_mark();
    ok = key != NULL && X509_verify(cert, key) == 1;
    ERR_pop_to_mark();
    return ok ? 0 : -1;
}

/* Whether a certificate has signed itself: issuer, identifiers and signature. */
EXPORT(Raw, x509_is_self_signed)(Borrowed(X509) cert)
{
    int signs;

    ERR_set_mark();
    signs = X509_self_signed(cert, 1);
    ERR_pop_to_mark();
    return signs == 1;
}

/* The short name of a purpose; null for a number that is none. */
EXPORT(TextOrNull, x509_purpose_name)(int purpose)
{
    int index = X509_PURPOSE_get_by_id(purpose);

    return index < 0 ? NULL : X509_PURPOSE_get0_sname(X509_PURPOSE_get0(index));
}

/*
 * The vocabulary of the shim.
 *
 * Each function that TypeScript may call is written as
 *
 *     EXPORT(Owned(X509), X509_dup)(Borrowed(X509) cert) { … }
 *
 * and the binding generator (../generate) reads that line. The words below are plain C types to the
 * compiler; to the generator they say who owns a pointer, how failure is reported and how bytes cross
 * the heap. A line that the generator cannot read fails the build, so C and TypeScript cannot drift.
 *
 * The shim holds no policy: it turns macros into functions, structs into bytes and C callbacks into imports.
 */
#ifndef TSO_SHIM_H
#define TSO_SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#define EXPORT(ret, name) __attribute__((export_name(#name))) ret tso_##name
#define IMPORT(name) __attribute__((import_module("tsopenssl"), import_name(#name)))

/* Results. */
typedef int Status;           /* 1 is success, 0 and below an error: the binding throws what the queue holds */
typedef int Flag;             /* 1 true, 0 false, below 0 an error */
typedef int Raw;              /* a number that the caller interprets; never throws by itself */
typedef double Number;        /* an integer below 2^53, where 32 bits are too few */
#define Owned(T) T *          /* the caller must free it; NULL is an error */
#define OwnedOrNull(T) T *    /* the caller must free it; NULL means "none" */
#define Borrowed(T) T *       /* as result: lives inside the first parameter, which the handle keeps alive */
#define BorrowedOrNull(T) T * /* the same, where NULL means "none" */
typedef const char *Text;     /* UTF-8 with static storage; NULL is an error */
typedef const char *TextOrNull;

/* Parameters: Borrowed(T), BorrowedOrNull(T), Taken(T), int, unsigned int, Number, and these. */
#define Taken(T) T *                                             /* freed by the callee, whatever it returns */
#define BYTES(p) const unsigned char *p, size_t p##_len          /* Uint8Array */
#define BYTES_OR_NULL(p) const unsigned char *p, size_t p##_len  /* Uint8Array or null */
#define STRING(p) const char *p, size_t p##_len                  /* UTF-8 with its length; may hold NULs */
#define CSTRING(p) const char *p                                 /* UTF-8, NUL-terminated; the binding refuses inner NULs */
#define CSTRING_OR_NULL(p) const char *p

/* Output parameters. A function with one of them and a Status result returns that output alone. */
typedef struct {
    unsigned char *data; /* from OPENSSL_malloc; the binding copies it out, wipes it and frees it */
    size_t len;
    int present;
} Out;
typedef Out OutOrNull; /* null where the shim left it unset */
typedef Out OutText;   /* UTF-8 */
typedef Out OutTextOrNull;
typedef int OutInt;

/* Gives `len` bytes at `data`, from OPENSSL_malloc, to the caller. */
Status out_take(Out *out, unsigned char *data, int len);
/* Copies `len` bytes to the caller. */
Status out_copy(Out *out, const void *data, size_t len);
/* Copies all that a memory BIO holds to the caller and frees the BIO; NULL is an error. */
Status out_bio(Out *out, BIO *bio);

/* Runs an i2d_ function into an Out. */
#define OUT_DER(out, call)                                   \
    do {                                                     \
        unsigned char *der_ = NULL;                          \
        int len_ = (call);                                   \
        return out_take((out), der_, len_);                  \
    } while (0)

/* Gives what was written into the memory BIO `bio_`; `good` writes it, and is whether that succeeded. */
#define OUT_BIO(out, good)                                   \
    do {                                                     \
        BIO *bio_ = BIO_new(BIO_s_mem());                    \
                                                             \
        if (bio_ != NULL && !(good)) {                       \
            BIO_free(bio_);                                  \
            return 0;                                        \
        }                                                    \
        return out_bio((out), bio_);                         \
    } while (0)

/*
 * The public half of a key, which it frees. A structure that was given a whole pair hands out that very pair: what is
 * asked for its public key must not give away the private one.
 */
EVP_PKEY *public_copy(EVP_PKEY *key);
/* The same of a key that stays the caller's: for structures that are given a pair, and need but its public half. */
EVP_PKEY *public_half(EVP_PKEY *key);

/*
 * A certificate of its own, with its trust settings. What C keeps and what JavaScript holds are never one object: JavaScript
 * can change the key, the names and the extensions of its own, and by that neither what is trusted or shown, nor free a name
 * that another object still points into. NULL for NULL, and for what cannot be encoded.
 */
X509 *certificate_copy(const X509 *cert);
/* The same of each of a list. */
STACK_OF(X509) *certificate_copies(const STACK_OF(X509) *certs);

/*
 * A connection that wipes plaintext from its buffers once it was read. Set here and not for the context, whose options read
 * as those of the originals, and can be set all at once: nobody who does that means this one.
 */
SSL *wiping_connection(SSL_CTX *ctx);

/* The name by which providers know a digest: `RSA-SHA256` is an old name of SHA2-256 that they do not. NULL for NULL. */
const char *digest_fetchable(const char *name);

/* A read-only memory BIO over caller's bytes; NULL if longer than INT_MAX. */
BIO *bio_over(const void *data, size_t len);

/* Returns what `call` makes of the BIO `bio_`, which is over `bytes`. */
#define READ_BIO(T, bytes, call)                             \
    do {                                                     \
        BIO *bio_ = bio_over((bytes), bytes##_len);          \
        T *read_ = bio_ == NULL ? NULL : (call);             \
                                                             \
        BIO_free(bio_);                                      \
        return read_;                                        \
    } while (0)

/* YYYYMMDDhhmmssZ of a UTCTime or GeneralizedTime; unset for an empty or undefined one. */
Status asn1_time_text(const ASN1_TIME *time, OutTextOrNull *text);
/* A time of YYYYMMDDhhmmss with Z, +hhmm or -hhmm, as RFC 5280, 4.1.2.5 encodes it: in UTC, UTCTime to 2049; NULL for others. */
ASN1_TIME *asn1_time_from(const char *text);
/* Hexadecimal, with a minus sign where it is negative. */
Status asn1_integer_hex(const ASN1_INTEGER *integer, OutText *hex);

#endif

/* Certificate extensions. */
#include <openssl/conf.h>
#include <openssl/conf_api.h>

#include "shim.h"

EXPORT(void, X509_EXTENSION_free)(Taken(X509_EXTENSION) extension)
{
    X509_EXTENSION_free(extension);
}

/* The section `values` of the configuration: names and values by turns, each with a NUL behind it. */
static int add_section(CONF *conf, const unsigned char *section, size_t len)
{
    const char *at = (const char *)section, *end = at + len;
    CONF_VALUE *values;

    if (!_CONF_new_data(conf) || (values = _CONF_new_section(conf, "values")) == NULL)
        return 0;
    while (at < end) {
        const char *name = at, *value = name + strlen(name) + 1;
        CONF_VALUE *entry;

        if (value >= end || (entry = OPENSSL_zalloc(sizeof(*entry))) == NULL)
            return 0;
        at = value + strlen(value) + 1;
        entry->name = OPENSSL_strdup(name);
        entry->value = OPENSSL_strdup(value);
        if (entry->name == NULL || entry->value == NULL || !_CONF_add_string(conf, values, entry)) {
            OPENSSL_free(entry->name);
            OPENSSL_free(entry->value);
            OPENSSL_free(entry);
            return 0;
        }
    }
    return 1;
}

/*
 * Makes an extension from the syntax of x509v3_config(5); `section` is what "@values" in it stands for. The context is set even without certificates, since some
 * types dereference it; the empty configuration keeps values of the form "@section" from looking anywhere.
 */
EXPORT(Owned(X509_EXTENSION), x509_extension_new)(CSTRING(type), int critical, STRING(value), BYTES(section),
                                                  BorrowedOrNull(X509) subject, BorrowedOrNull(X509) issuer)
{
    CONF *conf = NCONF_new(NULL);
    X509_EXTENSION *extension = NULL;
    X509V3_CTX ctx;
    BIO *text = BIO_new(BIO_s_mem());
    char *full = NULL;

    /* X509V3_EXT_nconf takes a C string: an inner NUL would cut what was asked for. */
    if (conf == NULL || text == NULL || memchr(value, '\0', value_len) != NULL) {
        if (conf != NULL && text != NULL)
            ERR_raise(ERR_LIB_X509V3, X509V3_R_INVALID_NULL_VALUE);
        goto end;
    }
    if (section_len > 0 && !add_section(conf, section, section_len))
        goto end;
    if (BIO_printf(text, "%s%s", critical ? "critical," : "", value) < 0 || BIO_write(text, "", 1) != 1
        || BIO_get_mem_data(text, &full) <= 0)
        goto end;
    X509V3_set_ctx(&ctx, issuer, subject, NULL, NULL, 0);
    X509V3_set_nconf(&ctx, conf);
    extension = X509V3_EXT_nconf(conf, &ctx, type, full);
end:
    BIO_free(text);
    NCONF_free(conf);
    return extension;
}

/* An extension of any type, by its name or its dotted numbers, with its value in DER. */
EXPORT(Owned(X509_EXTENSION), x509_extension_from_der)(CSTRING(type), int critical, BYTES(der))
{
    ASN1_OBJECT *object = OBJ_txt2obj(type, 0);
    ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
    X509_EXTENSION *extension = NULL;

    if (object != NULL && value != NULL && der_len <= INT32_MAX && ASN1_OCTET_STRING_set(value, der, (int)der_len))
        extension = X509_EXTENSION_create_by_OBJ(NULL, object, critical, value);
    ASN1_OCTET_STRING_free(value);
    ASN1_OBJECT_free(object);
    return extension;
}

/* The dotted numbers of the type. */
EXPORT(Status, x509_extension_numbers)(Borrowed(X509_EXTENSION) extension, OutText *numbers)
{
    char text[512];
    int len = OBJ_obj2txt(text, sizeof(text), X509_EXTENSION_get_object(extension), 1);

    return len > 0 && out_copy(numbers, text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1);
}

EXPORT(Raw, X509_EXTENSION_get_critical)(Borrowed(X509_EXTENSION) extension)
{
    return X509_EXTENSION_get_critical(extension);
}

/* The short name, or the dotted number of a type that OpenSSL does not know. */
EXPORT(Status, x509_extension_short_name)(Borrowed(X509_EXTENSION) extension, OutText *name)
{
    ASN1_OBJECT *object = X509_EXTENSION_get_object(extension);
    int nid = OBJ_obj2nid(object);
    char dotted[128];
    int len;

    if (nid != NID_undef) {
        const char *sn = OBJ_nid2sn(nid);

        return out_copy(name, sn, strlen(sn));
    }
    len = OBJ_obj2txt(dotted, sizeof(dotted), object, 1);
    return len > 0 && out_copy(name, dotted, (size_t)len < sizeof(dotted) ? (size_t)len : sizeof(dotted) - 1);
}

EXPORT(Status, x509_extension_data)(Borrowed(X509_EXTENSION) extension, Out *out)
{
    ASN1_OCTET_STRING *data = X509_EXTENSION_get_data(extension);

    return out_copy(out, ASN1_STRING_get0_data(data), (size_t)ASN1_STRING_length(data));
}

/* Whether a value could pass for more than one name, or for its end: what parts names, and what quotes them. */
static int must_be_quoted(const char *text, int len)
{
    int i;

    for (i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == ',' || c == '"' || c == '\\' || c == '\'' || c == 0x7f || (c < 0x20 && c != 0))
            return 1;
    }
    return 0;
}

/* As a JSON string: nobody can forge a second name within one (CVE-2021-44532). */
static int print_quoted(BIO *bio, const char *text, int len)
{
    int i, ok = BIO_puts(bio, "\"") > 0;

    for (i = 0; ok && i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '"' || c == '\\')
            ok = BIO_printf(bio, "\\%c", c) > 0;
        else if (c < 0x20 || c == 0x7f)
            ok = BIO_printf(bio, "\\u%04x", c) > 0;
        else
            ok = BIO_write(bio, &text[i], 1) == 1;
    }
    return ok && BIO_puts(bio, "\"") > 0;
}

static int print_value(BIO *bio, const char *text, int len)
{
    return must_be_quoted(text, len) ? print_quoted(bio, text, len) : len == 0 || BIO_write(bio, text, len) == len;
}

static int print_labelled(BIO *bio, const char *label, const ASN1_STRING *text)
{
    return BIO_puts(bio, label) > 0
        && print_value(bio, (const char *)ASN1_STRING_get0_data(text), ASN1_STRING_length(text));
}

/* As OpenSSL prints the other kinds, with what is behind the label quoted where it must be. */
static int print_other_kind(BIO *bio, GENERAL_NAME *name)
{
    BIO *line = BIO_new(BIO_s_mem());
    char *text = NULL;
    const char *colon;
    int len, ok = line != NULL && GENERAL_NAME_print(line, name) > 0;

    if (ok) {
        len = (int)BIO_get_mem_data(line, &text);
        colon = len > 0 ? memchr(text, ':', (size_t)len) : NULL;
        if (colon == NULL)
            ok = print_value(bio, text, len);
        else
            ok = BIO_write(bio, text, (int)(colon + 1 - text)) > 0 && print_value(bio, colon + 1, (int)(text + len - colon - 1));
    }
    BIO_free(line);
    return ok;
}

/* With its whole length: a name with a NUL inside must not look like what stands before it (CVE-2013-4314). */
static int print_general_name(BIO *bio, GENERAL_NAME *name)
{
    switch (name->type) {
    case GEN_EMAIL:
        return print_labelled(bio, "email:", name->d.rfc822Name);
    case GEN_DNS:
        return print_labelled(bio, "DNS:", name->d.dNSName);
    case GEN_URI:
        return print_labelled(bio, "URI:", name->d.uniformResourceIdentifier);
    default:
        return print_other_kind(bio, name);
    }
}

/* 1 printed, 0 not, -1 where the extension holds no names to print so. */
static int print_alt_names(BIO *bio, X509_EXTENSION *extension)
{
    int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
    GENERAL_NAMES *names = NULL;
    int i, ok = 1;

    if (nid == NID_subject_alt_name || nid == NID_issuer_alt_name)
        names = X509V3_EXT_d2i(extension);
    if (names == NULL)
        return -1;
    for (i = 0; ok && i < sk_GENERAL_NAME_num(names); i++)
        ok = (i == 0 || BIO_puts(bio, ", ") > 0) && print_general_name(bio, sk_GENERAL_NAME_value(names, i));
    GENERAL_NAMES_free(names);
    return ok;
}

/* The value in words; in hexadecimal where OpenSSL does not know the type, or cannot decode it. */
EXPORT(Status, x509_extension_text)(Borrowed(X509_EXTENSION) extension, OutText *out)
{
    BIO *bio = BIO_new(BIO_s_mem());
    int printed = bio == NULL ? 0 : print_alt_names(bio, extension);

    if (printed < 0)
        printed = X509V3_EXT_print(bio, extension, X509V3_EXT_DUMP_UNKNOWN, 0) == 1;
    if (!printed) {
        if (ERR_peek_error() == 0)
            ERR_raise(ERR_LIB_X509V3, X509V3_R_EXTENSION_VALUE_ERROR);
        BIO_free(bio);
        return 0;
    }
    return out_bio(out, bio);
}

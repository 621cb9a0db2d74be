/* ASN.1 values as text. */
#include "shim.h"

Status asn1_time_text(const ASN1_TIME *time, OutTextOrNull *text)
{
    ASN1_GENERALIZEDTIME *generalized;
    Status ok;

    if (time == NULL || ASN1_STRING_length(time) == 0)
        return 1;
    if (ASN1_STRING_type(time) == V_ASN1_GENERALIZEDTIME)
        return out_copy(text, ASN1_STRING_get0_data(time), (size_t)ASN1_STRING_length(time));
    generalized = ASN1_TIME_to_generalizedtime(time, NULL);
    if (generalized == NULL) {
        if (ERR_peek_error() == 0)
            ERR_raise(ERR_LIB_ASN1, ASN1_R_ILLEGAL_TIME_VALUE);
        return 0;
    }
    ok = out_copy(text, ASN1_STRING_get0_data(generalized), (size_t)ASN1_STRING_length(generalized));
    ASN1_GENERALIZEDTIME_free(generalized);
    return ok;
}

ASN1_TIME *asn1_time_from(const char *text)
{
    ASN1_TIME *time = ASN1_TIME_new();

    if (time != NULL && ASN1_TIME_set_string(time, text) && ASN1_TIME_normalize(time))
        return time;
    ASN1_TIME_free(time);
    if (ERR_peek_error() == 0)
        ERR_raise(ERR_LIB_ASN1, ASN1_R_ILLEGAL_TIME_VALUE);
    return NULL;
}

Status asn1_integer_hex(const ASN1_INTEGER *integer, OutText *hex)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(integer, NULL);
    char *text = number == NULL ? NULL : BN_bn2hex(number);

    BN_free(number);
    return text != NULL && out_take(hex, (unsigned char *)text, (int)strlen(text));
}

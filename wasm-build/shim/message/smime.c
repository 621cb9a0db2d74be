/* S/MIME messages (RFC 8551). */
#include "shim.h"

/* After pem.h, or it keeps its PEM functions to itself. */
#include <openssl/cms.h>

/* What a mail carries: the message, and the part that a detached signature is about, its line ends CRLF. */
EXPORT(Status, smime_read)(BYTES(mail), Out *der, OutOrNull *content)
{
    BIO *bio = bio_over(mail, mail_len), *part = NULL;
    CMS_ContentInfo *cms = bio == NULL ? NULL : SMIME_read_CMS(bio, &part);
    unsigned char *bytes = NULL;
    int len = cms == NULL ? -1 : i2d_CMS_ContentInfo(cms, &bytes);
    char *data;
    long part_len = part == NULL ? 0 : BIO_get_mem_data(part, &data);
    int ok = out_take(der, bytes, len) && (part == NULL || out_copy(content, data, (size_t)part_len));

    BIO_free(part);
    BIO_free(bio);
    CMS_ContentInfo_free(cms);
    return ok;
}

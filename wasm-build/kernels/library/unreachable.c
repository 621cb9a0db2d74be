/*
 * What no instance can reach, so that the linker leaves out all that hangs on it: configuration files (there are no files;
 * init.c and ssl_lib.c would have them read), and the providers that nobody can name.
 */
#include <openssl/conf.h>
#include <openssl/ssl.h>

#include "crypto/provider_local.h"
#include "internal/conf.h"

/* ssl/ssl_local.h has it. */
int ssl_ctx_system_config(SSL_CTX *ctx);

OSSL_provider_init_fn ossl_default_provider_init;
OSSL_provider_init_fn ossl_legacy_provider_init;

/* crypto/conf/conf_sap.c */
int ossl_config_int(const OPENSSL_INIT_SETTINGS *settings)
{
    (void)settings;
    return 1;
}

void ossl_no_config_int(void)
{
}

/* ssl/ssl_mcnf.c */
int ssl_ctx_system_config(SSL_CTX *ctx)
{
    (void)ctx;
    return 1;
}

/* crypto/provider_predefined.c */
const OSSL_PROVIDER_INFO ossl_predefined_providers[] = {
    { .name = "default", .init = ossl_default_provider_init, .is_fallback = 1 },
    { .name = "legacy", .init = ossl_legacy_provider_init },
    { 0 }
};

/* OCSP's functions make their own context of verification, which has what the store has: so the store is lent what one call is told. */
#include "status/judging.h"

StoreState store_judging(X509_STORE *store, Number at, int level)
{
    X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);
    StoreState before = {
        .time = X509_VERIFY_PARAM_get_time(param),
        .has_time = (X509_VERIFY_PARAM_get_flags(param) & X509_V_FLAG_USE_CHECK_TIME) != 0,
        .level = X509_VERIFY_PARAM_get_auth_level(param),
    };

    if (at >= 0)
        X509_VERIFY_PARAM_set_time(param, (time_t)at);
    if (level > before.level)
        X509_VERIFY_PARAM_set_auth_level(param, level);
    return before;
}

void store_restore(X509_STORE *store, StoreState before)
{
    X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);

    X509_VERIFY_PARAM_set_time(param, before.time);
    if (!before.has_time)
        X509_VERIFY_PARAM_clear_flags(param, X509_V_FLAG_USE_CHECK_TIME);
    X509_VERIFY_PARAM_set_auth_level(param, before.level);
}

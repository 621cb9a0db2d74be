#ifndef TSO_SEED_SOURCE_H
#define TSO_SEED_SOURCE_H

/* The one algorithm of the seed source's provider. */
#define SEED_SOURCE_NAME "TSOPENSSL-SEED"

/* Registers the platform's entropy as OpenSSL's only seed source; call before any DRBG exists. */
int seed_source_install(void);

#endif

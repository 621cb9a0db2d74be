#ifndef TSO_SEED_SOURCE_H
#define TSO_SEED_SOURCE_H

/* Registers the platform's entropy as OpenSSL's only seed source; call before any DRBG exists. */
int seed_source_install(void);

#endif

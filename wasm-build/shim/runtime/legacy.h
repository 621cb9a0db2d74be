#ifndef TSO_LEGACY_H
#define TSO_LEGACY_H

/*
 * Loads the legacy provider: RC2, RC4, single DES, CAST5, Blowfish, and the key derivation of PBES1, for files of before
 * 2020. It is there from the start, so that no call changes what another can read; what is written asks cipher_kind.
 */
int legacy_install(void);

#endif

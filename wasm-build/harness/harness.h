/*
 * The harness: OpenSSL's primitives through EVP, for two uses outside of the product. The tests compare the results of
 * the module with kernels with those of OpenSSL's own C (once.c); the benchmark times operations (operations.c), here and,
 * compiled by the system's compiler, in native OpenSSL (native.c).
 */
#ifndef TSO_HARNESS_H
#define TSO_HARNESS_H

#include <stddef.h>

#ifdef __wasm__
#define HARNESS(name) __attribute__((export_name(#name)))
#else
#define HARNESS(name)
#endif

/* Prepares an operation over `size` bytes; 0 where this build does not know it. */
HARNESS(harness_setup) int harness_setup(const char *name, int size);
/* Does the operation that was prepared; 0 on failure. */
HARNESS(harness_run) int harness_run(int times);

#endif

/*
 * LOOKUP: sixteen look-ups in a table of sixteen bytes that is a vector, the one primitive of aes_vperm.c and ghash.c.
 *
 * i8x16.swizzle answers 0 for every index above 15. x86 has that from bit 7 alone, so engines spend an addition on each
 * swizzle whose index they cannot see. Relaxed swizzle leaves 16 to 127 open, which neither file uses, and is one
 * instruction everywhere: a module that asks for relaxed SIMD gets it.
 */
#ifndef WASM_KERNEL_LOOKUP_H
#define WASM_KERNEL_LOOKUP_H

#include <wasm_simd128.h>

#ifdef __wasm_relaxed_simd__
#define LOOKUP(table, index) wasm_i8x16_relaxed_swizzle(table, index)
#else
#define LOOKUP(table, index) wasm_i8x16_swizzle(table, index)
#endif

#endif

/*
 * Digits of a secret scalar, and the table entries that they select: no address depends on them.
 *
 * The includer defines UNROLL and INLINE.
 */
#include <stdint.h>

#include <wasm_simd128.h>

#include "internal/constant_time.h"

/* All entries are read, the one of index is kept. */
INLINE void gather(v128_t *out, const v128_t *table, int entries, size_t vectors, uint32_t index)
{
    v128_t wanted = wasm_i32x4_splat((int32_t)index);

    UNROLL for (size_t i = 0; i < vectors; i++) out[i] = wasm_i32x4_const_splat(0);
    for (int e = 0; e < entries; e++, table += vectors) {
        v128_t mask = wasm_i32x4_eq(wanted, wasm_i32x4_splat(e));

        UNROLL for (size_t i = 0; i < vectors; i++) out[i] = wasm_v128_or(out[i], wasm_v128_and(table[i], mask));
    }
}

/* From digit v of n bits, which stands for 2v - (2^n - 1), the index of its size, and all ones when it is negative. */
INLINE uint32_t digit_index(uint32_t v, int n, uint32_t *negative)
{
    *negative = value_barrier_32((v >> (n - 1)) - 1);
    return (v ^ *negative) & ((1u << (n - 1)) - 1);
}

INLINE uint32_t bit_of(const uint32_t *words, int i)
{
    return words[i / 32] >> (i % 32) & 1;
}

/*
 * The transform, the products and the compression of ML-KEM (FIPS 203, 4.2.1 and 4.3), eight coefficients at a time.
 *
 * Why: half of an encapsulation is here. OpenSSL's C reduces every product through 64 bits.
 *
 * Sources: FIPS 203; Becker, Hwang, Kannwischer, Yang, Yang, "Neon NTT: Faster Dilithium, Kyber, and Saber on Cortex-A72 and
 * Apple M1" (TCHES 2022(1)), for Barrett multiplication by constants with a rounding high product, which WebAssembly has as
 * q15mulr; pairs of products in one instruction (dot) for the base multiplication.
 *
 * Bounds: times() answers with at most q (|a| / 2^16 + 1/2). Forward, each of seven levels adds that to what is below q
 * at first: below 6q < 2^15. Backward, sums double, so they are reduced after the third and the fifth level.
 *
 * Hook: ml_kem.c, which makes OpenSSL's own versions of these functions weak.
 * Constant time: no branch or address depends on data.
 */
#include <stdint.h>
#include <wasm_simd128.h>

#define Q 3329
#define N 256
#define ROOT 17
/* 128^-1 modulo q */
#define LAST_FACTOR 3303
#define INLINE static inline __attribute__((always_inline))
#define ADD wasm_i16x8_add
#define SUB wasm_i16x8_sub
#define LOAD wasm_v128_load
#define STORE wasm_v128_store

/* OpenSSL's: coefficients below q, before and after. */
typedef struct {
    uint16_t c[N];
} scalar;

void scalar_ntt(scalar *s);
void scalar_inverse_ntt(scalar *s);
void scalar_mult(scalar *out, const scalar *lhs, const scalar *rhs);
void scalar_mult_add(scalar *out, const scalar *lhs, const scalar *rhs);
void scalar_compress(scalar *s, int bits);

/* A factor, between -q/2 and q/2, and round(2^15 factor / q) */
typedef struct {
    int16_t factor, quotient;
} multiplier;

/* Eight of them, for eight lanes. */
typedef struct {
    v128_t factor, quotient;
} multipliers;

/* Powers of the root in bit-reversed order; vectors of them for pairs 4 and 2 apart, both ways; 1 and X^2 by turns. */
static multiplier roots[N / 2];
static multipliers forward4[16], forward2[16], backward4[16], backward2[16], squares[32];
static int is_ready;

static multiplier multiplier_of(int factor)
{
    multiplier m;
    int scaled;

    factor -= factor > Q / 2 ? Q : 0;
    scaled = factor * (1 << 16);
    m.factor = (int16_t)factor;
    m.quotient = (int16_t)((scaled + (scaled < 0 ? -Q : Q)) / (2 * Q));
    return m;
}

static int power(int exponent)
{
    int result = 1;

    while (exponent-- > 0)
        result = result * ROOT % Q;
    return result;
}

static int reversed(int i)
{
    int r = 0;

    for (int bit = 0; bit < 7; bit++)
        r |= (i >> bit & 1) << (6 - bit);
    return r;
}

static void set_lane(multipliers *m, int lane, multiplier value)
{
    ((int16_t *)&m->factor)[lane] = value.factor;
    ((int16_t *)&m->quotient)[lane] = value.quotient;
}

static void prepare(void)
{
    for (int i = 0; i < N / 2; i++)
        roots[i] = multiplier_of(power(reversed(i)));
    for (int i = 0; i < 16; i++) {
        for (int lane = 0; lane < 8; lane++) {
            set_lane(&forward4[i], lane, roots[32 + 2 * i + lane / 4]);
            set_lane(&forward2[i], lane, roots[64 + 4 * i + lane / 2]);
            set_lane(&backward4[i], lane, roots[63 - 2 * i - lane / 4]);
            set_lane(&backward2[i], lane, roots[127 - 4 * i - lane / 2]);
        }
    }
    for (int i = 0; i < 32; i++)
        for (int lane = 0; lane < 8; lane++)
            set_lane(&squares[i], lane, multiplier_of(lane % 2 == 0 ? 1 : power(2 * reversed(4 * i + lane / 2) + 1)));
    is_ready = 1;
}

/* a * factor modulo q, centred */
INLINE v128_t times(v128_t a, v128_t factor, v128_t quotient)
{
    v128_t t = wasm_i16x8_q15mulr_sat(a, quotient);

    return SUB(wasm_i16x8_mul(a, factor), wasm_i16x8_mul(t, wasm_i16x8_splat(Q)));
}

INLINE v128_t centred(v128_t a)
{
    return SUB(a, wasm_i16x8_mul(wasm_i16x8_q15mulr_sat(a, wasm_i16x8_splat(10)), wasm_i16x8_splat(Q)));
}

/* From above -q to below q: the negative ones plus q */
INLINE v128_t positive(v128_t a)
{
    return ADD(a, wasm_v128_and(wasm_i16x8_shr(a, 15), wasm_i16x8_splat(Q)));
}

INLINE void forward(v128_t *x, v128_t *y, v128_t factor, v128_t quotient)
{
    v128_t t = times(*y, factor, quotient);

    *y = SUB(*x, t);
    *x = ADD(*x, t);
}

INLINE void backward(v128_t *x, v128_t *y, v128_t factor, v128_t quotient)
{
    v128_t difference = SUB(*y, *x);

    *x = ADD(*x, *y);
    *y = times(difference, factor, quotient);
}

#define OF_ROOT(i) wasm_v128_load16_splat(&roots[i].factor), wasm_v128_load16_splat(&roots[i].quotient)
#define OF(m) (m).factor, (m).quotient

void scalar_ntt(scalar *s)
{
    if (!is_ready)
        prepare();
    /* Two levels a pass: pairs 128 and 64 apart, then 32 and 16. */
    for (int step = 1, d = 64; d >= 16; step *= 4, d /= 4) {
        for (int i = 0; i < step; i++) {
            uint16_t *c = s->c + 4 * d * i;

            for (int j = 0; j < d; j += 8, c += 8) {
                v128_t x0 = LOAD(c), x1 = LOAD(c + d), x2 = LOAD(c + 2 * d), x3 = LOAD(c + 3 * d);

                forward(&x0, &x2, OF_ROOT(step + i));
                forward(&x1, &x3, OF_ROOT(step + i));
                forward(&x0, &x1, OF_ROOT(2 * (step + i)));
                forward(&x2, &x3, OF_ROOT(2 * (step + i) + 1));
                STORE(c, x0);
                STORE(c + d, x1);
                STORE(c + 2 * d, x2);
                STORE(c + 3 * d, x3);
            }
        }
    }
    /* 8, 4 and 2 apart. */
    for (int i = 0; i < 16; i++) {
        uint16_t *c = s->c + 16 * i;
        v128_t a = LOAD(c), b = LOAD(c + 8), x, y;

        forward(&a, &b, OF_ROOT(16 + i));
        x = wasm_i64x2_shuffle(a, b, 0, 2);
        y = wasm_i64x2_shuffle(a, b, 1, 3);
        forward(&x, &y, OF(forward4[i]));
        a = wasm_i32x4_shuffle(x, y, 0, 4, 2, 6);
        b = wasm_i32x4_shuffle(x, y, 1, 5, 3, 7);
        forward(&a, &b, OF(forward2[i]));
        a = positive(centred(a));
        b = positive(centred(b));
        STORE(c, wasm_i32x4_shuffle(a, b, 0, 4, 1, 5));
        STORE(c + 8, wasm_i32x4_shuffle(a, b, 2, 6, 3, 7));
    }
}

void scalar_inverse_ntt(scalar *s)
{
    const multiplier last = multiplier_of(LAST_FACTOR);
    v128_t factor = wasm_i16x8_splat(last.factor), quotient = wasm_i16x8_splat(last.quotient);

    if (!is_ready)
        prepare();
    for (int i = 0; i < 16; i++) {
        uint16_t *c = s->c + 16 * i;
        v128_t a = LOAD(c), b = LOAD(c + 8), x, y;

        x = wasm_i32x4_shuffle(a, b, 0, 2, 4, 6);
        y = wasm_i32x4_shuffle(a, b, 1, 3, 5, 7);
        backward(&x, &y, OF(backward2[i]));
        a = wasm_i32x4_shuffle(x, y, 0, 4, 2, 6);
        b = wasm_i32x4_shuffle(x, y, 1, 5, 3, 7);
        /* Each vector now holds, of both blocks of eight, the first or the second four in the order 0 1 2 3. */
        backward(&a, &b, OF(backward4[i]));
        x = wasm_i64x2_shuffle(a, b, 0, 2);
        y = wasm_i64x2_shuffle(a, b, 1, 3);
        backward(&x, &y, OF_ROOT(31 - i));
        STORE(c, centred(x));
        STORE(c + 8, y);
    }
    for (int step = 4, d = 16; step > 0; step /= 4, d *= 4) {
        for (int i = 0; i < step; i++) {
            uint16_t *c = s->c + 4 * d * i;
            int root = 2 * step - 1 - i;

            for (int j = 0; j < d; j += 8, c += 8) {
                v128_t x0 = LOAD(c), x1 = LOAD(c + d), x2 = LOAD(c + 2 * d), x3 = LOAD(c + 3 * d);

                backward(&x0, &x1, OF_ROOT(2 * root + 1));
                backward(&x2, &x3, OF_ROOT(2 * root));
                backward(&x0, &x2, OF_ROOT(root));
                backward(&x1, &x3, OF_ROOT(root));
                if (step > 1) {
                    x0 = centred(x0);
                    x1 = centred(x1);
                } else {
                    x0 = positive(times(x0, factor, quotient));
                    x1 = positive(times(x1, factor, quotient));
                    x2 = positive(times(x2, factor, quotient));
                    x3 = positive(times(x3, factor, quotient));
                }
                STORE(c, x0);
                STORE(c + d, x1);
                STORE(c + 2 * d, x2);
                STORE(c + 3 * d, x3);
            }
        }
    }
}

/* floor(a / q) or one less, for a below 2^25.5: 20158 is floor(2^26 / q). */
INLINE v128_t quotient_of(v128_t a)
{
    return wasm_u32x4_shr(wasm_i32x4_mul(wasm_u32x4_shr(a, 10), wasm_i32x4_splat(20158)), 16);
}

INLINE v128_t remainder_of(v128_t a, v128_t quotient)
{
    return wasm_i32x4_sub(a, wasm_i32x4_mul(quotient, wasm_i32x4_splat(Q)));
}

INLINE v128_t reduced(v128_t a)
{
    v128_t r = remainder_of(a, quotient_of(a));

    return wasm_u32x4_min(r, wasm_i32x4_sub(r, wasm_i32x4_splat(Q)));
}

/* Products of the elements l0 + l1 X and r0 + r1 X, where X^2 is a power of the root, plus what is in out. */
INLINE void multiply(scalar *out, const scalar *lhs, const scalar *rhs, int add)
{
    v128_t twice_square = wasm_i32x4_splat(2 * Q * Q);

    if (!is_ready)
        prepare();
    for (int i = 0; i < 32; i++) {
        v128_t l = LOAD(lhs->c + 8 * i), r = LOAD(rhs->c + 8 * i);
        v128_t swapped = wasm_i16x8_shuffle(r, r, 1, 0, 3, 2, 5, 4, 7, 6);
        v128_t c0 = wasm_i32x4_add(wasm_i32x4_dot_i16x8(l, times(r, OF(squares[i]))), twice_square);
        v128_t c1 = wasm_i32x4_dot_i16x8(l, swapped);

        if (add) {
            v128_t old = LOAD(out->c + 8 * i);

            c0 = wasm_i32x4_add(c0, wasm_v128_and(old, wasm_i32x4_splat(0xffff)));
            c1 = wasm_i32x4_add(c1, wasm_u32x4_shr(old, 16));
        }
        STORE(out->c + 8 * i, wasm_v128_or(reduced(c0), wasm_i32x4_shl(reduced(c1), 16)));
    }
}

void scalar_mult(scalar *out, const scalar *lhs, const scalar *rhs)
{
    multiply(out, lhs, rhs, 0);
}

void scalar_mult_add(scalar *out, const scalar *lhs, const scalar *rhs)
{
    multiply(out, lhs, rhs, 1);
}

/* round(2^bits a / q) modulo 2^bits, of four coefficients */
INLINE v128_t compressed(v128_t a, int bits)
{
    v128_t n = wasm_i32x4_add(wasm_i32x4_shl(a, (uint32_t)bits), wasm_i32x4_splat(Q / 2)), t = quotient_of(n);

    /* One more where the remainder is not below q: the comparison's mask is -1. */
    t = wasm_i32x4_sub(t, wasm_i32x4_gt(remainder_of(n, t), wasm_i32x4_splat(Q - 1)));
    return wasm_v128_and(t, wasm_i32x4_splat((1 << bits) - 1));
}

void scalar_compress(scalar *s, int bits)
{
    for (int i = 0; i < N; i += 8) {
        v128_t a = LOAD(s->c + i);
        v128_t low = compressed(wasm_u32x4_extend_low_u16x8(a), bits);
        v128_t high = compressed(wasm_u32x4_extend_high_u16x8(a), bits);

        STORE(s->c + i, wasm_u16x8_narrow_i32x4(low, high));
    }
}

/*
 * Inversion modulo an odd number in constant time, by Bernstein and Yang's divsteps ("Fast constant-time gcd computation
 * and modular inversion", TCHES 2019(3)), in the variant that starts at delta = 1/2.
 *
 * Why: a Fermat inversion of 256 bits is some 270 multiplications, a third of an ECDSA signature made with a comb; the
 * divsteps need about a tenth of that, and work for the group order as well as for the field.
 *
 * Design: 30 divsteps at a time run on the low words alone and give a 2x2 matrix with entries below 2^30 in size, which
 * is then applied to the full f, g and, modulo m, to the cofactors d, e. Numbers are signed limbs of 30 bits, so that
 * all products fit 64 bits. The number of steps for n bits with delta = 1/2 is at most (45907 n + 26313) / 19929.
 *
 * Constant time: the number of steps is fixed, no branch or address depends on a value. The barriers keep the compiler from
 * making a select of a mask, and the engine a branch of the select.
 *
 * The includer defines INV_WORDS (32-bit words of the modulus).
 */
#include <stdint.h>

#include "internal/constant_time.h"

#define INV_LIMBS (INV_WORDS * 32 / 30 + 1)
#define INV_ROUNDS (((45907 * 32 * INV_WORDS + 26313) / 19929 + 30) / 30)
#define INV_MASK ((1 << 30) - 1)

typedef struct {
    int32_t v[INV_LIMBS];
} inv_num;

typedef struct {
    int32_t u, v, q, r;
} inv_matrix;

/* All ones when a is negative */
static int32_t inv_sign(const inv_num *a)
{
    return (int32_t)value_barrier_32((uint32_t)(a->v[INV_LIMBS - 1] >> 31));
}

/* 30 divsteps on the low bits f, g; delta is the paper's less one half. */
static int32_t inv_divsteps(int32_t delta, uint32_t f, uint32_t g, inv_matrix *m)
{
    uint32_t u = 1, v = 0, q = 0, r = 1;

    for (int i = 0; i < 30; i++) {
        uint32_t odd = value_barrier_32(0 - (g & 1)), swap = odd & ~value_barrier_32((uint32_t)(delta >> 31));

        g += ((f ^ swap) - swap) & odd;
        q += ((u ^ swap) - swap) & odd;
        r += ((v ^ swap) - swap) & odd;
        /* After the subtraction the old g is g + f. */
        f += g & swap;
        u += q & swap;
        v += r & swap;
        delta = (int32_t)((((uint32_t)delta ^ swap) - swap) + 1 + swap);
        g >>= 1;
        u <<= 1;
        v <<= 1;
    }
    m->u = (int32_t)u;
    m->v = (int32_t)v;
    m->q = (int32_t)q;
    m->r = (int32_t)r;
    return delta;
}

/* (f, g) = matrix * (f, g) / 2^30, exactly */
static void inv_apply(inv_num *f, inv_num *g, const inv_matrix *m)
{
    int64_t a = 0, b = 0;

    for (int i = 0; i < INV_LIMBS; i++) {
        int64_t fi = f->v[i], gi = g->v[i];

        a += m->u * fi + m->v * gi;
        b += m->q * fi + m->r * gi;
        if (i > 0) {
            f->v[i - 1] = (int32_t)a & INV_MASK;
            g->v[i - 1] = (int32_t)b & INV_MASK;
        }
        a >>= 30;
        b >>= 30;
    }
    f->v[INV_LIMBS - 1] = (int32_t)a;
    g->v[INV_LIMBS - 1] = (int32_t)b;
}

/* (d, e) = matrix * (d, e) / 2^30 modulo mod; both stay between -2 mod and mod. */
static void inv_apply_mod(inv_num *d, inv_num *e, const inv_matrix *m, const inv_num *mod, uint32_t mod_inv)
{
    int32_t ds = inv_sign(d), es = inv_sign(e);
    /* Multiples of mod: first those that make d and e non-negative, then those that clear the low 30 bits. */
    int32_t x = (m->u & ds) + (m->v & es), y = (m->q & ds) + (m->r & es);
    int64_t a = (int64_t)m->u * d->v[0] + (int64_t)m->v * e->v[0];
    int64_t b = (int64_t)m->q * d->v[0] + (int64_t)m->r * e->v[0];

    x -= (int32_t)((mod_inv * (uint32_t)a + (uint32_t)x) & INV_MASK);
    y -= (int32_t)((mod_inv * (uint32_t)b + (uint32_t)y) & INV_MASK);
    a += (int64_t)mod->v[0] * x;
    b += (int64_t)mod->v[0] * y;
    for (int i = 1; i < INV_LIMBS; i++) {
        a >>= 30;
        b >>= 30;
        a += (int64_t)m->u * d->v[i] + (int64_t)m->v * e->v[i] + (int64_t)mod->v[i] * x;
        b += (int64_t)m->q * d->v[i] + (int64_t)m->r * e->v[i] + (int64_t)mod->v[i] * y;
        d->v[i - 1] = (int32_t)a & INV_MASK;
        e->v[i - 1] = (int32_t)b & INV_MASK;
    }
    d->v[INV_LIMBS - 1] = (int32_t)(a >> 30);
    e->v[INV_LIMBS - 1] = (int32_t)(b >> 30);
}

static void inv_load(inv_num *r, const uint32_t *words)
{
    for (int i = 0; i < INV_LIMBS; i++) {
        int w = i * 30 / 32, s = i * 30 % 32;
        uint64_t pair = (w < INV_WORDS ? words[w] : 0) | (w + 1 < INV_WORDS ? (uint64_t)words[w + 1] << 32 : 0);

        r->v[i] = (int32_t)(pair >> s) & INV_MASK;
    }
}

/* d += mod where mask is set, carried */
static void inv_add_if(inv_num *d, const inv_num *mod, int32_t mask)
{
    int32_t t = 0;

    for (int i = 0; i < INV_LIMBS - 1; i++) {
        t += d->v[i] + (mod->v[i] & mask);
        d->v[i] = t & INV_MASK;
        t >>= 30;
    }
    d->v[INV_LIMBS - 1] += (mod->v[INV_LIMBS - 1] & mask) + t;
}

/* r = a^-1 modulo mod (odd), 0 for 0; a below mod */
static void modinv(uint32_t *r, const uint32_t *a, const uint32_t *modulus)
{
    inv_num f, g, d = { { 0 } }, e = { { 1 } }, mod;
    inv_matrix m;
    int32_t delta = 0, sign, t = 0;
    uint32_t mod_inv = modulus[0];

    for (int i = 0; i < 4; i++)
        mod_inv *= 2 - modulus[0] * mod_inv;
    inv_load(&mod, modulus);
    inv_load(&g, a);
    f = mod;
    for (int i = 0; i < INV_ROUNDS; i++) {
        delta = inv_divsteps(delta, (uint32_t)f.v[0] | (uint32_t)f.v[1] << 30, (uint32_t)g.v[0] | (uint32_t)g.v[1] << 30, &m);
        inv_apply_mod(&d, &e, &m, &mod, mod_inv);
        inv_apply(&f, &g, &m);
    }
    /* f is 1 or -1, and d is f / a: make it positive and below the modulus. */
    sign = inv_sign(&f);
    inv_add_if(&d, &mod, inv_sign(&d));
    for (int i = 0; i < INV_LIMBS - 1; i++) {
        t += (d.v[i] ^ sign) - sign;
        d.v[i] = t & INV_MASK;
        t >>= 30;
    }
    d.v[INV_LIMBS - 1] = ((d.v[INV_LIMBS - 1] ^ sign) - sign) + t;
    inv_add_if(&d, &mod, inv_sign(&d));
    inv_add_if(&d, &mod, inv_sign(&d));
    for (int i = 0; i < INV_WORDS; i++) {
        int limb = i * 32 / 30, s = i * 32 % 30;
        uint64_t x = (uint32_t)d.v[limb] | (uint64_t)(uint32_t)d.v[limb + 1] << 30;

        if (limb + 2 < INV_LIMBS)
            x |= (uint64_t)(uint32_t)d.v[limb + 2] << 60;
        r[i] = (uint32_t)(x >> s);
    }
}

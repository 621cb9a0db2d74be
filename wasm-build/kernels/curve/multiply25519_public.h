/*
 * The equation of a signature's verification, s B - h A = R. Nothing in it is secret, and nothing here is in constant time.
 *
 * With the pair of short_pair25519.h it is (v s) B - u A - v R = 0. That is the same, also for points with a part of small
 * order: u A = v h A, for 8 L times any point is 0; and v is prime to 8 L, so that v times a point is 0 for 0 alone.
 *
 * Source: interleaved signed windows, as in multiply_public.h; v s in two halves has the same length as u and v.
 */
#define POINT_WIDTH 5
#define BASE_WIDTH 7
#define POINT_ODD (1 << (POINT_WIDTH - 2))
#define BASE_ODD (1 << (BASE_WIDTH - 2))
#define BASE_BITS (32 * SCALAR_WORDS / 2)
#define DIGITS (32 * SCALAR_WORDS + 1)

_Static_assert(2 * BASE_ODD <= MOST_AFFINE, "to_affine has no room for more");

/* Odd multiples of B and of 2^128 B */
static affine base_odd[2][BASE_ODD];

static void odd_multiples(summand *out, int count, const point *a)
{
    point twice, p = *a;
    summand two;

    point_double(&twice, a, WITH_T);
    to_summand(&two, &twice);
    to_summand(&out[0], a);
    for (int i = 1; i < count; i++) {
        point_add(&p, &two, WITH_T);
        to_summand(&out[i], &p);
    }
}

static void prepare_base_odd(void)
{
    summand odd[2][BASE_ODD];
    point b;

    point_decode_vartime(&b, base_bytes, 0);
    odd_multiples(odd[0], BASE_ODD, &b);
    for (int i = 0; i < BASE_BITS; i++)
        point_double(&b, &b, WITH_T);
    odd_multiples(odd[1], BASE_ODD, &b);
    to_affine(base_odd[0], odd[0], 2 * BASE_ODD);
}

/* Whether s B - h A = R; s and h are below L. */
static int is_equation_true(const uint32_t *s, const uint32_t *h, const point *minus_a, const point *r)
{
    static const uint32_t zero[SCALAR_WORDS];
    static int is_ready;
    uint32_t u[SCALAR_WORDS], v[SCALAR_WORDS], vs[SCALAR_WORDS];
    const int u_negative = short_pair(u, v, h);
    int8_t digits[4][DIGITS];
    summand odd[2][POINT_ODD];
    point sum;

    if (!is_ready)
        prepare_base_odd();
    is_ready = 1;
    scalar_mul_add(vs, v, s, zero);
    memset(digits, 0, sizeof(digits));
    recode_public(digits[0], u, SCALAR_WORDS, POINT_WIDTH);
    recode_public(digits[1], v, SCALAR_WORDS, POINT_WIDTH);
    recode_public(digits[2], vs, SCALAR_WORDS / 2, BASE_WIDTH);
    recode_public(digits[3], vs + SCALAR_WORDS / 2, SCALAR_WORDS / 2, BASE_WIDTH);
    odd_multiples(odd[0], POINT_ODD, minus_a);
    odd_multiples(odd[1], POINT_ODD, r);
    point_identity(&sum);
    for (int i = DIGITS - 1, begun = 0; i >= 0; i--) {
        int left = 0;

        for (int n = 0; n < 4; n++)
            left += digits[n][i] != 0;
        if (begun)
            point_double(&sum, &sum, left > 0 ? WITH_T : WITHOUT_T);
        begun |= left;
        for (int n = 0; n < 4; n++) {
            const int digit = digits[n][i], at = (digit < 0 ? -digit : digit) / 2;
            const int minus = (digit < 0) != (n == 0 ? u_negative : n == 1);

            if (digit == 0)
                continue;
            left--;
            if (n < 2) {
                summand entry = odd[n][at];

                if (minus)
                    summand_negate(&entry);
                point_add(&sum, &entry, left > 0 ? WITH_T : WITHOUT_T);
            } else {
                affine entry = base_odd[n - 2][at];

                affine_negate_if(&entry, 0 - (uint32_t)minus);
                point_add_affine(&sum, &entry, left > 0 ? WITH_T : WITHOUT_T);
            }
        }
    }
    fe_sub(&sum.y, &sum.y, &sum.z);
    return fe_is_zero_vartime(&sum.x) && fe_is_zero_vartime(&sum.y);
}

/*
 * Multiples on edwards25519: of the base point by a secret, in constant time, and the sum that verification needs, not so.
 *
 * Source: a comb over signed binary digits without zeros (Hamburg, "Fast and compact elliptic-curve cryptography", IACR
 * 2012/309, 3.3), as in multiply.h, but here the order is odd and points have a sum formula without exceptions: for
 * b = (k + 2^D - 1) / 2 modulo L, k is the sum of +-2^i over i < D, + where bit i of b is set. The sum of two multiples is
 * Straus's over non-adjacent forms (Solinas, "Efficient arithmetic on Koblitz curves", 2000).
 *
 * Both tables of the base point are computed at first use: that takes as long as two or three of the multiplications that
 * it saves, where OpenSSL's, which are no faster, are 30 KB of every download.
 */
#define COMB_TEETH 5
#define COMB_COUNT 4
#define COMB_SPACING 13
#define COMB_ENTRIES (1 << (COMB_TEETH - 1))
/* Digits, and windows of the forms: of any point, and of the base point */
#define DIGITS 256
#define WINDOW 5
#define BASE_WINDOW 7
#define MULTIPLES(window) (1 << ((window) - 2))

static affine comb[COMB_COUNT][COMB_ENTRIES];
static affine base_multiples[MULTIPLES(BASE_WINDOW)];

/* 1 / 2 and (2^D - 1) / 2 modulo L, of D = 260 digits */
static const uint32_t half[SCALAR_WORDS] = {
    0x2e7ae9f7, 0x2c09318d, 0x517bce6b, 0x0a6f7cef, 0x00000000, 0x00000000, 0x00000000, 0x08000000,
};
static const uint32_t half_of_all_digits[SCALAR_WORDS] = {
    0xb390f376, 0x22d7a45e, 0xd5ad633f, 0x9af28d9d, 0xfffffff5, 0xffffffff, 0xffffffff, 0x07ffffff,
};

/* Entry v of comb c is the sum over its teeth t of +-2^(spacing * (c * teeth + t)) B, + where v has bit t, the last one +. */
static void prepare_comb(void)
{
    point g, entries[COMB_ENTRIES];
    summand all[COMB_COUNT][COMB_ENTRIES], tooth, twice[COMB_TEETH];

    point_decode_vartime(&g, base_bytes, 0);
    for (int c = 0; c < COMB_COUNT; c++) {
        point_identity(&entries[0]);
        for (int t = 0; t < COMB_TEETH; t++) {
            to_summand(&tooth, &g);
            if (t < COMB_TEETH - 1)
                summand_negate(&tooth);
            point_add(&entries[0], &tooth, WITH_T);
            point_double(&g, &g, WITH_T);
            to_summand(&twice[t], &g);
            for (int s = 1; s < COMB_SPACING; s++)
                point_double(&g, &g, WITH_T);
        }
        to_summand(&all[c][0], &entries[0]);
        for (int v = 1; v < COMB_ENTRIES; v++) {
            entries[v] = entries[v & (v - 1)];
            point_add(&entries[v], &twice[__builtin_ctz((unsigned)v)], WITH_T);
            to_summand(&all[c][v], &entries[v]);
        }
    }
    to_affine(comb[0], all[0], COMB_COUNT * COMB_ENTRIES);
}

/* r = k B; k is any number of 256 bits. */
static void multiply_base(point *r, const uint32_t *k)
{
    static int is_ready;
    /* Room for the digits above the scalar's words, which are zeros: minus. */
    uint32_t digits[SCALAR_WORDS + 1] = { 0 };
    affine entry;

    if (!is_ready)
        prepare_comb();
    is_ready = 1;
    scalar_mul_add(digits, k, half, half_of_all_digits);
    point_identity(r);
    for (int s = COMB_SPACING - 1; s >= 0; s--) {
        if (s < COMB_SPACING - 1)
            point_double(r, r, WITH_T);
        for (int c = 0; c < COMB_COUNT; c++) {
            uint32_t v = 0, negative;

            for (int t = 0; t < COMB_TEETH; t++)
                v |= bit_of(digits, s + COMB_SPACING * (c * COMB_TEETH + t)) << t;
            v = digit_index(v, COMB_TEETH, &negative);
            gather(entry.v, comb[c][0].v, COMB_ENTRIES, sizeof(entry.v) / sizeof(*entry.v), v);
            affine_negate_if(&entry, negative);
            point_add_affine(r, &entry, c < COMB_COUNT - 1 ? WITH_T : WITHOUT_T);
        }
    }
    OPENSSL_cleanse(digits, sizeof(digits));
    OPENSSL_cleanse(&entry, sizeof(entry));
}

/* a, 3a, 5a, ... */
static void odd_multiples(summand *r, const point *a, int count)
{
    point twice, p = *a;
    summand two;

    point_double(&twice, a, WITH_T);
    to_summand(&two, &twice);
    to_summand(&r[0], a);
    for (int i = 1; i < count; i++) {
        point_add(&p, &two, WITH_T);
        to_summand(&r[i], &p);
    }
}

/* Digits that are 0 or odd, below 2^(window - 1) in size, no two of a window but 0. k is below L. Not in constant time. */
static void non_adjacent_form(int8_t *digits, const uint32_t *k, int window)
{
    int carry = 0;

    memset(digits, 0, DIGITS);
    for (int i = 0; i < DIGITS; i++) {
        int digit = carry;

        if ((int)bit_of(k, i) == carry)
            continue;
        for (int j = 0; j < window && i + j < DIGITS; j++)
            digit += (int)bit_of(k, i + j) << j;
        carry = digit >> (window - 1);
        digits[i] = (int8_t)(digit - (carry << window));
        i += window - 1;
    }
}

/* r = a A + b B without t; both scalars are below L. Not in constant time. */
static void multiply_two_vartime(point *r, const uint32_t *a, const point *A, const uint32_t *b)
{
    static int is_ready;
    int8_t a_digits[DIGITS], b_digits[DIGITS];
    summand multiples[MULTIPLES(BASE_WINDOW)];
    int i = DIGITS - 1;

    if (!is_ready) {
        point_decode_vartime(r, base_bytes, 0);
        odd_multiples(multiples, r, MULTIPLES(BASE_WINDOW));
        to_affine(base_multiples, multiples, MULTIPLES(BASE_WINDOW));
    }
    is_ready = 1;
    odd_multiples(multiples, A, MULTIPLES(WINDOW));
    non_adjacent_form(a_digits, a, WINDOW);
    non_adjacent_form(b_digits, b, BASE_WINDOW);
    point_identity(r);
    while (i > 0 && a_digits[i] == 0 && b_digits[i] == 0)
        i--;
    for (; i >= 0; i--) {
        int m = a_digits[i], n = b_digits[i];

        point_double(r, r, m != 0 || n != 0 ? WITH_T : WITHOUT_T);
        if (m != 0) {
            summand entry = multiples[(m < 0 ? -m : m) / 2];

            if (m < 0)
                summand_negate(&entry);
            point_add(r, &entry, n != 0 ? WITH_T : WITHOUT_T);
        }
        if (n != 0) {
            affine entry = base_multiples[(n < 0 ? -n : n) / 2];

            affine_negate_if(&entry, 0 - (uint32_t)(n < 0));
            point_add_affine(r, &entry, WITHOUT_T);
        }
    }
}

/*
 * Multiples of edwards25519's base point by a secret, in constant time.
 *
 * Source: a comb over signed binary digits without zeros (Hamburg, "Fast and compact elliptic-curve cryptography", IACR
 * 2012/309, 3.3), as in multiply.h, but here the order is odd and points have a sum formula without exceptions: for
 * b = (k + 2^D - 1) / 2 modulo L, k is the sum of +-2^i over i < D, + where bit i of b is set.
 *
 * The table is computed at first use: that takes as long as five or six of the multiplications that it saves, where OpenSSL's,
 * which is no faster, is 30 KB of every download.
 */
#define COMB_TEETH 5
#define COMB_COUNT 4
#define COMB_SPACING 13
#define COMB_ENTRIES (1 << (COMB_TEETH - 1))

static affine comb[COMB_COUNT][COMB_ENTRIES];

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

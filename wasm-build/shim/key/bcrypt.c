/*
 * bcrypt_pbkdf, by which OpenSSH protects private keys: PBKDF2's idea over bcrypt's, in OpenBSD's variant (its PROTOCOL.key
 * and bcrypt_pbkdf(3)). Blowfish's cipher is OpenSSL's; its key schedule with a salt is here, and its first state, which is
 * the digits of pi, is computed: 4 KB of them would be shipped to everyone.
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/blowfish.h>
#include <openssl/sha.h>

#include "bounds/kdf_budget.h"
#include "shim.h"

#define SUBKEYS (BF_ROUNDS + 2)
#define BOXES 1024
/* What one hash gives. */
#define HASH 32
#define WORDS (HASH / 4)
/* One hash beside an iteration of PBKDF2 with HMAC-SHA-256: 67,000 blocks of Blowfish. */
#define ITERATIONS_OF_HASH 5000
/* Key and initialisation vector of the longest cipher, and more. */
#define MAX_KEY 128

/* Fixed point: one whole word, those that Blowfish begins with, and two that rounding may spoil. */
#define DIGITS (1 + SUBKEYS + BOXES + 2)

static BF_KEY first_state;

/* numerator /= by, from the word `from`, which is the first that is not zero. The new `from`. */
static int divide(uint32_t *numerator, uint32_t by, int from)
{
    uint64_t rest = 0;

    for (int i = from; i < DIGITS; i++) {
        rest = rest << 32 | numerator[i];
        numerator[i] = (uint32_t)(rest / by);
        rest %= by;
    }
    while (from < DIGITS && numerator[from] == 0)
        from++;
    return from;
}

static void add(uint32_t *sum, const uint32_t *term, int from, int is_minus)
{
    uint64_t carry = is_minus;

    for (int i = DIGITS - 1; i >= 0; i--) {
        uint32_t word = i >= from ? term[i] : 0;

        carry += (uint64_t)sum[i] + (is_minus ? ~word : word);
        sum[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

/* sum ±= factor * atan(1 / x), by its series. */
static void add_arctangent(uint32_t *sum, uint32_t factor, uint32_t x, int is_minus)
{
    uint32_t power[DIGITS] = { factor }, term[DIGITS];
    int from = divide(power, x, 0);

    for (uint32_t odd = 1; from < DIGITS; odd += 2) {
        memcpy(term, power, sizeof(term));
        add(sum, term, divide(term, odd, from), is_minus);
        is_minus = !is_minus;
        from = divide(power, x * x, from);
    }
}

/* Machin: pi / 4 = 4 atan(1/5) - atan(1/239). */
static void make_first_state(void)
{
    uint32_t pi[DIGITS] = { 0 };

    add_arctangent(pi, 16, 5, 0);
    add_arctangent(pi, 4, 239, 1);
    memcpy(first_state.P, pi + 1, sizeof(first_state.P));
    memcpy(first_state.S, pi + 1 + SUBKEYS, sizeof(first_state.S));
}

/* The next 32 bits of bytes that begin anew where they end. */
static uint32_t next_word(const unsigned char *bytes, unsigned int *at)
{
    uint32_t word = 0;

    for (int i = 0; i < 4; i++) {
        word = word << 8 | bytes[*at];
        *at = (*at + 1) % SHA512_DIGEST_LENGTH;
    }
    return word;
}

/* Blowfish's key schedule; what it encrypts is mixed with a salt, where there is one. */
static void expand(BF_KEY *state, const unsigned char *salt, const unsigned char *key)
{
    BF_LONG block[2] = { 0, 0 };
    unsigned int at = 0;

    for (int i = 0; i < SUBKEYS; i++)
        state->P[i] ^= next_word(key, &at);
    at = 0;
    for (int i = 0; i < SUBKEYS + BOXES; i += 2) {
        BF_LONG *to = i < SUBKEYS ? &state->P[i] : &state->S[i - SUBKEYS];

        if (salt != NULL) {
            block[0] ^= next_word(salt, &at);
            block[1] ^= next_word(salt, &at);
        }
        BF_encrypt(block, state);
        to[0] = block[0];
        to[1] = block[1];
    }
}

static void hash(BF_KEY *state, const unsigned char *password, const unsigned char *salt, unsigned char *out)
{
    static const char text[] = "OxychromaticBlowfishSwatDynamite";
    BF_LONG words[WORDS] = { 0 };

    *state = first_state;
    expand(state, salt, password);
    for (int i = 0; i < 64; i++) {
        expand(state, NULL, salt);
        expand(state, NULL, password);
    }
    for (int i = 0; i < HASH; i++)
        words[i / 4] = words[i / 4] << 8 | (unsigned char)text[i];
    for (int block = 0; block < WORDS; block += 2)
        for (int i = 0; i < 64; i++)
            BF_encrypt(words + block, state);
    for (int i = 0; i < HASH; i++)
        out[i] = (unsigned char)(words[i / 4] >> (8 * (i % 4)));
}

typedef struct {
    BF_KEY state;
    unsigned char password[SHA512_DIGEST_LENGTH], salt[SHA512_DIGEST_LENGTH], last[HASH], sum[HASH], key[MAX_KEY];
} Work;

static int derive(Work *work, const unsigned char *salt, size_t salt_len, int rounds, int key_len)
{
    const int stride = (key_len + HASH - 1) / HASH;
    unsigned char *counted = OPENSSL_malloc(salt_len + 4);

    if (counted == NULL)
        return 0;
    memcpy(counted, salt, salt_len);
    for (int block = 0; block < stride; block++) {
        const unsigned char count[4] = { 0, 0, 0, (unsigned char)(block + 1) };

        memcpy(counted + salt_len, count, sizeof(count));
        SHA512(counted, salt_len + sizeof(count), work->salt);
        hash(&work->state, work->password, work->salt, work->last);
        memcpy(work->sum, work->last, HASH);
        for (int round = 1; round < rounds; round++) {
            SHA512(work->last, HASH, work->salt);
            hash(&work->state, work->password, work->salt, work->last);
            for (int i = 0; i < HASH; i++)
                work->sum[i] ^= work->last[i];
        }
        /* The bytes of a block lie apart, so that no part of the key comes cheaper than the whole. */
        for (int i = 0; i < HASH && i * stride + block < key_len; i++)
            work->key[i * stride + block] = work->sum[i];
    }
    OPENSSL_free(counted);
    return 1;
}

/* A key of a passphrase. Each round of each 32 bytes costs 5,000 iterations of the budget; below 0 stands for no bound. */
EXPORT(Status, bcrypt_pbkdf)(BYTES(passphrase), BYTES(salt), Number rounds, int key_len, int max_iterations, Out *out)
{
    KdfBudget before = max_iterations < 0 ? kdf_budget_open_unbounded() : kdf_budget_open(max_iterations);
    Work *work = OPENSSL_zalloc(sizeof(*work));
    int ok = work != NULL && passphrase_len > 0 && salt_len > 0 && salt_len <= 1024 && rounds >= 1 && rounds <= UINT32_MAX
        && key_len > 0 && key_len <= MAX_KEY
        && kdf_budget_spend((uint64_t)rounds * (uint64_t)((key_len + HASH - 1) / HASH) * ITERATIONS_OF_HASH)
        && rounds <= INT32_MAX;

    if (ok) {
        if (first_state.P[0] == 0)
            make_first_state();
        SHA512(passphrase, passphrase_len, work->password);
        ok = derive(work, salt, salt_len, (int)rounds, key_len);
    }
    ok = kdf_budget_close(before) && ok && out_copy(out, work->key, (size_t)key_len);
    OPENSSL_clear_free(work, sizeof(*work));
    return ok;
}

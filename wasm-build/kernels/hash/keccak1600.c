/*
 * Keccak-f[1600] with whole 64-bit lanes (FIPS 202, section 3).
 *
 * Why: OpenSSL's keccak1600.c splits every lane into odd and even bits when sizeof(void *) < 8. WebAssembly has 32-bit
 * pointers but 64-bit lanes with a native rotate, so the interleaving only costs.
 *
 * Design: all 25 lanes live in locals for the whole permutation; two rounds a loop turn, the second writing back into
 * the names that the first read, so that no lane is moved. Six lanes are kept complemented ("lane complementing",
 * Bertoni, Daemen, Peeters, Van Assche, Van Keer, Keccak implementation overview, 2.2): WebAssembly has no and-not for
 * scalars, and the trick turns 25 complements a round into 8.
 *
 * Hook: none needed. The object defines both symbols of crypto/sha/keccak1600.c and is linked before libcrypto.a.
 * Constant time: no branch or address depends on data.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

size_t SHA3_absorb(uint64_t A[5][5], const unsigned char *inp, size_t len, size_t r);
void SHA3_squeeze(uint64_t A[5][5], unsigned char *out, size_t len, size_t r, int next);

static const uint64_t iota[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

#define ROL(v, n) (((v) << (n)) | ((v) >> (64 - (n))))

/* One round from state i to state o; aXY is row X, column Y as in OpenSSL's A[X][Y]. */
#define ROUND(i, o, rc) \
    do { \
        uint64_t b0, b1, b2, b3, b4, d0, d1, d2, d3, d4, n1, n3; \
        b0 = i##00 ^ i##10 ^ i##20 ^ i##30 ^ i##40; \
        b1 = i##01 ^ i##11 ^ i##21 ^ i##31 ^ i##41; \
        b2 = i##02 ^ i##12 ^ i##22 ^ i##32 ^ i##42; \
        b3 = i##03 ^ i##13 ^ i##23 ^ i##33 ^ i##43; \
        b4 = i##04 ^ i##14 ^ i##24 ^ i##34 ^ i##44; \
        d0 = ROL(b1, 1) ^ b4; \
        d1 = ROL(b2, 1) ^ b0; \
        d2 = ROL(b3, 1) ^ b1; \
        d3 = ROL(b4, 1) ^ b2; \
        d4 = ROL(b0, 1) ^ b3; \
        b0 = i##00 ^ d0; \
        b1 = ROL(i##11 ^ d1, 44); \
        b2 = ROL(i##22 ^ d2, 43); \
        b3 = ROL(i##33 ^ d3, 21); \
        b4 = ROL(i##44 ^ d4, 14); \
        o##00 = b0 ^ (b1 | b2) ^ (rc); \
        o##01 = b1 ^ (~b2 | b3); \
        o##02 = b2 ^ (b3 & b4); \
        o##03 = b3 ^ (b4 | b0); \
        o##04 = b4 ^ (b0 & b1); \
        b0 = ROL(i##03 ^ d3, 28); \
        b1 = ROL(i##14 ^ d4, 20); \
        b2 = ROL(i##20 ^ d0, 3); \
        b3 = ROL(i##31 ^ d1, 45); \
        b4 = ROL(i##42 ^ d2, 61); \
        o##10 = b0 ^ (b1 | b2); \
        o##11 = b1 ^ (b2 & b3); \
        o##12 = b2 ^ (b3 | ~b4); \
        o##13 = b3 ^ (b4 | b0); \
        o##14 = b4 ^ (b0 & b1); \
        b0 = ROL(i##01 ^ d1, 1); \
        b1 = ROL(i##12 ^ d2, 6); \
        b2 = ROL(i##23 ^ d3, 25); \
        b3 = ROL(i##34 ^ d4, 8); \
        b4 = ROL(i##40 ^ d0, 18); \
        n3 = ~b3; \
        o##20 = b0 ^ (b1 | b2); \
        o##21 = b1 ^ (b2 & b3); \
        o##22 = b2 ^ (n3 & b4); \
        o##23 = n3 ^ (b4 | b0); \
        o##24 = b4 ^ (b0 & b1); \
        b0 = ROL(i##04 ^ d4, 27); \
        b1 = ROL(i##10 ^ d0, 36); \
        b2 = ROL(i##21 ^ d1, 10); \
        b3 = ROL(i##32 ^ d2, 15); \
        b4 = ROL(i##43 ^ d3, 56); \
        n3 = ~b3; \
        o##30 = b0 ^ (b1 & b2); \
        o##31 = b1 ^ (b2 | b3); \
        o##32 = b2 ^ (n3 | b4); \
        o##33 = n3 ^ (b4 & b0); \
        o##34 = b4 ^ (b0 | b1); \
        b0 = ROL(i##02 ^ d2, 62); \
        b1 = ROL(i##13 ^ d3, 55); \
        b2 = ROL(i##24 ^ d4, 39); \
        b3 = ROL(i##30 ^ d0, 41); \
        b4 = ROL(i##41 ^ d1, 2); \
        n1 = ~b1; \
        o##40 = b0 ^ (n1 & b2); \
        o##41 = n1 ^ (b2 | b3); \
        o##42 = b2 ^ (b3 & b4); \
        o##43 = b3 ^ (b4 | b0); \
        o##44 = b4 ^ (b0 & b1); \
    } while (0)

#define ROW(op, s, x) op(s, x, 0); op(s, x, 1); op(s, x, 2); op(s, x, 3); op(s, x, 4)
#define ALL(op, s) ROW(op, s, 0); ROW(op, s, 1); ROW(op, s, 2); ROW(op, s, 3); ROW(op, s, 4)
#define LOAD(s, x, y) uint64_t s##x##y = A[x][y]
#define NAME(s, x, y) uint64_t s##x##y
#define FLIP(s) \
    do { \
        s##01 = ~s##01; \
        s##02 = ~s##02; \
        s##13 = ~s##13; \
        s##22 = ~s##22; \
        s##32 = ~s##32; \
        s##40 = ~s##40; \
    } while (0)
#define STORE(s, x, y) A[x][y] = s##x##y

static void permute(uint64_t A[5][5])
{
    ALL(LOAD, a);
    ALL(NAME, e);

    FLIP(a);
    for (int round = 0; round < 24; round += 2) {
        ROUND(a, e, iota[round]);
        ROUND(e, a, iota[round + 1]);
    }
    FLIP(a);
    ALL(STORE, a);
}

size_t SHA3_absorb(uint64_t A[5][5], const unsigned char *inp, size_t len, size_t r)
{
    uint64_t *lanes = &A[0][0];

    for (; len >= r; len -= r, inp += r) {
        for (size_t i = 0; i < r / 8; i++) {
            uint64_t lane;

            memcpy(&lane, inp + 8 * i, 8);
            lanes[i] ^= lane;
        }
        permute(A);
    }
    return len;
}

void SHA3_squeeze(uint64_t A[5][5], unsigned char *out, size_t len, size_t r, int next)
{
    while (len != 0) {
        size_t take = len < r ? len : r;

        if (next)
            permute(A);
        next = 1;
        memcpy(out, A, take);
        out += take;
        len -= take;
    }
}

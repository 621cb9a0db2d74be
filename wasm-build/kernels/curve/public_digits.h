/* Digits of a scalar that everybody may know; not in constant time. The includer has included secret_digits.h for bit_of. */

/*
 * k as the sum of digits[i] * 2^i: each is zero or odd and below 2^(width - 1) in size, and width - 1 zeros follow it. There are
 * 32 * words + 1 of them.
 */
static void recode_public(int8_t *digits, const uint32_t *k, int words, int width)
{
    uint32_t carry = 0;

    memset(digits, 0, (size_t)(32 * words + 1));
    for (int i = 0; i <= 32 * words;) {
        uint32_t window = carry;

        if ((i < 32 * words ? bit_of(k, i) : 0) == carry) {
            i++;
            continue;
        }
        for (int b = 0; b < width && i + b < 32 * words; b++)
            window += bit_of(k, i + b) << b;
        carry = window >> (width - 1);
        digits[i] = (int8_t)((int)window - (int)(carry << width));
        i += width;
    }
}

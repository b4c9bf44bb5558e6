/* SPDX-License-Identifier: 0BSD */
/*
 * From int32 accumulators to int8, in the arithmetic of TensorFlow Lite's reference kernels (double
 * rounding). Accumulators are uint32_t: they wrap, as signed ones would on the targets, without the
 * undefined behaviour.
 *
 * Needs what every supported compiler gives: two's complement, and >> of a negative number that
 * copies the sign.
 */
#ifndef UPCALL_REQUANTIZE_H
#define UPCALL_REQUANTIZE_H

#include <stdint.h>

/* a + b, wrapping. */
static inline int32_t upcall_wrapping_add(int32_t a, int32_t b) {
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

static inline int8_t upcall_clamp_to(int32_t value, int32_t min, int32_t max) {
    const int32_t raised = value < min ? min : value;
    return (int8_t)(raised > max ? max : raised);
}

/* round(a * b / 2^31), ties up; not both INT32_MIN. gemmlowp's
   SaturatingRoundingDoublingHighMul. */
static inline int32_t upcall_high_mul(int32_t a, int32_t b) {
    return (int32_t)(((int64_t)a * b + ((int64_t)1 << 30)) >> 31);
}

/* round(x / 2^exponent), ties away from zero; exponent 1..31, x not INT32_MIN. gemmlowp's
   RoundingDivideByPOT: what it adds to negative numbers is here taken from them at the start. The
   last bit is shifted out apart, so that no addition overflows. */
static inline int32_t upcall_rounding_shift_right(int32_t x, int32_t exponent) {
    return (((x - (x < 0)) >> (exponent - 1)) + 1) >> 1;
}

/* x * multiplier * 2^(shift - 31), multiplier >= 0. TFLite's MultiplyByQuantizedMultiplier. Its
   high product is never INT32_MIN: |x * multiplier| < 2^62. */
static inline int32_t upcall_requantize(int32_t x, int32_t multiplier, int32_t shift) {
    if (shift < 0) {
        return upcall_rounding_shift_right(upcall_high_mul(x, multiplier), -shift);
    }
    return upcall_high_mul((int32_t)((uint32_t)x << shift), multiplier);
}

/* The same as a call, for where it is rare: compilers begin inline code before they know whether it
   is needed. */
int32_t upcall_requantize_apart(int32_t x, int32_t multiplier, int32_t shift);

/* floor((a * b + c) / 2^32) with c = 2^30 for a >= 0 and -2^30 for a < 0; b >= 0. */
static inline int32_t upcall_upper_product(int32_t a, int32_t b) {
    const int32_t c = (int32_t)(0x40000000u + ((uint32_t)a & 0x80000000u));
#if defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_8M_BASE__) || defined(UPCALL_SHORT_MULTIPLY)
    /* No long multiplication: by halves of 16 bits, of which no sum overflows. */
    const uint32_t a0 = (uint32_t)a & 0xFFFFu;
    const uint32_t b0 = (uint32_t)b & 0xFFFFu;
    const int32_t a1 = a >> 16;
    const int32_t b1 = b >> 16;
    const int32_t low = (int32_t)(a0 * (uint32_t)b1 + (a0 * b0 >> 16)) + (c >> 16);
    const int32_t middle = a1 * (int32_t)b0 + (low & 0xFFFF);
    return a1 * b1 + (low >> 16) + (middle >> 16);
#else
    return (int32_t)(((int64_t)a * b + c) >> 32);
#endif
}

/* upcall_requantize(x, multiplier, -2 - right) + offset for right >= 0 and round = 1 + 2 * offset, by
   one product p = x * multiplier. For a shift of -e both roundings are floors, and floors
   nest:

       floor((floor((p + 2^30) / 2^31) + 2^(e-1) - (1 if negative)) / 2^e)
           = floor((p + 2^30 - (2^31 if negative) + 2^(30+e)) / 2^(31+e))

   x may stand for the high product's sign: where they differ both sides are 0. From e = 2 on only
   the upper word of p + 2^30 or p - 2^30 is needed; |p| < 2^62 leaves room for the offset. */
static inline int32_t upcall_requantize_small(int32_t x, int32_t multiplier, int32_t right,
                                              int32_t round) {
    return ((upcall_upper_product(x, multiplier) >> right) + round) >> 1;
}

#endif

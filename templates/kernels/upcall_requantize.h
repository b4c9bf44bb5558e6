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
    return (((x + (x >> 31)) >> (exponent - 1)) + 1) >> 1;
}

/* x * multiplier * 2^(shift - 31), multiplier >= 0. TFLite's MultiplyByQuantizedMultiplier. Its
   high product is never INT32_MIN: |x * multiplier| < 2^62. */
static inline int32_t upcall_requantize(int32_t x, int32_t multiplier, int32_t shift) {
    if (shift < 0) {
        return upcall_rounding_shift_right(upcall_high_mul(x, multiplier), -shift);
    }
    return upcall_high_mul((int32_t)((uint32_t)x << shift), multiplier);
}

#endif

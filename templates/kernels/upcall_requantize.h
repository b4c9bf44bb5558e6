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

/* What turns the accumulators of a layer into its outputs. */
typedef struct {
    const int32_t *bias; /* one per output channel; -input zero point * sum of weights included */
    const int32_t *multiplier; /* Q31, >= 0, one per output channel */
    const int8_t *shift;       /* > 0 left before, < 0 right after the multiplication; -31..31 */
    int32_t zero_point;        /* of the output, -128..127 */
    int32_t min;               /* -128..127 */
    int32_t max;               /* min..127 */
} upcall_scaling_t;

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

/* round(x / 2^exponent), ties away from zero; exponent 0..31. gemmlowp's RoundingDivideByPOT. */
static inline int32_t upcall_rounding_shift_right(int32_t x, int32_t exponent) {
    const int32_t mask = (int32_t)(((uint32_t)1 << exponent) - 1u);
    const int32_t remainder = x & mask;
    const int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    return (x >> exponent) + (remainder > threshold ? 1 : 0);
}

/* x * multiplier * 2^(shift - 31). TFLite's MultiplyByQuantizedMultiplier. */
static inline int32_t upcall_requantize(int32_t x, int32_t multiplier, int32_t shift) {
    const int32_t left = shift > 0 ? shift : 0;
    const int32_t right = shift < 0 ? -shift : 0;
    const int32_t shifted = (int32_t)((uint32_t)x << left);
    return upcall_rounding_shift_right(upcall_high_mul(shifted, multiplier), right);
}

/* The output of `channel` whose accumulator is `acc`. */
static inline int8_t upcall_scale(const upcall_scaling_t *scaling, int32_t channel, uint32_t acc) {
    const int32_t scaled =
        upcall_requantize((int32_t)acc, scaling->multiplier[channel], scaling->shift[channel]);
    return upcall_clamp_to(upcall_wrapping_add(scaled, scaling->zero_point), scaling->min,
                           scaling->max);
}

#endif

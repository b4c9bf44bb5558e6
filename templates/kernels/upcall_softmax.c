/* SPDX-License-Identifier: 0BSD */
/* The fixed-point softmax of TensorFlow Lite's reference kernels; exp and 1/(1+x) as in gemmlowp's
   fixedpoint.h. Comments give Q formats: Qm.n has m integer and n fraction bits. */
#include "upcall_softmax.h"

#include "upcall_requantize.h"

/* x * 2^bits, saturated. */
static int32_t upcall_softmax_shift_left(int32_t x, int32_t bits) {
    const int64_t shifted = (int64_t)x * ((int64_t)1 << bits);
    if (shifted > INT32_MAX) {
        return INT32_MAX;
    }
    return shifted < INT32_MIN ? INT32_MIN : (int32_t)shifted;
}

/* e^x for x in [-1/4, 0), Q0.31 both: Taylor expansion around -1/8. */
static int32_t upcall_softmax_exp_quarter(int32_t x) {
    const int32_t at = 1895147668; /* e^(-1/8) */
    const int32_t a = x + (1 << 28);
    const int32_t a2 = upcall_high_mul(a, a);
    const int32_t a3 = upcall_high_mul(a2, a);
    const int32_t a4 = upcall_high_mul(a2, a2);
    const int32_t third = upcall_high_mul(upcall_rounding_shift_right(a4, 2) + a3, 715827883);
    return at + upcall_high_mul(at, a + upcall_rounding_shift_right(third + a2, 1));
}

/* e^x; x Q5.26 and at most 0, result Q0.31. */
static int32_t upcall_softmax_exp(int32_t x) {
    /* e^(-2^k), k = -2..4 */
    static const int32_t factor[7] = {1672461947, 1302514674, 790015084, 290630308,
                                      39332535,   720401,     242};
    const int32_t quarter = 1 << 24;
    if (x == 0) {
        return INT32_MAX;
    }
    const int32_t remainder_below = (x & (quarter - 1)) - quarter;
    const uint32_t quarters = (uint32_t)remainder_below - (uint32_t)x;
    int32_t result = upcall_softmax_exp_quarter(remainder_below * 32);
    for (int32_t k = 0; k < 7; k++) {
        if ((quarters & ((uint32_t)1 << (24 + k))) != 0u) {
            result = upcall_high_mul(result, factor[k]);
        }
    }
    return result;
}

/* 1 / (1 + x) for x in [0, 1), Q0.31 both, by three Newton-Raphson steps in Q2.29. */
static int32_t upcall_softmax_reciprocal(int32_t x) {
    const int32_t half_denominator = (int32_t)(((int64_t)x + INT32_MAX + 1) >> 1);
    int32_t y =
        1515870810 /* 48/17 */ + upcall_high_mul(half_denominator, -1010580540 /* -32/17 */);
    for (int32_t i = 0; i < 3; i++) {
        const int32_t error = (1 << 29) - upcall_high_mul(half_denominator, y);
        y += upcall_softmax_shift_left(upcall_high_mul(y, error), 2);
    }
    return upcall_softmax_shift_left(y, 1);
}

/* e^(x - max) in Q0.31; 0 where it is negligible. */
static int32_t upcall_softmax_exponential(const upcall_softmax_t *layer, int32_t difference) {
    if (difference < layer->min_difference) {
        return 0;
    }
    return upcall_softmax_exp(upcall_requantize(difference, layer->multiplier, layer->shift));
}

static void upcall_softmax_row(const upcall_softmax_t *layer, const int8_t *input, int8_t *output) {
    int32_t max = -128;
    for (int32_t i = 0; i < layer->depth; i++) {
        max = input[i] > max ? input[i] : max;
    }
    uint32_t sum = 0; /* Q12.19 */
    for (int32_t i = 0; i < layer->depth; i++) {
        const int32_t exponential = upcall_softmax_exponential(layer, input[i] - max);
        sum += (uint32_t)upcall_rounding_shift_right(exponential, 12);
    }
    int32_t headroom = 0;
    while ((sum & 0x80000000u) == 0u) {
        sum <<= 1;
        headroom++;
    }
    const int32_t scale = upcall_softmax_reciprocal((int32_t)(sum - 0x80000000u));
    for (int32_t i = 0; i < layer->depth; i++) {
        const int32_t exponential = upcall_softmax_exponential(layer, input[i] - max);
        const int32_t probability = upcall_rounding_shift_right(upcall_high_mul(scale, exponential),
                                                                12 - headroom + 31 - 8);
        output[i] = upcall_clamp_to(probability - 128, -128, 127);
    }
}

void upcall_softmax(const upcall_softmax_t *layer, const int8_t *input, int8_t *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        upcall_softmax_row(layer, input, output);
        input += layer->depth;
        output += layer->depth;
    }
}

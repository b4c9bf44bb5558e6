/* SPDX-License-Identifier: 0BSD */
/* The fixed-point logarithm of softmax of TensorFlow Lite's reference kernels. Comments give Q formats:
   Qm.n has m integer and n fraction bits. */
#include "upcall_log_softmax.h"

#include "upcall_gemmlowp.h"
#include "upcall_requantize.h"

static int32_t upcall_log_softmax_headroom(int32_t x) {
    int32_t headroom = 0;
    while ((x & 0x40000000) == 0) {
        x <<= 1;
        headroom++;
    }
    return headroom;
}

/* log(x); x Q12.19 above 0, result Q5.26: a rational function around 2^(k - 1/4), whose numbers are 11 r
   / 240, r / 20, 2 / r - r and r / 4 with r = 2^(1/4). */
static int32_t upcall_log_softmax_log(int32_t x) {
    const int32_t root_of_half = 1518500250;
    const int32_t fourth_root_of_half = 1805811301;
    const int32_t quarter = (int32_t)1 << 23;
    const int32_t upper = upcall_log_softmax_headroom(x);
    const int32_t upper_part = upcall_shift_left(upcall_high_mul(x << upper, root_of_half), 1);
    const int32_t upper_power = (11 - upper) * ((int32_t)1 << 25) + quarter;
    const int32_t lower = upcall_log_softmax_headroom(upcall_high_mul(x, root_of_half));
    const int32_t lower_part = upcall_shift_left(x, lower);
    const int32_t lower_power = (12 - lower) * ((int32_t)1 << 25) - quarter;
    const int32_t part = upper_part < lower_part ? upper_part : lower_part;
    const int32_t power = upper_power > lower_power ? upper_power : lower_power;

    const int32_t half = (int32_t)(((int64_t)part + fourth_root_of_half + 1) >> 1);
    const int32_t q = 2 * (part - fourth_root_of_half);
    const int32_t square = upcall_high_mul(q, q);
    const int32_t numerator =
        upcall_high_mul(q, part) + upcall_high_mul(upcall_high_mul(q, square), 117049297);
    const int32_t factor = 1057819769 + q + upcall_high_mul(127690142, square);
    const int32_t denominator = upcall_high_mul(half, factor) + upcall_high_mul(638450708, q);
    const int32_t quotient = upcall_high_mul(upcall_rounding_shift_right(numerator, 6),
                                             upcall_reciprocal_q0(denominator));
    return upcall_shift_left(upcall_high_mul(power, 1488522236 /* log(2) */) + quotient, 1);
}

static void upcall_log_softmax_row(const upcall_log_softmax_t *layer, const int8_t *input,
                                   int8_t *output) {
    int32_t max = -128;
    for (int32_t i = 0; i < layer->depth; i++) {
        max = input[i] > max ? input[i] : max;
    }
    int32_t sum = 0; /* Q12.19 */
    for (int32_t i = 0; i < layer->depth; i++) {
        const int32_t difference = input[i] - max;
        if (difference >= layer->min_difference) {
            const int32_t exponent =
                upcall_requantize(difference, layer->multiplier, layer->shift);
            sum += upcall_rounding_shift_right(upcall_exp_q5(exponent), 12);
        }
    }
    const int32_t log = upcall_log_softmax_log(sum);
    /* Differences from here down leave the format. */
    const int32_t bottom = upcall_requantize(upcall_wrapping_add(log, INT32_MIN),
                                             layer->inverse_multiplier, layer->inverse_shift);
    const int32_t below = layer->min_difference - 1;
    const int32_t least = below > bottom ? below : bottom;
    for (int32_t i = 0; i < layer->depth; i++) {
        const int32_t difference = input[i] - max;
        int32_t steps = -255;
        if (difference > least) {
            const int32_t scaled = upcall_requantize(difference, layer->multiplier, layer->shift);
            steps = upcall_rounding_shift_right(scaled - log, 22);
        }
        output[i] = upcall_clamp_to(steps + 127, -128, 127);
    }
}

void upcall_log_softmax(const upcall_log_softmax_t *layer, const int8_t *input, int8_t *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        upcall_log_softmax_row(layer, input, output);
        input += layer->depth;
        output += layer->depth;
    }
}

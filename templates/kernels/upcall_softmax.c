/* SPDX-License-Identifier: 0BSD */
/* The fixed-point softmax of TensorFlow Lite's reference kernels. Comments give Q formats: Qm.n has m
   integer and n fraction bits. */
#include "upcall_softmax.h"

#include "upcall_gemmlowp.h"
#include "upcall_requantize.h"

/* e^(x - max) in Q0.31; 0 where it is negligible. */
static int32_t upcall_softmax_exponential(const upcall_softmax_t *layer, int32_t difference) {
    if (difference < layer->min_difference) {
        return 0;
    }
    return upcall_exp_q5(upcall_requantize(difference, layer->multiplier, layer->shift));
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
    const int32_t scale = upcall_reciprocal_q0((int32_t)(sum - 0x80000000u));
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

/* SPDX-License-Identifier: 0BSD */
#include "upcall_standardize.h"

#include "upcall_inverse_root.h"
#include "upcall_requantize.h"

/* Brings depth * x - sum to steps of the output. */
static upcall_inverse_root_t upcall_standardize_factor(const upcall_standardize_t *layer,
                                                       int32_t sum, int32_t squares) {
    const int64_t variance = (int64_t)layer->depth * squares - (int64_t)sum * sum;
    int64_t spread = variance * 256 + layer->epsilon * ((int64_t)1 << layer->epsilon_shift);
    int32_t halvings = 0;
    while (spread > INT32_MAX) {
        spread >>= 2;
        halvings++;
    }
    upcall_inverse_root_t factor = upcall_inverse_root((int32_t)spread);
    factor.multiplier = upcall_high_mul(factor.multiplier, layer->multiplier);
    factor.shift += layer->shift - halvings;
    return factor;
}

void upcall_standardize(const upcall_standardize_t *layer, const int8_t *input, int8_t *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        int32_t sum = 0;
        int32_t squares = 0;
        for (int32_t i = 0; i < layer->depth; i++) {
            const int32_t x = input[i];
            sum += x;
            squares += x * x;
        }
        const upcall_inverse_root_t factor = upcall_standardize_factor(layer, sum, squares);
        for (int32_t i = 0; i < layer->depth; i++) {
            const int32_t x = layer->depth * input[i] - sum;
            const int32_t standard = upcall_requantize(x, factor.multiplier, factor.shift);
            output[i] = upcall_clamp_to(standard + layer->zero_point, -128, 127);
        }
        input += layer->depth;
        output += layer->depth;
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_l2_normalization.h"

#include "upcall_inverse_root.h"
#include "upcall_requantize.h"

void upcall_l2_normalization(const upcall_l2_normalization_t *layer, const int8_t *input,
                             int8_t *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        int32_t sum = 0;
        for (int32_t i = 0; i < layer->depth; i++) {
            const int32_t x = input[i] - layer->zero_point;
            sum += x * x;
        }
        const upcall_inverse_root_t factor = upcall_inverse_root(sum);
        for (int32_t i = 0; i < layer->depth; i++) {
            const int32_t x = input[i] - layer->zero_point;
            const int32_t unit = upcall_requantize(x, factor.multiplier, 7 + factor.shift);
            output[i] = upcall_clamp_to(unit, -128, 127);
        }
        input += layer->depth;
        output += layer->depth;
    }
}

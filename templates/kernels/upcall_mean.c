/* SPDX-License-Identifier: 0BSD */
#include "upcall_mean.h"

#include "upcall_requantize.h"

void upcall_mean(const upcall_mean_t *layer, const int8_t *input, int8_t *output) {
    for (int32_t i = 0; i < layer->outer; i++) {
        for (int32_t j = 0; j < layer->inner; j++) {
            const int8_t *x = input + j;
            int32_t sum = layer->offset;
            for (int32_t k = 0; k < layer->count; k++) {
                sum += *x;
                x += layer->inner;
            }
            const int32_t mean = upcall_requantize(sum, layer->multiplier, layer->shift);
            *output++ = upcall_clamp_to(upcall_wrapping_add(mean, layer->zero_point), -128, 127);
        }
        input += layer->count * layer->inner;
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_mean_short.h"

void upcall_mean_short(const upcall_mean_short_t *layer, const int8_t *input, int8_t *output) {
    const int32_t inner = layer->inner;
    for (int32_t i = layer->outer; i > 0; i--) {
        for (int32_t j = 0; j < inner; j++) {
            const int8_t *x = input + j;
            int32_t sum = layer->offset;
            for (int32_t k = layer->count; k > 0; k--) {
                sum += *x;
                x += inner;
            }
            *output++ = upcall_long_round(&layer->rounding, sum);
        }
        input += layer->count * inner;
    }
}

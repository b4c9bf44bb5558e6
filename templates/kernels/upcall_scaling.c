/* SPDX-License-Identifier: 0BSD */
#include "upcall_scaling.h"

#include "upcall_requantize.h"

void upcall_scale(const upcall_scaling_t *scaling, int32_t channel, int32_t count,
                  const uint32_t *acc, int8_t *output) {
    const int32_t *multiplier = scaling->multiplier + channel;
    const int8_t *right = scaling->right + channel;
    const int32_t round = 1 + 2 * scaling->zero_point;
    const int32_t min = scaling->min;
    const int32_t max = scaling->max;
    const int8_t *end = output + count;
    do {
        const uint32_t x = *acc++;
        const int32_t factor = *multiplier++;
        const int32_t by = *right++;
        int32_t value;
        if (by >= 0) {
            value = upcall_requantize_small((int32_t)x, factor, by, round);
        } else {
            value = upcall_wrapping_add(upcall_requantize_apart((int32_t)x, factor, -2 - by), scaling->zero_point);
        }
        *output++ = upcall_clamp_to(value, min, max);
    } while (output != end);
}

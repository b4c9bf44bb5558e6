/* SPDX-License-Identifier: 0BSD */
#include "upcall_scaling.h"

#include "upcall_requantize.h"

void upcall_scale(const upcall_scaling_t *scaling, int32_t channel, int32_t count,
                  const uint32_t *acc, int8_t *output) {
    const int32_t *multiplier = scaling->multiplier + channel;
    const int8_t *shift = scaling->shift + channel;
    const int32_t zero_point = scaling->zero_point;
    const int32_t min = scaling->min;
    const int32_t max = scaling->max;
    const int8_t *end = output + count;
    do {
        const int32_t scaled = upcall_requantize((int32_t)*acc++, *multiplier++, *shift++);
        *output++ = upcall_clamp_to(upcall_wrapping_add(scaled, zero_point), min, max);
    } while (output != end);
}

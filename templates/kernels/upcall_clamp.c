/* SPDX-License-Identifier: 0BSD */
#include "upcall_clamp.h"

#include "upcall_requantize.h"

void upcall_clamp(const upcall_clamp_t *layer, const int8_t *input, int8_t *output, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        const int32_t value =
            upcall_requantize(input[i] - layer->input_zero_point, layer->multiplier, layer->shift);
        output[i] = upcall_clamp_to(upcall_wrapping_add(value, layer->output_zero_point),
                                    layer->min, layer->max);
    }
}

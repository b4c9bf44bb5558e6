/* SPDX-License-Identifier: 0BSD */
#include "upcall_rescale.h"

#include "upcall_elements.h"
#include "upcall_requantize.h"

void upcall_rescale(const upcall_rescale_t *layer, const int8_t *input, int8_t *output,
                    int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        const int32_t x = upcall_load(input, layer->input_bytes) - layer->input_zero_point;
        const int32_t scaled =
            x >= 0 ? upcall_requantize(x, layer->above_multiplier, layer->above_shift)
                   : upcall_requantize(x, layer->below_multiplier, layer->below_shift);
        const int32_t value = upcall_wrapping_add(scaled, layer->output_zero_point);
        upcall_store(output, layer->output_bytes, upcall_limit(value, layer->min, layer->max));
        input += layer->input_bytes;
        output += layer->output_bytes;
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_reduce.h"

#include "upcall_elements.h"
#include "upcall_requantize.h"

static int32_t upcall_reduce_column(const upcall_reduce_t *layer, const int8_t *input) {
    const int32_t step = layer->inner * layer->bytes;
    int32_t best = upcall_load(input, layer->bytes);
    uint32_t sum = (uint32_t)best;
    for (int32_t i = 1; i < layer->count; i++) {
        input += step;
        const int32_t value = upcall_load(input, layer->bytes);
        sum += (uint32_t)value;
        if (layer->operation == UPCALL_REDUCE_MIN ? value < best : value > best) {
            best = value;
        }
    }
    if (layer->operation != UPCALL_REDUCE_SUM) {
        return best;
    }
    const int32_t scaled = upcall_requantize((int32_t)(sum + (uint32_t)layer->offset),
                                             layer->multiplier, layer->shift);
    return upcall_limit(upcall_wrapping_add(scaled, layer->zero_point), layer->min, layer->max);
}

void upcall_reduce(const upcall_reduce_t *layer, const int8_t *input, int8_t *output) {
    for (int32_t row = 0; row < layer->outer; row++) {
        for (int32_t i = 0; i < layer->inner; i++) {
            const int32_t value = upcall_reduce_column(layer, input + i * layer->bytes);
            upcall_store(output, layer->bytes, value);
            output += layer->bytes;
        }
        input += layer->count * layer->inner * layer->bytes;
    }
}

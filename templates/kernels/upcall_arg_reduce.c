/* SPDX-License-Identifier: 0BSD */
#include "upcall_arg_reduce.h"

#include "upcall_elements.h"

void upcall_arg_reduce(const upcall_arg_reduce_t *layer, const int8_t *input, int8_t *output) {
    const int32_t step = layer->inner * layer->bytes;
    for (int32_t row = 0; row < layer->outer; row++) {
        for (int32_t i = 0; i < layer->inner; i++) {
            const int8_t *column = input + i * layer->bytes;
            int32_t best = 0;
            int32_t value = upcall_load(column, layer->bytes) * layer->sign;
            for (int32_t k = 1; k < layer->depth; k++) {
                const int32_t next = upcall_load(column + k * step, layer->bytes) * layer->sign;
                if (next > value || (next == value && layer->last != 0)) {
                    value = next;
                    best = k;
                }
            }
            upcall_store(output, 4, best);
            output += 4;
        }
        input += layer->depth * step;
    }
}

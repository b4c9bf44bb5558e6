/* SPDX-License-Identifier: 0BSD */
#include "upcall_fully_connected_f32.h"

void upcall_fully_connected_f32(const upcall_fully_connected_f32_t *layer, const float *input,
                                float *output) {
    const upcall_patch_f32_t row = {.rows = 1,
                                    .spans = 1,
                                    .run = layer->depth,
                                    .filter = layer->depth,
                                    .block = layer->block};
    for (int32_t i = 0; i < layer->rows; i++) {
        upcall_dot_f32(&row, layer->channels, input, layer->weights, layer->bias, &layer->range,
                       output);
        input += layer->depth;
        output += layer->channels;
    }
}

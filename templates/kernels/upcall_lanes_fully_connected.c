/* SPDX-License-Identifier: 0BSD */
#include "upcall_lanes_fully_connected.h"

enum { BLOCK = 4 };

void upcall_lanes_fully_connected(const upcall_lanes_layer_t *layer, const int8_t *input,
                                  int8_t *output, int32_t *scratch) {
    const int32_t depth = layer->depth;
    const int32_t channels = layer->channels;
    for (int32_t first = 0; first < channels; first += UPCALL_LANES_VECTOR_ROW) {
        /* A last block of fewer channels takes those before it along, which are computed twice. */
        const int32_t begin = channels - first < BLOCK ? channels - BLOCK : first;
        const int32_t left = channels - begin;
        const int32_t count = left < UPCALL_LANES_VECTOR_ROW ? left : UPCALL_LANES_VECTOR_ROW;
        const int8_t *weights = layer->weights + begin * depth;
        const upcall_lanes_scale_t scale = upcall_lanes_scale_from(&layer->scale, begin);
        upcall_lanes_1x4(input, weights, depth, scratch, count / BLOCK);
        if (count % BLOCK != 0) {
            upcall_lanes_1x4(input, weights + (count - BLOCK) * depth, depth,
                             scratch + count - BLOCK, 1);
        }
        upcall_lanes_scale_1(&scale, count, scratch, output + begin);
    }
}

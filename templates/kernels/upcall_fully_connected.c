/* SPDX-License-Identifier: 0BSD */
#include "upcall_fully_connected.h"

#include "upcall_dot.h"

void upcall_fully_connected(const upcall_fully_connected_t *layer, const int8_t *input,
                            int8_t *output) {
    const upcall_patch_t patch = {.filter = layer->depth, .rows = 1, .run = layer->depth};
    for (int32_t row = 0; row < layer->rows; row++) {
        int32_t count;
        for (int32_t channel = 0; channel < layer->channels; channel += count) {
            const int32_t left = layer->channels - channel;
            uint32_t acc[UPCALL_BATCH];
            count = left < UPCALL_BATCH ? left : UPCALL_BATCH;
            upcall_dot(&patch, count, input, layer->weights + channel * layer->depth,
                       layer->scaling.bias + channel, acc);
            upcall_scale(&layer->scaling, channel, count, acc, output + channel);
        }
        input += layer->depth;
        output += layer->channels;
    }
}

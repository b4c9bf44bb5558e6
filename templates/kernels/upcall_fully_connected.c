/* SPDX-License-Identifier: 0BSD */
#include "upcall_fully_connected.h"

#include "upcall_dot.h"

void upcall_fully_connected(const upcall_fully_connected_t *layer, const int8_t *input,
                            int8_t *output) {
    const upcall_patch_t patch = {.rows = 1, .run = layer->depth};
    for (int32_t row = 0; row < layer->rows; row++) {
        const int8_t *w = layer->weights;
        int32_t lanes;
        for (int32_t channel = 0; channel < layer->channels; channel += lanes) {
            uint32_t acc[4];
            lanes = upcall_lanes(layer->channels - channel);
            upcall_dot(&patch, lanes, input, w, layer->scaling.bias + channel, acc);
            upcall_scale(&layer->scaling, channel, lanes, acc, output + channel);
            w += lanes * layer->depth;
        }
        input += layer->depth;
        output += layer->channels;
    }
}

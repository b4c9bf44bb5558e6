/* SPDX-License-Identifier: 0BSD */
#include "upcall_fully_connected.h"

#include "upcall_dot.h"

void upcall_fully_connected(const upcall_fully_connected_t *layer, const int8_t *input,
                            int8_t *output) {
    const int32_t depth = layer->depth;
    for (int32_t row = 0; row < layer->rows; row++) {
        const int8_t *w = layer->weights;
        int32_t channel = 0;
        for (; channel + 1 < layer->channels; channel += 2) {
            uint32_t acc[2];
            acc[0] = (uint32_t)layer->scaling.bias[channel];
            acc[1] = (uint32_t)layer->scaling.bias[channel + 1];
            upcall_dot2(input, w, w + depth, depth, acc);
            output[channel] = upcall_scale(&layer->scaling, channel, acc[0]);
            output[channel + 1] = upcall_scale(&layer->scaling, channel + 1, acc[1]);
            w += 2 * depth;
        }
        if (channel < layer->channels) {
            const uint32_t bias = (uint32_t)layer->scaling.bias[channel];
            output[channel] =
                upcall_scale(&layer->scaling, channel, upcall_dot(input, w, depth, bias));
        }
        input += depth;
        output += layer->channels;
    }
}

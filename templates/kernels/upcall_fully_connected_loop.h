/* SPDX-License-Identifier: 0BSD */
/* The loops of a matrix product around the inner products, for weights of any width. */
#ifndef UPCALL_FULLY_CONNECTED_LOOP_H
#define UPCALL_FULLY_CONNECTED_LOOP_H

#include "upcall_dot.h"
#include "upcall_fully_connected.h"

/* `per_byte`: channels whose weights share a byte. */
static inline void upcall_fully_connected_loop(const upcall_fully_connected_t *layer,
                                               upcall_dot_function_t *dot, int32_t per_byte,
                                               const int8_t *input, int8_t *output) {
    const upcall_patch_t patch = {.filter = layer->depth, .rows = 1, .run = layer->depth};
    for (int32_t row = 0; row < layer->rows; row++) {
        const int8_t *w = layer->weights;
        int32_t count;
        for (int32_t channel = 0; channel < layer->channels; channel += count) {
            const int32_t left = layer->channels - channel;
            uint32_t acc[UPCALL_BATCH];
            count = left < UPCALL_BATCH ? left : UPCALL_BATCH;
            dot(&patch, count, input, w, layer->scaling.bias + channel, acc);
            upcall_scale(&layer->scaling, channel, count, acc, output + channel);
            w += (count + per_byte - 1) / per_byte * layer->depth;
        }
        input += layer->depth;
        output += layer->channels;
    }
}

#endif

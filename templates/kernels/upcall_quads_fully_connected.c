/* SPDX-License-Identifier: 0BSD */
#include "upcall_quads_fully_connected.h"

void upcall_quads_fully_connected(const upcall_quads_fully_connected_t *layer, const int8_t *input,
                                  int8_t *output) {
    const upcall_scalar_t *whole = &layer->layer;
    const int32_t done = UPCALL_QUADS_CHANNELS * whole->blocks;
    upcall_quads_1x16(whole, input, layer->weights, output);
    if (layer->channels > done) {
        upcall_scalar_t last = *whole;
        last.blocks = 1;
        upcall_quads_1x16(&last, input,
                          layer->weights + whole->blocks * upcall_scalar_words(whole, 4),
                          output + layer->channels - UPCALL_QUADS_CHANNELS);
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_scalar_fully_connected.h"

void upcall_scalar_fully_connected(const upcall_scalar_fully_connected_t *layer,
                                   const int8_t *input, int8_t *output, int32_t *scratch) {
    const upcall_scalar_t *whole = &layer->layer;
    for (int32_t i = 0; i < layer->depth; i++) {
        scratch[i] = input[i];
    }
    for (int32_t i = layer->depth; i < whole->taps; i++) {
        scratch[i] = 0;
    }
    upcall_scalar_1x4(whole, scratch, layer->weights, output);
    if (layer->channels > 4 * whole->blocks) {
        upcall_scalar_t last = *whole;
        last.blocks = 1;
        upcall_scalar_1x4(&last, scratch,
                          layer->weights + whole->blocks * upcall_scalar_words(whole, 4),
                          output + layer->channels - 4);
    }
}

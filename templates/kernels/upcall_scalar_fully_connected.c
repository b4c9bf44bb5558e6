/* SPDX-License-Identifier: 0BSD */
#include "upcall_scalar_fully_connected.h"

#include <string.h>

void upcall_scalar_fully_connected(const upcall_scalar_fully_connected_t *layer,
                                   const int8_t *input, int8_t *output, int32_t *scratch) {
    const upcall_scalar_t *whole = &layer->layer;
    uint8_t *x = (uint8_t *)scratch;
    scratch[whole->taps / 4 - 1] = 0;
    scratch[whole->taps / 4 - 2] = 0;
    memcpy(x, input, (size_t)layer->depth);
    for (int32_t i = 0; i < whole->taps / 4; i++) {
        scratch[i] ^= (int32_t)0x80808080u;
    }
    upcall_scalar_1x4(whole, x, layer->weights, output);
    if (layer->channels > 4 * whole->blocks) {
        upcall_scalar_t last = *whole;
        last.blocks = 1;
        upcall_scalar_1x4(&last, x,
                          layer->weights + whole->blocks * upcall_scalar_words(whole, 4),
                          output + layer->channels - 4);
    }
}

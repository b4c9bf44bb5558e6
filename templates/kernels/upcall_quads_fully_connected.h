/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_QUADS_FULLY_CONNECTED_H
#define UPCALL_QUADS_FULLY_CONNECTED_H

#include <stdint.h>

#include "upcall_quads.h"

typedef struct {
    int32_t channels;       /* outputs, at least 4 */
    const int32_t *weights; /* if channels are no multiple of 4, a last block of the last four
                               follows, that repeats some */
    upcall_scalar_t layer;  /* of whole blocks; as many taps as inputs */
} upcall_quads_fully_connected_t;

/* Matrix product of one int8 vector, block by block: inputs are read again for each. */
void upcall_quads_fully_connected(const upcall_quads_fully_connected_t *layer, const int8_t *input,
                                  int8_t *output);

#endif

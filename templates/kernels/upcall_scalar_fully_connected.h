/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_SCALAR_FULLY_CONNECTED_H
#define UPCALL_SCALAR_FULLY_CONNECTED_H

#include <stdint.h>

#include "upcall_scalar.h"

typedef struct {
    int32_t depth;          /* inputs */
    int32_t channels;       /* outputs, at least 4 */
    const int32_t *weights; /* if channels are no multiple of 4, a last block of the last four
                               follows, that repeats some */
    upcall_scalar_t layer;  /* of whole blocks */
} upcall_scalar_fully_connected_t;

/*
 * Matrix product of one int8 vector. All inputs are read before the first output is written.
 * `scratch`: a byte a tap.
 */
void upcall_scalar_fully_connected(const upcall_scalar_fully_connected_t *layer,
                                   const int8_t *input, int8_t *output, int32_t *scratch);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_BYTES_FULLY_CONNECTED_H
#define UPCALL_BYTES_FULLY_CONNECTED_H

#include <stdint.h>

#include "upcall_bytes.h"
#include "upcall_flash.h"

/* Matrix product of int8 vectors, `rows` of `depth` each; weights as upcall_bytes_vector reads
   them. */
static inline void upcall_bytes_fully_connected(const uint8_t *weights, int rows, uint16_t depth,
                                                uint8_t channels, const int8_t *input,
                                                int8_t *output) {
    for (; rows > 0; rows--) {
        upcall_bytes_vector(input, weights, output, depth, channels);
        input += depth;
        output += channels;
    }
}

#endif

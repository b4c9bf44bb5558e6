/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_FULLY_CONNECTED_H
#define UPCALL_FULLY_CONNECTED_H

#include <stdint.h>

#include "upcall_scaling.h"

typedef struct {
    int32_t rows;          /* input [rows, depth], output [rows, channels] */
    int32_t depth;         /* >= 1 */
    int32_t channels;      /* >= 1 */
    const int8_t *weights; /* blocks of channels (upcall_dot.h) of depth taps */
    upcall_scaling_t scaling; /* -input zero point * sum of the weights is part of the bias */
} upcall_fully_connected_t;

/* Matrix product. Output must not share memory with input. */
void upcall_fully_connected(const upcall_fully_connected_t *layer, const int8_t *input,
                            int8_t *output);

#endif

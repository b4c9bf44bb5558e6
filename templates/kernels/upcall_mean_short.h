/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_MEAN_SHORT_H
#define UPCALL_MEAN_SHORT_H

#include "upcall_rounding.h"

typedef struct {
    int32_t outer; /* input [outer, count, inner], output [outer, inner]; all >= 1 */
    int32_t count;
    int32_t inner;
    int32_t offset; /* -input zero point * count */
    upcall_long_rounding_t rounding; /* of `offset` and the sum of `count` inputs */
} upcall_mean_short_t;

/* What upcall_mean computes, by one rounding, with the same leave to write over the input. */
void upcall_mean_short(const upcall_mean_short_t *layer, const int8_t *input, int8_t *output);

#endif

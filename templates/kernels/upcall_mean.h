/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_MEAN_H
#define UPCALL_MEAN_H

#include <stdint.h>

typedef struct {
    int32_t outer; /* input [outer, count, inner], output [outer, inner]; all >= 1 */
    int32_t count;
    int32_t inner;
    int32_t offset;     /* -input zero point * count */
    int32_t multiplier; /* Q31, 1 / count included */
    int32_t shift;      /* -31..31 */
    int32_t zero_point; /* of the output, -128..127 */
} upcall_mean_t;

/* Mean over the middle axis; global average pooling is outer = 1, count = H * W, inner = C.
   An element is written after all reads for it: output may be input, or lie below it. */
void upcall_mean(const upcall_mean_t *layer, const int8_t *input, int8_t *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_REDUCE_H
#define UPCALL_REDUCE_H

#include <stdint.h>

enum { UPCALL_REDUCE_SUM, UPCALL_REDUCE_MAX, UPCALL_REDUCE_MIN };

typedef struct {
    int32_t operation; /* one of the above */
    int32_t bytes;     /* of an element: 1 or 2 */
    int32_t outer;     /* input [outer, count, inner], output [outer, inner] */
    int32_t count;
    int32_t inner;
    int32_t offset;     /* of a sum: -input zero point * count */
    int32_t multiplier; /* of a sum: Q31 >= 0, with a shift of -31..31 */
    int32_t shift;
    int32_t zero_point; /* of the output of a sum */
    int32_t min;        /* within what `bytes` hold */
    int32_t max;
} upcall_reduce_t;

/* The sum, the largest or the smallest along one axis; a mean is a sum of another factor. An element
   is written after all reads for it: output may be input, or lie below it. */
void upcall_reduce(const upcall_reduce_t *layer, const int8_t *input, int8_t *output);

#endif

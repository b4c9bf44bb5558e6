/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_ARG_REDUCE_H
#define UPCALL_ARG_REDUCE_H

#include <stdint.h>

typedef struct {
    int32_t bytes; /* of an input element: 1 or 2; an output element has 4 */
    int32_t outer; /* input [outer, depth, inner], output [outer, inner] */
    int32_t depth;
    int32_t inner;
    int32_t sign; /* 1: where the largest stands, -1: the smallest */
    int32_t last; /* 1: of equal ones the last, 0: the first */
} upcall_arg_reduce_t;

/* Where along one axis an extreme stands. Output must not share memory with input. */
void upcall_arg_reduce(const upcall_arg_reduce_t *layer, const int8_t *input, int8_t *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_TRANSPOSE_H
#define UPCALL_TRANSPOSE_H

#include <stdint.h>

typedef struct {
    int32_t dims[4];   /* of the output, outermost first */
    int32_t stride[4]; /* bytes in the input from one element to the next along each output axis */
} upcall_transpose_t;

/* Permutation of up to four axes. Output must not share memory with input. */
void upcall_transpose(const upcall_transpose_t *layer, const int8_t *input, int8_t *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_BINARY_H
#define UPCALL_BINARY_H

#include <stdint.h>

enum {
    UPCALL_BINARY_ADD,
    UPCALL_BINARY_SUB,
    UPCALL_BINARY_MUL,
    UPCALL_BINARY_MAX,
    UPCALL_BINARY_MIN,
    UPCALL_BINARY_PRELU, /* x >= 0 ? x : x * y */
    UPCALL_BINARY_SQUARED_DIFFERENCE,
    UPCALL_BINARY_DIV /* of bytes; by 0 as by 1 */
};

typedef struct {
    int32_t operation;       /* one of the above */
    int32_t bytes;           /* of an element: 1 or 2 */
    int32_t left_zero_point; /* real = scale * (q - zero point) on each side */
    int32_t right_zero_point;
    int32_t output_zero_point;
    int32_t left_shift_up; /* of sums and differences: bits before their sides are scaled */
    int32_t left_multiplier; /* Q31 >= 0, with a shift of -31..31 each */
    int32_t left_shift;
    int32_t right_multiplier; /* of PRELU: of x * y */
    int32_t right_shift;
    int32_t output_multiplier; /* of PRELU: of x */
    int32_t output_shift;
    int32_t min; /* within what `bytes` hold */
    int32_t max;
    int32_t dims[4];        /* of the output, outermost first */
    int32_t left_stride[4]; /* elements from one to the next along each axis; 0 where it repeats */
    int32_t right_stride[4];
} upcall_binary_t;

/* A function of two tensors with broadcasting. Output may be an operand of its own shape, or lie below
   it. */
void upcall_binary(const upcall_binary_t *layer, const int8_t *left, const int8_t *right,
                   int8_t *output);

#endif

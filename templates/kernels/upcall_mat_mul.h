/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_MAT_MUL_H
#define UPCALL_MAT_MUL_H

#include <stdint.h>

typedef struct {
    int32_t bytes;   /* of an element: 1 or 2, whose sums have 64 bits */
    int32_t rows;    /* left [rows, depth] times right [depth, columns] */
    int32_t depth;
    int32_t columns;
    int32_t batches[2];      /* products, outermost first */
    int32_t left_stride[2];  /* elements from one matrix to the next; 0 where it repeats */
    int32_t right_stride[2];
    int32_t left_zero_point;
    int32_t right_zero_point;
    int32_t output_zero_point;
    int32_t multiplier; /* Q31, of 64-bit sums Q15; >= 0 */
    int32_t shift;      /* -31..31, of 64-bit sums up to 7 */
} upcall_mat_mul_t;

/* Products of two computed matrices, in the arithmetic of TensorFlow Lite's reference kernels. Output
   must not share memory with an operand. */
void upcall_mat_mul(const upcall_mat_mul_t *layer, const int8_t *left, const int8_t *right,
                    int8_t *output);

#endif

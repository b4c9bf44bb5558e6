/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_MUL_SHORT_H
#define UPCALL_MUL_SHORT_H

#include "upcall_rounding.h"

typedef struct {
    int32_t left_zero_point; /* -128..127 */
    int32_t right_zero_point;
    upcall_long_rounding_t rounding; /* of the product of both, zero points taken off */
    int32_t rows;
    int32_t count;      /* elements of a row */
    int32_t right_step; /* from a row of the right operand to the next: count, or 0 for the same */
} upcall_mul_short_t;

/* Product of two tensors [rows, count], or of one and a vector [count] for every row. Output may be
   left, or lie below it; likewise right, where that has all rows. */
void upcall_mul_short(const upcall_mul_short_t *layer, const int8_t *left, const int8_t *right,
                      int8_t *output);

#endif

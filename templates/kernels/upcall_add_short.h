/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_ADD_SHORT_H
#define UPCALL_ADD_SHORT_H

#include <stdint.h>

/* A quantised sum or difference by one rounding: clamp8((left * x + right * y + offset) >> shift).
   The compiler has proved for each pair of inputs that it gives what the reference does, and that no
   sum leaves int32. */
typedef struct {
    int32_t left;
    int32_t right;
    int32_t offset;
    int32_t shift; /* 1..22 */
} upcall_add_short_t;

/* Sum of two tensors of `count` elements. Output may be left, right, or lie below either. 9
   instructions an element on a Cortex-M4, 2 with MVE (upcall_add_short_mve.S). */
void upcall_add_short(const upcall_add_short_t *layer, const int8_t *left, const int8_t *right,
                      int8_t *output, int32_t count);

#endif

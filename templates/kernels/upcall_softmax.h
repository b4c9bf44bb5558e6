/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_SOFTMAX_H
#define UPCALL_SOFTMAX_H

#include <stdint.h>

typedef struct {
    int32_t rows;           /* input and output [rows, depth] */
    int32_t depth;          /* 1..511 */
    int32_t multiplier;     /* Q31: brings a difference to Q5.26 */
    int32_t shift;          /* 0..31 */
    int32_t min_difference; /* below it a probability is 0; <= 0 */
} upcall_softmax_t;

/* Softmax along the last axis; output scale 1/256, zero point -128. Output may be input, or lie
   below it. */
void upcall_softmax(const upcall_softmax_t *layer, const int8_t *input, int8_t *output);

#endif

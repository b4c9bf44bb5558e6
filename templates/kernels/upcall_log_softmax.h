/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_LOG_SOFTMAX_H
#define UPCALL_LOG_SOFTMAX_H

#include <stdint.h>

typedef struct {
    int32_t rows;               /* input and output [rows, depth] */
    int32_t depth;              /* 1..511 */
    int32_t multiplier;         /* Q31: brings a difference to Q5.26 */
    int32_t shift;              /* 1..31 */
    int32_t min_difference;     /* below it a probability is 0; <= 0 */
    int32_t inverse_multiplier; /* Q31: brings Q5.26 to a difference */
    int32_t inverse_shift;      /* -31..0 */
} upcall_log_softmax_t;

/* Logarithm of softmax along the last axis; output scale 1/16, zero point 127. Output may be input, or
   lie below it. */
void upcall_log_softmax(const upcall_log_softmax_t *layer, const int8_t *input, int8_t *output);

#endif

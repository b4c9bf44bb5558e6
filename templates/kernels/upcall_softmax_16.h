/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_SOFTMAX_16_H
#define UPCALL_SOFTMAX_16_H

#include <stdint.h>

typedef struct {
    int32_t rows;               /* input and output [rows, depth] */
    int32_t depth;              /* 1..65536 */
    int32_t multiplier;         /* Q31: brings a difference to steps of 10 / 65535 */
    int32_t shift;              /* -31..14 */
    const int8_t *exponentials; /* 513 elements of 16 bits: e^x from -10 to 0, Q0.15 */
    const int8_t *reciprocals;  /* as many: 1 / (1 + x) from 0 to 1, Q0.15 */
} upcall_softmax_16_t;

/* Softmax of 16-bit elements along the last axis, as TensorFlow Lite's reference kernels compute it;
   output Q0.15. Output may be input, or lie below it. */
void upcall_softmax_16(const upcall_softmax_16_t *layer, const int8_t *input, int8_t *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_SOFTMAX_F32_H
#define UPCALL_SOFTMAX_F32_H

#include <stdint.h>

typedef struct {
    int32_t rows;
    int32_t depth; /* of a row, >= 1 */
    float beta;
} upcall_softmax_f32_t;

/* exp(beta x) over its sum, of each row. Works in place. */
void upcall_softmax_f32(const upcall_softmax_f32_t *layer, const float *input, float *output);

/* Logarithm of the same. */
void upcall_log_softmax_f32(const upcall_softmax_f32_t *layer, const float *input, float *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_L2_NORMALIZATION_H
#define UPCALL_L2_NORMALIZATION_H

#include <stdint.h>

typedef struct {
    int32_t rows;       /* input and output [rows, depth] */
    int32_t depth;      /* 1..32768 */
    int32_t zero_point; /* of the input */
} upcall_l2_normalization_t;

/* Each row over its Euclidean norm, by the arithmetic of TensorFlow Lite's reference kernels; output
   scale 1/128, zero point 0. Output may be input, or lie below it. */
void upcall_l2_normalization(const upcall_l2_normalization_t *layer, const int8_t *input,
                             int8_t *output);

#endif

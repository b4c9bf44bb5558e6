/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_L2_NORMALIZATION_F32_H
#define UPCALL_L2_NORMALIZATION_F32_H

#include <stdint.h>

typedef struct {
    int32_t rows;
    int32_t depth; /* of a row */
    float epsilon; /* the least norm, > 0 */
} upcall_l2_normalization_f32_t;

/* Each row over its Euclidean norm. Works in place. */
void upcall_l2_normalization_f32(const upcall_l2_normalization_f32_t *layer, const float *input,
                                 float *output);

#endif

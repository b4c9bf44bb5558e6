/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_STANDARDIZE_F32_H
#define UPCALL_STANDARDIZE_F32_H

#include <stdint.h>

/* Up to three axes and how many elements lie from one step along each to the next. */
typedef struct {
    int32_t size[3];
    int32_t step[3];
} upcall_axes_t;

typedef struct {
    upcall_axes_t groups;
    upcall_axes_t elements; /* of a group, all sizes >= 1 */
    float epsilon;
} upcall_standardize_f32_t;

/* (x - mean) / sqrt(variance + epsilon), both of each group. Output lies where the input does or
   must not share memory with it. */
void upcall_standardize_f32(const upcall_standardize_f32_t *layer, const float *input,
                            float *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_STANDARDIZE_H
#define UPCALL_STANDARDIZE_H

#include <stdint.h>

typedef struct {
    int32_t rows;  /* input and output [rows, depth] */
    int32_t depth; /* 1..32768 */
    /* 256 * depth^2 times epsilon, in squared steps of the input, is epsilon * 2^epsilon_shift */
    int32_t epsilon;
    int32_t epsilon_shift; /* 0..31 */
    int32_t multiplier;    /* 16 in steps of the output: multiplier * 2^(shift - 31) */
    int32_t shift;
    int32_t zero_point; /* of the output */
} upcall_standardize_t;

/* (x - mean) / sqrt(variance + epsilon) of each row: with the row's sum S, depth * x - S over the root
   of depth * (sum of squares) - S^2 plus epsilon, both exact. Output may be input, or lie below it. */
void upcall_standardize(const upcall_standardize_t *layer, const int8_t *input, int8_t *output);

#endif

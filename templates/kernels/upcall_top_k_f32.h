/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_TOP_K_F32_H
#define UPCALL_TOP_K_F32_H

#include <stdint.h>

typedef struct {
    int32_t rows;
    int32_t depth; /* of a row, >= k */
    int32_t k;
    int32_t largest; /* 1: the largest come first, 0: the smallest */
} upcall_top_k_f32_t;

/* The first k of each row, sorted; of equal elements the one with the lower index comes first.
   Output must not share memory with input. */
void upcall_top_k_f32(const upcall_top_k_f32_t *layer, const float *input, float *output);

/* Their indices. */
void upcall_top_k_index_f32(const upcall_top_k_f32_t *layer, const float *input, int32_t *output);

#endif

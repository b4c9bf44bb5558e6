/* SPDX-License-Identifier: 0BSD */
#include "upcall_top_k_f32.h"

/* Whether element `a` comes before element `b`. */
static int upcall_top_k_before(const upcall_top_k_f32_t *layer, const float *x, int32_t a,
                               int32_t b) {
    if (x[a] == x[b]) {
        return a < b;
    }
    return layer->largest ? x[a] > x[b] : x[a] < x[b];
}

/* The element that follows `before` in order; the first of all after -1. */
static int32_t upcall_top_k_next(const upcall_top_k_f32_t *layer, const float *x, int32_t before) {
    int32_t next = -1;
    for (int32_t i = 0; i < layer->depth; i++) {
        const int open = before < 0 || upcall_top_k_before(layer, x, before, i);
        if (open && (next < 0 || upcall_top_k_before(layer, x, i, next))) {
            next = i;
        }
    }
    return next < 0 ? 0 : next;
}

void upcall_top_k_f32(const upcall_top_k_f32_t *layer, const float *input, float *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        int32_t index = -1;
        for (int32_t i = 0; i < layer->k; i++) {
            index = upcall_top_k_next(layer, input, index);
            *output++ = input[index];
        }
        input += layer->depth;
    }
}

void upcall_top_k_index_f32(const upcall_top_k_f32_t *layer, const float *input, int32_t *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        int32_t index = -1;
        for (int32_t i = 0; i < layer->k; i++) {
            index = upcall_top_k_next(layer, input, index);
            *output++ = index;
        }
        input += layer->depth;
    }
}

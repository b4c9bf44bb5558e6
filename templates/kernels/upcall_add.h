/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_ADD_H
#define UPCALL_ADD_H

#include <stdint.h>

#include "upcall_requantize.h"

/* Factors of a quantised sum; real = scale * (q - zero point) on each side. */
typedef struct {
    int32_t left_zero_point; /* -128..127, as the others */
    int32_t right_zero_point;
    int32_t output_zero_point;
    int32_t left_multiplier; /* Q31, with a shift of -31..31 each */
    int32_t left_shift;
    int32_t right_multiplier;
    int32_t right_shift;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t min; /* -128..127 */
    int32_t max;
} upcall_add_t;

/* One sum: both sides are scaled with 20 fraction bits, added and scaled to the output. */
static inline int8_t upcall_add_pair(const upcall_add_t *layer, int8_t left, int8_t right) {
    const int32_t x = (left - layer->left_zero_point) * ((int32_t)1 << 20);
    const int32_t y = (right - layer->right_zero_point) * ((int32_t)1 << 20);
    const int32_t sum =
        upcall_wrapping_add(upcall_requantize(x, layer->left_multiplier, layer->left_shift),
                            upcall_requantize(y, layer->right_multiplier, layer->right_shift));
    const int32_t scaled = upcall_requantize(sum, layer->output_multiplier, layer->output_shift);
    return upcall_clamp_to(upcall_wrapping_add(scaled, layer->output_zero_point), layer->min,
                           layer->max);
}

/* Sum of two tensors of `count` elements. Output may be left, right, or lie below either. */
void upcall_add(const upcall_add_t *layer, const int8_t *left, const int8_t *right, int8_t *output,
                int32_t count);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_RESCALE_H
#define UPCALL_RESCALE_H

#include <stdint.h>

/* real = scale * (q - zero point) on both sides; a slope for elements from zero on, and one for those
   below. */
typedef struct {
    int32_t input_bytes; /* of an element: 1, 2 or 4 */
    int32_t output_bytes;
    int32_t input_zero_point;
    int32_t output_zero_point;
    int32_t above_multiplier; /* Q31 >= 0, with a shift of -31..31 each */
    int32_t above_shift;
    int32_t below_multiplier;
    int32_t below_shift;
    int32_t min; /* within what output_bytes hold */
    int32_t max;
} upcall_rescale_t;

/* Brings `count` elements to another scale or width. Output must not share memory with input, unless
   output_bytes <= input_bytes and it is input or lies below it. */
void upcall_rescale(const upcall_rescale_t *layer, const int8_t *input, int8_t *output,
                    int32_t count);

#endif

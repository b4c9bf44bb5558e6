/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_CLAMP_H
#define UPCALL_CLAMP_H

#include <stdint.h>

typedef struct {
    int32_t input_zero_point; /* -128..127 */
    int32_t output_zero_point;
    int32_t multiplier; /* Q31: input scale / output scale */
    int32_t shift;      /* -31..31 */
    int32_t min;        /* -128..127 */
    int32_t max;
} upcall_clamp_t;

/* A clamp (ReLU, ReLU6) of `count` elements with requantisation. Output may be input, or lie below
   it. */
void upcall_clamp(const upcall_clamp_t *layer, const int8_t *input, int8_t *output, int32_t count);

#endif

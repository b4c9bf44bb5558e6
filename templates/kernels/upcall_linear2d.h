/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_LINEAR2D_H
#define UPCALL_LINEAR2D_H

#include <stdint.h>

#include "upcall_window.h"

/* Where the weight of an output channel, a tap and an input channel of its group lies. */
typedef struct {
    int32_t channel; /* elements from one output channel to the next */
    int32_t tap;     /* from one tap to the next */
    int32_t depth;   /* from one input channel to the next */
} upcall_weight_stride_t;

typedef struct {
    int32_t bytes; /* of an element: 1 or 2 */
    upcall_image_t input;
    upcall_image_t output;
    upcall_window_t window;
    int32_t transposed; /* 1: strides spread the input, 0: they skip in it */
    int32_t depth;      /* input channels of a group */
    int32_t group;      /* output channels of a group */
    int32_t input_zero_point;
    upcall_weight_stride_t stride;
    int32_t wide; /* 1: accumulators of 64 bits and short multipliers, 0: of 32, which wrap */
    int32_t zero_point; /* of the output */
    int32_t min;        /* within what `bytes` hold */
    int32_t max;
    const int8_t *weights;
    const int32_t *bias;       /* lower and upper half for each output channel */
    const int32_t *multiplier; /* Q31 >= 0; where wide Q15, 0..32767 */
    const int8_t *shift;       /* -31..31; where wide -31..7 */
} upcall_linear2d_t;

/* Convolution, depthwise and transposed convolution and matrix product of elements of any width, in
   one plain form. Writes pixel by pixel. */
void upcall_linear2d(const upcall_linear2d_t *layer, const int8_t *input, int8_t *output);

#endif

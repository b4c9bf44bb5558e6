/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_DEPTHWISE_CONV2D_F32_H
#define UPCALL_DEPTHWISE_CONV2D_F32_H

#include <stdint.h>

#include "upcall_dot_f32.h"
#include "upcall_window.h"

typedef struct {
    int32_t batch; /* images one behind the other */
    upcall_image_t input;
    upcall_image_t output; /* channels: a multiple of the input's */
    upcall_window_t window;
    const float *weights; /* [height, width, output channels] */
    const float *bias;    /* [output channels] */
    upcall_range_f32_t range;
} upcall_depthwise_conv2d_f32_t;

/* Convolution of each channel of [batch,H,W,C] by itself: output channel c reads input channel
   c / (output channels / input channels). Writes up to two pixels of a
   row at a time, in order; some channels of them before it has read their inputs for others. */
void upcall_depthwise_conv2d_f32(const upcall_depthwise_conv2d_f32_t *layer, const float *input,
                                 float *output);

#endif

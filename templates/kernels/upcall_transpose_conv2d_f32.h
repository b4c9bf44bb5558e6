/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_TRANSPOSE_CONV2D_F32_H
#define UPCALL_TRANSPOSE_CONV2D_F32_H

#include <stdint.h>

#include "upcall_dot_f32.h"
#include "upcall_window.h"

typedef struct {
    int32_t batch;         /* images one behind the other */
    upcall_image_t input;  /* channels: groups times the depth of a filter */
    upcall_image_t output; /* channels: groups times the filters of a group */
    upcall_window_t window;
    int32_t groups;
    const float *weights; /* [output channels, height, width, depth] */
    const float *bias;    /* [output channels] */
    upcall_range_f32_t range;
} upcall_transpose_conv2d_f32_t;

/* Input pixel (y, x) of [batch,H,W,C] adds to the outputs (y stride - pad + tap dilation) that lie
   inside. Output must not share memory with input. */
void upcall_transpose_conv2d_f32(const upcall_transpose_conv2d_f32_t *layer, const float *input,
                                 float *output);

#endif

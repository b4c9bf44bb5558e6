/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_CONV2D_F32_H
#define UPCALL_CONV2D_F32_H

#include <stdint.h>

#include "upcall_dot_f32.h"
#include "upcall_window.h"

typedef struct {
    int32_t batch;         /* images one behind the other */
    upcall_image_t input;  /* channels: groups times the depth of a filter */
    upcall_image_t output; /* channels: groups times the filters of a group */
    upcall_window_t window;
    int32_t groups;
    int32_t block;
    const float *weights; /* as upcall_dot_f32 takes the [height, width, depth] of each group */
    const float *bias;    /* [output channels] */
    upcall_range_f32_t range;
} upcall_conv2d_f32_t;

/* Convolution of [batch,H,W,C]. Writes pixel by pixel in order, each after it has read its inputs;
   of one pixel it writes channels before it has read the inputs of others. */
void upcall_conv2d_f32(const upcall_conv2d_f32_t *layer, const float *input, float *output);

#endif

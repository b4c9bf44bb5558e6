/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_CONV2D_PATCHES_F32_H
#define UPCALL_CONV2D_PATCHES_F32_H

#include <stdint.h>

#include "upcall_dot_f32.h"
#include "upcall_window.h"

/* No groups, no dilation. */
typedef struct {
    int32_t batch; /* images one behind the other */
    upcall_image_t input;
    upcall_image_t output;
    upcall_window_t window;
    int32_t block;        /* 4 */
    const float *weights; /* as upcall_dot_f32 takes filters of [height, width, input channels] */
    const float *bias;    /* [output channels] */
    upcall_range_f32_t range;
    float *scratch; /* four patches [height, width, input channels] */
} upcall_conv2d_patches_f32_t;

/* Convolution of [batch,H,W,C]: copies the patches of four output pixels side by side, zeros where
   they reach outside, so that each weight is loaded once for four. Writes four pixels at a time, in
   order, after it has read all their inputs. */
void upcall_conv2d_patches_f32(const upcall_conv2d_patches_f32_t *layer, const float *input,
                               float *output);

#endif

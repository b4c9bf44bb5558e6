/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_LANES_CONV2D_H
#define UPCALL_LANES_CONV2D_H

#include <stdint.h>

#include "upcall_lanes.h"
#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output;      /* at least 2 channels */
    upcall_window_t window;     /* dilation 1 */
    int32_t padding;            /* an input outside the image: the zero point */
    upcall_lanes_layer_t lanes; /* depth [kernel height, kernel width, input channels] */
} upcall_lanes_conv2d_t;

/*
 * Convolution of int8 images [H,W,C] by blocks of three output pixels. A window of one pixel is read
 * where it is, others are copied to scratch first.
 *
 * Writes the output block by block in order; with a window of one pixel it may write all of a block
 * before it has read all of it. `scratch`: UPCALL_LANES_ACC_BYTES, and 3 * depth unless the window is
 * one pixel that is never outside.
 */
void upcall_lanes_conv2d(const upcall_lanes_conv2d_t *layer, const int8_t *input, int8_t *output,
                         int32_t *scratch);

#endif

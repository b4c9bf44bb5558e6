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
    int32_t segment;            /* output pixels of a row whose inputs are copied together; 0: none
                                   are, windows being one pixel that is never outside */
    upcall_lanes_layer_t lanes; /* depth [kernel width, kernel height, input channels] */
} upcall_lanes_conv2d_t;

/*
 * Convolution of int8 images [H,W,C] by blocks of three output pixels. Windows of one pixel are read
 * where they are. Other inputs are copied to a strip, column by column of the kernel's height, in
 * which each window is one run of bytes; neighbours share theirs.
 *
 * Writes the output pixel by pixel in order; where windows are one pixel, stride is 1 and there are
 * more output than input channels, from the last to the first. A segment's inputs are read before any of its outputs
 * are written; without segments all of a block may be written before all of it is read. `scratch`:
 * UPCALL_LANES_ACC_BYTES; with segments also the strip, of stride * (segment - 1) + kernel width
 * columns, two windows, and a pixel.
 */
void upcall_lanes_conv2d(const upcall_lanes_conv2d_t *layer, const int8_t *input, int8_t *output,
                         int32_t *scratch);

#endif

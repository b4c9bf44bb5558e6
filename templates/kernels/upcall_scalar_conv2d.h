/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_SCALAR_CONV2D_H
#define UPCALL_SCALAR_CONV2D_H

#include <stdint.h>

#include "upcall_scalar.h"
#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output;
    upcall_window_t window; /* dilation 1 */
    int32_t padding;        /* an input outside the image: the zero point */
    const int32_t *weights; /* taps [kernel height, kernel width, input channels] */
    upcall_scalar_t layer;  /* blocks and pitch: output channels */
} upcall_scalar_conv2d_t;

/*
 * Convolution of int8 images [H,W,C] by blocks of four output pixels: their patches are laid side by
 * side as words, and then multiplied with all channels' weights.
 *
 * Writes the output block by block in order, after all reads for the block are done. `scratch`: 2
 * words a tap, then spare memory of one patch for each of two pixels if the window is padded, of
 * four output pixels if their number is no multiple of four; whichever is more.
 */
void upcall_scalar_conv2d(const upcall_scalar_conv2d_t *layer, const int8_t *input, int8_t *output,
                          int32_t *scratch);

#endif

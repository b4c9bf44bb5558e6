/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_PRODUCTS_CONV2D_H
#define UPCALL_PRODUCTS_CONV2D_H

#include <stdint.h>

#include "upcall_products_layer.h"
#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output; /* at least 2 channels */
    upcall_window_t window; /* dilation 1 */
    int32_t padding;        /* an input outside the image: the zero point */
    int32_t tail;           /* of a row of taps, as upcall_rows_t has it */
    upcall_products_layer_t layer; /* taps [kernel height, kernel width * input channels] */
} upcall_products_conv2d_t;

/*
 * Convolution of int8 images [H,W,C] by blocks of three output pixels: their patches are expanded to
 * words, and then multiplied with all channels' weights.
 *
 * Writes the output block by block in order, after all reads for the block are done; a kernel of 1x1
 * with stride 1 and no padding that makes more channels than it reads, from the last block to the
 * first. `scratch`:
 * 6 words a group, then spare memory (upcall_products_layer.h) or 4 bytes a group if the window is
 * padded, whichever is more.
 */
void upcall_products_conv2d(const upcall_products_conv2d_t *layer, const int8_t *input,
                            int8_t *output, int32_t *scratch);

#endif

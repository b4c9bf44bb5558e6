/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_BYTES_CONV2D_H
#define UPCALL_BYTES_CONV2D_H

#include <stdint.h>

#include "upcall_bytes_layer.h"

/*
 * 2-D convolution of int8 images [H,W,C], pixel by pixel: all that is read for a pixel is read before
 * the first channel of the next is written. `layer` lies in program memory. `scratch`: a window,
 * unless kernel, stride and padding are those of a product pixel by pixel.
 */
void upcall_bytes_conv2d(const upcall_bytes_layer_t *layer, const int8_t *input, int8_t *output,
                         int8_t *scratch);

#endif

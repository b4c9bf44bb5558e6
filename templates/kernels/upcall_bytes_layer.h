/* SPDX-License-Identifier: 0BSD */
/* Convolutions by upcall_bytes.h: layers in program memory, and windows cut out of images. */
#ifndef UPCALL_BYTES_LAYER_H
#define UPCALL_BYTES_LAYER_H

#include <stdint.h>

#include "upcall_flash.h"

/* All numbers and products of two of them that occur are below 2^15. */
typedef struct {
    int16_t height; /* of the input */
    int16_t width;
    int16_t channels;
    int16_t out_height;
    int16_t out_width;
    int16_t out_channels; /* at most 255 in a convolution of all channels */
    int16_t rows;         /* of the kernel, at most 255, as are columns */
    int16_t columns;
    int16_t stride_y;
    int16_t stride_x;
    int16_t pad_top;
    int16_t pad_left;
    int16_t padding;        /* an input outside the image: the zero point */
    const uint8_t *weights; /* as upcall_bytes.h reads them */
} upcall_bytes_layer_t;

/* The window at [top, left], which may lie partly outside, in rows without a gap. */
void upcall_bytes_cut(const upcall_bytes_layer_t *layer, const int8_t *input, int top, int left,
                      int8_t *window);

/* Whether it lies inside. */
int upcall_bytes_is_inside(const upcall_bytes_layer_t *layer, int top, int left);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_WINOGRAD_CONV2D_H
#define UPCALL_WINOGRAD_CONV2D_H

#include <stdint.h>

#include "upcall_window.h"

typedef struct {
    upcall_image_t input;  /* 4 divides the channels, at most 64 */
    upcall_image_t output; /* an even number of channels */
    int32_t pad_top;       /* 0..2 */
    int32_t pad_left;
    int32_t padding; /* an input outside the image: the zero point */
    int32_t form;    /* UPCALL_SHORT or UPCALL_SIGNED, as upcall_products.h has them */
    int32_t offset;
    int32_t shift;
    const int32_t *weights; /* per two channels: upcall_winograd_products's, then what
                               upcall_winograd_outputs scales with */
} upcall_winograd_conv2d_t;

/*
 * Convolution of int8 images [H,W,C] with 3x3 kernels and stride 1, in groups of four tiles of 2x2
 * outputs side by side (upcall_winograd.h).
 *
 * Writes the output group by group in order, after all reads for the group are done. `scratch`: 32
 * words an input channel; then 128 words, or 40 bytes an input channel if that is more; then, if
 * some group reaches beyond the output, 16 bytes an output channel.
 */
void upcall_winograd_conv2d(const upcall_winograd_conv2d_t *layer, const int8_t *input,
                            int8_t *output, int32_t *scratch);

#endif

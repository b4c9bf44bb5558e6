/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_DEPTHWISE_WALK_H
#define UPCALL_DEPTHWISE_WALK_H

#include <stdint.h>

#include "upcall_window.h"

typedef struct {
    upcall_image_t input; /* channels: a multiple of 4 */
    upcall_image_t output;
    int32_t stride;  /* 1 or 2, both ways */
    int32_t pad_top; /* 0 or 1; likewise left */
    int32_t pad_left;
    int32_t padding; /* an input outside the image: the zero point */
    int32_t pitch;   /* columns of a row of pairs: those of the image and at least as many outside it
                        as a window reaches on either side; even for stride 2 */
    int32_t band;    /* rows of pairs that are computed together, >= 1 */
    int32_t shift;   /* 10 or 12 */
    const int8_t *weights;     /* [3, 3, channels] */
    const int32_t *bias;       /* 256 times the bias, and more; zero point folded in */
    const int32_t *multiplier; /* one per channel */
} upcall_depthwise_walk_t;

/*
 * Depthwise 3x3 convolution of an int8 image [H,W,C], band by band, four channels at a time.
 *
 * For stride 1 all bands of four channels come first. If the output is as large as the input, output
 * may be input: rows that the next band needs are kept. For stride 2 all channels of a band come
 * first: output may begin so far before input that a whole band of outputs overwrites nothing that it
 * or the next band reads.
 * `scratch`: (band + 1) * pitch + 8 columns of 16 bytes, then band * pitch / stride + 3 outputs of 4.
 */
void upcall_depthwise_walk(const upcall_depthwise_walk_t *layer, const int8_t *input,
                           int8_t *output, int32_t *scratch);

#endif

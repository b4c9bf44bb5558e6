/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_QUADS_DEPTHWISE_H
#define UPCALL_QUADS_DEPTHWISE_H

#include <stdint.h>

#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output; /* of as many channels */
    int32_t stride;        /* 1 or 2 */
    int32_t pad_top;
    int32_t pad_left; /* 0 or 1; at the right too at most 1 column is outside */
    int32_t padding;  /* an input outside the image: the zero point */
    int32_t in_place; /* whether output may be input: 0 or 1; stride and pad_top are 1 then */
    int32_t offset;
    int32_t shift;          /* 1..21 */
    const int8_t *weights;  /* [channel][kernel column][kernel row] */
    const int32_t *records; /* [channel]: start, multiplier */
} upcall_quads_depthwise_t;

/*
 * Depthwise 3x3 convolution of int8 images [H,W,C], row of outputs by row and in it channel by
 * channel; a row may be written before all reads for it are done, never before those of the rows
 * before it, unless they are in place. `scratch`: a row of the input, in place three.
 */
void upcall_quads_depthwise(const upcall_quads_depthwise_t *layer, const int8_t *input,
                            int8_t *output, int32_t *scratch);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_SCALAR_DEPTHWISE_H
#define UPCALL_SCALAR_DEPTHWISE_H

#include <stdint.h>

#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output; /* of as many channels */
    int32_t stride;        /* 1 or 2 */
    int32_t pad_top;
    int32_t pad_left;
    int32_t padding; /* an input outside the image: the zero point */
    int32_t in_place; /* whether output may be input: 0 or 1; stride and pad_top are 1 then */
    int32_t columns; /* that a row's windows reach, padding included */
    int32_t offset;
    int32_t shift;             /* 1..21 */
    const int8_t *weights;     /* [channel][kernel column][kernel row] */
    const int32_t *start;      /* what 256 times the accumulator begins with */
    const int32_t *multiplier; /* at most 2^30 */
} upcall_scalar_depthwise_t;

/*
 * Depthwise 3x3 convolution of int8 images [H,W,C], two rows of outputs at a time and in them channel
 * by channel; two rows may be written before all reads for them are done, never before those of the
 * rows before them, unless they are in place. `scratch`: 3 words a column, then a row of the input,
 * in place three.
 */
void upcall_scalar_depthwise(const upcall_scalar_depthwise_t *layer, const int8_t *input,
                             int8_t *output, int32_t *scratch);

#endif

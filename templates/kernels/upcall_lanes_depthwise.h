/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_LANES_DEPTHWISE_H
#define UPCALL_LANES_DEPTHWISE_H

#include <stdint.h>

#include "upcall_lanes_windows.h"
#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output; /* as many channels */
    int32_t stride;        /* 1 or 2, both ways */
    int32_t pad_top;
    int32_t pad_left;
    int32_t padding;          /* an input outside the image: the zero point */
    int32_t columns;          /* that windows touch, those of whole blocks included */
    int32_t up;               /* 24 less the form's shift */
    const int32_t *constants; /* [channel][UPCALL_LANES_CONSTANTS] */
} upcall_lanes_depthwise_t;

/*
 * Depthwise 3x3 convolution of an int8 image [H,W,C], sixteen channels at a time.
 *
 * With stride 1 the output may be the input if it is as large: a row is copied before the output of
 * the row above takes its place. With stride 2 outputs are written row by row, all of a row before
 * all of its inputs are read. `scratch`: UPCALL_LANES_COLUMN bytes a column,
 * UPCALL_LANES_CHANNELS more, and with stride 1 as many for each column of the input.
 */
void upcall_lanes_depthwise(const upcall_lanes_depthwise_t *layer, const int8_t *input,
                            int8_t *output, int32_t *scratch);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_LANES_TAPS_H
#define UPCALL_LANES_TAPS_H

#include <stdint.h>

#include "upcall_lanes.h"
#include "upcall_window.h"

/* Channels that are computed together. */
#define UPCALL_LANES_TAPS_GROUP 16

/* Channels of a pixel whose accumulators are there at once. */
#define UPCALL_LANES_TAPS_ROW 128

/* Of a window, at most: their addresses are on the stack. */
#define UPCALL_LANES_TAPS 49

typedef struct {
    upcall_image_t input;
    upcall_image_t output; /* as many channels */
    upcall_window_t window;
    int32_t padding;            /* an input outside the image: the zero point */
    upcall_lanes_layer_t lanes; /* weights [kernel height, kernel width, channels]; depth: taps */
} upcall_lanes_taps_t;

/*
 * Depthwise convolution of an int8 image [H,W,C] by whatever window, in assembly where MVE is
 * (upcall_lanes_taps_mve.S). Writes pixel by pixel in order; of a pixel it may write channels before
 * it has read others. `scratch`: 4 bytes a channel of those that are there at once, whole groups;
 * then a byte a channel.
 */
void upcall_lanes_taps(const upcall_lanes_taps_t *layer, const int8_t *input, int8_t *output,
                       int32_t *scratch);

/* acc[channel], of `count` channels and with room for whole groups: the sum of x[tap][begin + channel]
   times weights[tap * pitch + channel]. */
typedef struct {
    const int8_t *const *x;
    const int8_t *weights;
    int32_t *acc;
    int32_t begin;
    int32_t count; /* >= 1 */
    int32_t pitch;
    int32_t taps; /* >= 1 */
} upcall_lanes_sums_t;

/* 18 instructions for 16 products. The assembly knows the order of the fields. */
void upcall_lanes_sums(const upcall_lanes_sums_t *sums);

#endif

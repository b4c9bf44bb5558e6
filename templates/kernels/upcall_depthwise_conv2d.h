/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_DEPTHWISE_CONV2D_H
#define UPCALL_DEPTHWISE_CONV2D_H

#include <stdint.h>

#include "upcall_scaling.h"
#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output; /* channels: a multiple of the input's */
    upcall_window_t window;
    int32_t input_zero_point; /* subtracted from each input, -128..127 */
    const int8_t *weights;    /* [kernel height, kernel width, output channels] */
    upcall_scaling_t scaling;
} upcall_depthwise_conv2d_t;

/*
 * Depthwise convolution of int8 images [H,W,C]: output channel c reads input channel c / m, m being
 * output channels / input channels. Writes pixel by pixel in order, as upcall_conv2d does.
 */
void upcall_depthwise_conv2d(const upcall_depthwise_conv2d_t *layer, const int8_t *input,
                             int8_t *output);

#endif

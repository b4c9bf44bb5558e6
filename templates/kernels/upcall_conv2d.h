/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_CONV2D_H
#define UPCALL_CONV2D_H

#include <stdint.h>

#include "upcall_scaling.h"
#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output;
    upcall_window_t window;
    int32_t groups;           /* divides both channel counts */
    int32_t input_zero_point; /* subtracted from each input, -128..127; 0 if the bias does it */
    const int8_t *weights;    /* blocks of output channels (upcall_dot.h), within each group; taps
                                 [kernel height, kernel width, input channels / groups] */
    upcall_scaling_t scaling;
} upcall_conv2d_t;

/*
 * Convolution of int8 images [H,W,C], per-channel requantisation.
 *
 * Writes the output pixel by pixel in order. A pixel may be written before all reads for it are
 * done, never before those of the pixels before it: output may share memory with input where the
 * compiler's planner says so.
 */
void upcall_conv2d(const upcall_conv2d_t *layer, const int8_t *input, int8_t *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_SCALAR_PATCHES_H
#define UPCALL_SCALAR_PATCHES_H

#include <stdint.h>

#include "upcall_scalar.h"
#include "upcall_window.h"

/* A convolution by upcall_scalar_pixels.h. */
typedef struct {
    upcall_image_t input;
    upcall_image_t output;
    upcall_window_t window; /* dilation 1 */
    int32_t padding;        /* an input outside the image: the zero point */
    const int32_t *weights; /* taps [kernel height, kernel width, input channels] */
    upcall_scalar_t layer;  /* blocks and pitch: output channels */
} upcall_scalar_conv2d_t;

/* The inputs of an output pixel: runs `pitch` inputs apart. */
typedef struct {
    const int8_t *at;
    int32_t pitch;
} upcall_runs_t;

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_AVERAGE_POOL2D_H
#define UPCALL_AVERAGE_POOL2D_H

#include <stdint.h>

#include "upcall_rounding.h"
#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output;  /* same channels and quantisation as the input */
    upcall_window_t window; /* padding less than the kernel on every side */
    int32_t
        count_padding;  /* 1: a tap outside the image counts as zero_point; 0: it does not count */
    int32_t zero_point; /* -128..127 */
    union {
        struct {
            int32_t min; /* -128..127 */
            int32_t max;
        } limits;                   /* upcall_average_pool2d */
        upcall_rounding_t rounding; /* upcall_average_pool2d_short: of the sum of a window's taps */
    } mean;
} upcall_average_pool2d_t;

/* Mean over windows of an image [H,W,C], rounded half away from zero. Writes pixel by pixel in
   order, as upcall_conv2d does. */
void upcall_average_pool2d(const upcall_average_pool2d_t *layer, const int8_t *input,
                           int8_t *output);

#endif

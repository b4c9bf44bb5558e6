/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_MAX_POOL2D_H
#define UPCALL_MAX_POOL2D_H

#include <stdint.h>

#include "upcall_window.h"

typedef struct {
    upcall_image_t input;
    upcall_image_t output; /* same channels and quantisation as the input */
    upcall_window_t window;
    int32_t min; /* -128..127 */
    int32_t max;
} upcall_max_pool2d_t;

/* Maximum over windows of an image [H,W,C]. Writes pixel by pixel in order, as upcall_conv2d
   does. */
void upcall_max_pool2d(const upcall_max_pool2d_t *layer, const int8_t *input, int8_t *output);

#endif

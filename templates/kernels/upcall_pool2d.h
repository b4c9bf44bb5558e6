/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_POOL2D_H
#define UPCALL_POOL2D_H

#include <stdint.h>

#include "upcall_window.h"

typedef struct {
    int32_t bytes; /* of an element: 1 or 2 */
    upcall_image_t input;
    upcall_image_t output;
    upcall_window_t window;
    int32_t average;       /* 1: the mean, rounded half away from zero; 0: the largest */
    int32_t count_padding; /* 1: padded elements are zero_point and count */
    int32_t zero_point;
    int32_t min; /* within what `bytes` hold */
    int32_t max;
} upcall_pool2d_t;

/* Pooling of elements of any width. Each window reaches into the image. Output must not share memory
   with input. */
void upcall_pool2d(const upcall_pool2d_t *layer, const int8_t *input, int8_t *output);

#endif

/* SPDX-License-Identifier: 0BSD */
/* How a kernel slides over an image [H,W,C]. */
#ifndef UPCALL_WINDOW_H
#define UPCALL_WINDOW_H

#include <stdint.h>

/* An image in memory: row-major [height, width, channels], all >= 1. */
typedef struct {
    int32_t height;
    int32_t width;
    int32_t channels;
} upcall_image_t;

typedef struct {
    int32_t height; /* of the kernel, >= 1 */
    int32_t width;
    int32_t stride_y; /* >= 1 */
    int32_t stride_x;
    int32_t dilation_y; /* >= 1 */
    int32_t dilation_x;
    int32_t pad_top; /* >= 0 */
    int32_t pad_left;
} upcall_window_t;

/* Taps begin <= tap < end of a kernel lie inside the image. */
typedef struct {
    int32_t begin;
    int32_t end;
} upcall_taps_t;

/* The taps at start, start + dilation, ... that lie in 0..size-1. */
static inline upcall_taps_t upcall_taps_inside(int32_t start, int32_t size, int32_t taps,
                                               int32_t dilation) {
    upcall_taps_t inside = {0, taps};
    while (inside.begin < taps && start + inside.begin * dilation < 0) {
        inside.begin++;
    }
    while (inside.end > inside.begin && start + (inside.end - 1) * dilation >= size) {
        inside.end--;
    }
    return inside;
}

#endif

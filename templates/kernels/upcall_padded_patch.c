/* SPDX-License-Identifier: 0BSD */
#include "upcall_padded_patch.h"

#include <string.h>

void upcall_padded_patch(const upcall_image_t *image, const upcall_window_t *window,
                         int32_t padding, const int8_t *input, int32_t top, int32_t left,
                         int8_t *patch) {
    const int32_t channels = image->channels;
    const int32_t run = window->width * channels;
    const upcall_taps_t rows = upcall_taps_inside(top, image->height, window->height, 1);
    const upcall_taps_t columns = upcall_taps_inside(left, image->width, window->width, 1);
    const int32_t inside = (columns.end - columns.begin) * channels;
    memset(patch, (int)padding, (size_t)(window->height * run));
    for (int32_t row = rows.begin; inside > 0 && row < rows.end; row++) {
        const int32_t pixel = (top + row) * image->width + left + columns.begin;
        memcpy(patch + row * run + columns.begin * channels, input + pixel * channels,
               (size_t)inside);
    }
}

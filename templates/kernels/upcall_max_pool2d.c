/* SPDX-License-Identifier: 0BSD */
#include "upcall_max_pool2d.h"

#include "upcall_requantize.h"

void upcall_max_pool2d(const upcall_max_pool2d_t *layer, const int8_t *input, int8_t *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * window->stride_x - window->pad_left;
            const upcall_taps_t columns =
                upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
            for (int32_t c = 0; c < channels; c++) {
                int32_t greatest = -128;
                for (int32_t ky = rows.begin; ky < rows.end; ky++) {
                    const int32_t row = (top + ky * window->dilation_y) * layer->input.width + left;
                    for (int32_t kx = columns.begin; kx < columns.end; kx++) {
                        const int32_t value = input[(row + kx * window->dilation_x) * channels + c];
                        greatest = value > greatest ? value : greatest;
                    }
                }
                *output++ = upcall_clamp_to(greatest, layer->min, layer->max);
            }
        }
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_average_pool2d.h"

#include "upcall_requantize.h"

void upcall_average_pool2d(const upcall_average_pool2d_t *layer, const int8_t *input,
                           int8_t *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t taps = window->height * window->width;
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * window->stride_x - window->pad_left;
            const upcall_taps_t columns =
                upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
            const int32_t inside = (rows.end - rows.begin) * (columns.end - columns.begin);
            const int32_t count = layer->count_padding ? taps : inside;
            const int32_t padding = layer->zero_point * (count - inside);
            for (int32_t c = 0; c < channels; c++) {
                int32_t sum = padding;
                for (int32_t ky = rows.begin; ky < rows.end; ky++) {
                    const int32_t row = (top + ky * window->dilation_y) * layer->input.width + left;
                    for (int32_t kx = columns.begin; kx < columns.end; kx++) {
                        sum += input[(row + kx * window->dilation_x) * channels + c];
                    }
                }
                const int32_t half = sum > 0 ? count / 2 : -(count / 2);
                *output++ = upcall_clamp_to((sum + half) / count, layer->min, layer->max);
            }
        }
    }
}

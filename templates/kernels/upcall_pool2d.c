/* SPDX-License-Identifier: 0BSD */
#include "upcall_pool2d.h"

#include "upcall_elements.h"

/* The result of one channel for the window whose first tap is (y, x); `input` is that channel. */
static int32_t upcall_pool2d_window(const upcall_pool2d_t *layer, const int8_t *input, int32_t y,
                                    int32_t x) {
    const upcall_window_t *window = &layer->window;
    const upcall_taps_t rows =
        upcall_taps_inside(y, layer->input.height, window->height, window->dilation_y);
    const upcall_taps_t columns =
        upcall_taps_inside(x, layer->input.width, window->width, window->dilation_x);
    int32_t sum = 0;
    int32_t largest = layer->min;
    for (int32_t i = rows.begin; i < rows.end; i++) {
        for (int32_t k = columns.begin; k < columns.end; k++) {
            const int32_t pixel = (y + i * window->dilation_y) * layer->input.width + x +
                                  k * window->dilation_x;
            const int32_t value =
                upcall_load(input + pixel * layer->input.channels * layer->bytes, layer->bytes);
            sum += value;
            largest = value > largest ? value : largest;
        }
    }
    if (layer->average == 0) {
        return largest;
    }
    int32_t count = (rows.end - rows.begin) * (columns.end - columns.begin);
    if (layer->count_padding != 0) {
        const int32_t all = window->height * window->width;
        sum += (all - count) * layer->zero_point;
        count = all;
    }
    return (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
}

void upcall_pool2d(const upcall_pool2d_t *layer, const int8_t *input, int8_t *output) {
    const upcall_window_t *window = &layer->window;
    for (int32_t oy = 0; oy < layer->output.height; oy++) {
        for (int32_t ox = 0; ox < layer->output.width; ox++) {
            for (int32_t c = 0; c < layer->output.channels; c++) {
                const int32_t value = upcall_pool2d_window(
                    layer, input + c * layer->bytes, oy * window->stride_y - window->pad_top,
                    ox * window->stride_x - window->pad_left);
                upcall_store(output, layer->bytes, upcall_limit(value, layer->min, layer->max));
                output += layer->bytes;
            }
        }
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_linear2d.h"

#include "upcall_elements.h"
#include "upcall_requantize.h"

/* The line of the input that tap `tap` of output line `at` meets, or -1. */
static int32_t upcall_linear2d_line(int32_t transposed, int32_t at, int32_t tap, int32_t stride,
                                    int32_t dilation, int32_t padding, int32_t size) {
    int32_t line = at * stride - padding + tap * dilation;
    if (transposed != 0) {
        const int32_t distance = at + padding - tap * dilation;
        if (distance < 0 || distance % stride != 0) {
            return -1;
        }
        line = distance / stride;
    }
    return line < size ? line : -1;
}

static int64_t upcall_linear2d_sum(const upcall_linear2d_t *layer, const int8_t *input, int32_t y,
                                   int32_t x, int32_t channel) {
    const upcall_window_t *window = &layer->window;
    const int32_t first = channel / layer->group * layer->depth;
    int64_t sum = (int64_t)(((uint64_t)(uint32_t)layer->bias[2 * channel + 1] << 32) |
                            (uint32_t)layer->bias[2 * channel]);
    for (int32_t i = 0; i < window->height; i++) {
        const int32_t row =
            upcall_linear2d_line(layer->transposed, y, i, window->stride_y, window->dilation_y,
                                 window->pad_top, layer->input.height);
        for (int32_t k = 0; row >= 0 && k < window->width; k++) {
            const int32_t column =
                upcall_linear2d_line(layer->transposed, x, k, window->stride_x, window->dilation_x,
                                     window->pad_left, layer->input.width);
            if (column < 0) {
                continue;
            }
            const int32_t pixel = row * layer->input.width + column;
            const int8_t *from = input + (pixel * layer->input.channels + first) * layer->bytes;
            const int8_t *weight = layer->weights + channel * layer->stride.channel +
                                   (i * window->width + k) * layer->stride.tap;
            for (int32_t c = 0; c < layer->depth; c++) {
                sum += (upcall_load(from, layer->bytes) - layer->input_zero_point) * *weight;
                from += layer->bytes;
                weight += layer->stride.depth;
            }
        }
    }
    return sum;
}

/* TFLite's MultiplyByQuantizedMultiplier of 64 or of 32 bits. */
static int32_t upcall_linear2d_scale(const upcall_linear2d_t *layer, int32_t channel, int64_t sum) {
    const int32_t multiplier = layer->multiplier[channel];
    const int32_t shift = layer->shift[channel];
    if (layer->wide == 0) {
        return upcall_requantize((int32_t)(uint32_t)((uint64_t)sum & 0xFFFFFFFFu), multiplier,
                                 shift);
    }
    const int32_t total = 15 - shift;
    return (int32_t)((sum * multiplier + ((int64_t)1 << (total - 1))) >> total);
}

void upcall_linear2d(const upcall_linear2d_t *layer, const int8_t *input, int8_t *output) {
    for (int32_t y = 0; y < layer->output.height; y++) {
        for (int32_t x = 0; x < layer->output.width; x++) {
            for (int32_t c = 0; c < layer->output.channels; c++) {
                const int64_t sum = upcall_linear2d_sum(layer, input, y, x, c);
                const int32_t value = upcall_wrapping_add(upcall_linear2d_scale(layer, c, sum),
                                                          layer->zero_point);
                upcall_store(output, layer->bytes, upcall_limit(value, layer->min, layer->max));
                output += layer->bytes;
            }
        }
    }
}

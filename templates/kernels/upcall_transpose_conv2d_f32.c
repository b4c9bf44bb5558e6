/* SPDX-License-Identifier: 0BSD */
#include "upcall_transpose_conv2d_f32.h"

/* Adds what one input pixel gives to one output pixel; w is at the tap in filter 0. */
static void upcall_transpose_conv2d_f32_tap(const upcall_transpose_conv2d_f32_t *layer,
                                            const float *x, const float *w, float *y) {
    const int32_t depth = layer->input.channels / layer->groups;
    const int32_t filters = layer->output.channels / layer->groups;
    const int32_t filter = layer->window.height * layer->window.width * depth;
    for (int32_t group = 0; group < layer->groups; group++) {
        for (int32_t i = 0; i < filters; i++) {
            float sum = *y;
            for (int32_t c = 0; c < depth; c++) {
                sum += x[c] * w[c];
            }
            w += filter;
            *y++ = sum;
        }
        x += depth;
    }
}

/* Adds what one input pixel gives; its first tap falls on row `top` and column `left`. */
static void upcall_transpose_conv2d_f32_pixel(const upcall_transpose_conv2d_f32_t *layer,
                                              int32_t top, int32_t left, const float *x,
                                              float *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t depth = layer->input.channels / layer->groups;
    const upcall_taps_t rows =
        upcall_taps_inside(top, layer->output.height, window->height, window->dilation_y);
    const upcall_taps_t columns =
        upcall_taps_inside(left, layer->output.width, window->width, window->dilation_x);
    for (int32_t ky = rows.begin; ky < rows.end; ky++) {
        const int32_t row = (top + ky * window->dilation_y) * layer->output.width + left;
        for (int32_t kx = columns.begin; kx < columns.end; kx++) {
            upcall_transpose_conv2d_f32_tap(
                layer, x, layer->weights + (ky * window->width + kx) * depth,
                output + (row + kx * window->dilation_x) * layer->output.channels);
        }
    }
}

void upcall_transpose_conv2d_f32(const upcall_transpose_conv2d_f32_t *layer, const float *input,
                                 float *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->output.channels;
    const int32_t size = layer->output.height * layer->output.width * channels;
    for (int32_t image = 0; image < layer->batch; image++) {
        for (int32_t i = 0; i < size; i += channels) {
            for (int32_t c = 0; c < channels; c++) {
                output[i + c] = layer->bias[c];
            }
        }
        for (int32_t y = 0; y < layer->input.height; y++) {
            const int32_t top = y * window->stride_y - window->pad_top;
            for (int32_t x = 0; x < layer->input.width; x++) {
                upcall_transpose_conv2d_f32_pixel(
                    layer, top, x * window->stride_x - window->pad_left, input, output);
                input += layer->input.channels;
            }
        }
        for (int32_t i = 0; i < size; i++) {
            output[i] = upcall_clamp_f32(output[i], &layer->range);
        }
        output += size;
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_depthwise_conv2d.h"

#include "upcall_dot.h"

/* Two neighbouring channels where the whole kernel lies inside the image; m == 1. */
static void upcall_depthwise_conv2d_inside(const upcall_depthwise_conv2d_t *layer, const int8_t *x,
                                           const int8_t *w, uint32_t acc[2]) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->output.channels;
    const int32_t step = window->dilation_x * channels;
    const int32_t row = window->dilation_y * layer->input.width * channels - window->width * step;
    uint32_t acc0 = acc[0];
    uint32_t acc1 = acc[1];
    for (int32_t ky = 0; ky < window->height; ky++) {
        for (int32_t kx = 0; kx < window->width; kx++) {
            acc0 += upcall_product(x[0], w[0]);
            acc1 += upcall_product(x[1], w[1]);
            x += step;
            w += channels;
        }
        x += row;
    }
    acc[0] = acc0;
    acc[1] = acc1;
}

/* One channel anywhere. A tap outside the image counts as the zero point, which the bias
   subtracts. */
static uint32_t upcall_depthwise_conv2d_anywhere(const upcall_depthwise_conv2d_t *layer,
                                                 const int8_t *input, int32_t top, int32_t left,
                                                 const int8_t *w, uint32_t acc) {
    const upcall_window_t *window = &layer->window;
    for (int32_t ky = 0; ky < window->height; ky++) {
        const int32_t y = top + ky * window->dilation_y;
        for (int32_t kx = 0; kx < window->width; kx++) {
            const int32_t x = left + kx * window->dilation_x;
            int32_t value = layer->input_zero_point;
            if (y >= 0 && y < layer->input.height && x >= 0 && x < layer->input.width) {
                value = input[(y * layer->input.width + x) * layer->input.channels];
            }
            acc += (uint32_t)(value * (int32_t)*w);
            w += layer->output.channels;
        }
    }
    return acc;
}

/* All channels of one output pixel, whose kernel starts at (top, left). */
static void upcall_depthwise_conv2d_pixel(const upcall_depthwise_conv2d_t *layer,
                                          const int8_t *input, int32_t top, int32_t left,
                                          int8_t *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t bottom = top + (window->height - 1) * window->dilation_y;
    const int32_t right = left + (window->width - 1) * window->dilation_x;
    const int32_t multiplier = layer->output.channels / layer->input.channels;
    const int inside =
        top >= 0 && left >= 0 && bottom < layer->input.height && right < layer->input.width;
    int32_t channel = 0;
    if (inside && multiplier == 1) {
        const int8_t *corner = input + (top * layer->input.width + left) * layer->input.channels;
        for (; channel + 1 < layer->output.channels; channel += 2) {
            uint32_t acc[2];
            acc[0] = (uint32_t)layer->scaling.bias[channel];
            acc[1] = (uint32_t)layer->scaling.bias[channel + 1];
            upcall_depthwise_conv2d_inside(layer, corner + channel, layer->weights + channel, acc);
            output[channel] = upcall_scale(&layer->scaling, channel, acc[0]);
            output[channel + 1] = upcall_scale(&layer->scaling, channel + 1, acc[1]);
        }
    }
    for (; channel < layer->output.channels; channel++) {
        const uint32_t acc = upcall_depthwise_conv2d_anywhere(
            layer, input + channel / multiplier, top, left, layer->weights + channel,
            (uint32_t)layer->scaling.bias[channel]);
        output[channel] = upcall_scale(&layer->scaling, channel, acc);
    }
}

void upcall_depthwise_conv2d(const upcall_depthwise_conv2d_t *layer, const int8_t *input,
                             int8_t *output) {
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * layer->window.stride_y - layer->window.pad_top;
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * layer->window.stride_x - layer->window.pad_left;
            upcall_depthwise_conv2d_pixel(layer, input, top, left, output);
            output += layer->output.channels;
        }
    }
}

/* SPDX-License-Identifier: 0BSD */
/* The loops of depthwise convolution around its taps, for weights of any width. */
#ifndef UPCALL_DEPTHWISE_CONV2D_LOOP_H
#define UPCALL_DEPTHWISE_CONV2D_LOOP_H

#include "upcall_depthwise_conv2d.h"
#include "upcall_depthwise_taps.h"

/* All channels of one output pixel; x and w are at its first tap in channel 0. */
static inline void upcall_depthwise_conv2d_pixel(const upcall_depthwise_conv2d_t *layer,
                                                 const upcall_depthwise_taps_t *taps,
                                                 upcall_depthwise_function_t *accumulate,
                                                 int32_t per_byte, int32_t multiplier,
                                                 const int8_t *x, const int8_t *w,
                                                 int8_t *output) {
    const int32_t channels = layer->output.channels;
    int32_t count;
    for (int32_t channel = 0; channel < channels; channel += count) {
        uint32_t acc[UPCALL_BATCH];
        int32_t from = channel;
        count = channels - channel < UPCALL_BATCH ? channels - channel : UPCALL_BATCH;
        if (multiplier > 1) { /* neighbouring channels' inputs do not lie side by side */
            from = channel / multiplier;
            count = 1;
        }
        accumulate(taps, count, x + from, w + channel / per_byte, layer->scaling.bias + channel,
                   acc);
        upcall_scale(&layer->scaling, channel, count, acc, output + channel);
    }
}

/* With `accumulate` a constant, a compiler makes the call a direct one. `per_byte`: channels whose
   weights share a byte; if 2, each input channel has one output channel. */
static inline void upcall_depthwise_conv2d_loop(const upcall_depthwise_conv2d_t *layer,
                                                upcall_depthwise_function_t *accumulate,
                                                int32_t per_byte, const int8_t *input,
                                                int8_t *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t step_y = window->dilation_y * layer->input.width * channels;
    const int32_t tap_w = (layer->output.channels + per_byte - 1) / per_byte;
    const int32_t step_w = window->width * tap_w;
    const int32_t reach = (window->width - 1) * window->dilation_x;
    const int32_t multiplier = layer->output.channels / channels;
    upcall_depthwise_taps_t taps = {.zero_point = layer->input_zero_point,
                                    .column_x = window->dilation_x * channels,
                                    .column_w = tap_w};
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        const int32_t row = rows.begin * step_y + top * layer->input.width * channels;
        const int8_t *w = layer->weights;
        int32_t left = -window->pad_left;
        int32_t skipped = 0;
        int known = 0; /* whether the taps are those of a pixel with all columns inside */
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int whole = left >= 0 && left + reach < layer->input.width;
            if (!whole || !known) {
                const upcall_taps_t columns =
                    upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
                taps.columns = columns.end - columns.begin;
                taps.rows = taps.columns == 0 ? 0 : rows.end - rows.begin;
                taps.row_x = step_y - taps.columns * taps.column_x;
                taps.row_w = step_w - taps.columns * taps.column_w;
                skipped = row + columns.begin * taps.column_x;
                w = layer->weights + (rows.begin * step_w + columns.begin * taps.column_w);
                known = whole;
            }
            upcall_depthwise_conv2d_pixel(layer, &taps, accumulate, per_byte, multiplier,
                                          input + (skipped + left * channels), w, output);
            left += window->stride_x;
            output += layer->output.channels;
        }
    }
}

#endif

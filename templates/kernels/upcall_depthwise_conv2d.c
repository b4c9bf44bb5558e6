/* SPDX-License-Identifier: 0BSD */
#include "upcall_depthwise_conv2d.h"

/* The taps of one output pixel that lie inside the image. */
typedef struct {
    int32_t zero_point; /* subtracted from each input */
    int32_t rows;
    int32_t columns;
    int32_t column_x; /* inputs from a tap to the next of its row */
    int32_t column_w; /* weights likewise */
    int32_t row_x;    /* inputs from the end of a row to the next */
    int32_t row_w;
} upcall_depthwise_taps_t;

/* x * w as an addend of a wrapping accumulator. */
static inline uint32_t upcall_depthwise_product(int32_t x, int8_t w) {
    return (uint32_t)(x * (int32_t)w);
}

static void upcall_depthwise1(const upcall_depthwise_taps_t *taps, const int8_t *x, const int8_t *w,
                              const int32_t *bias, uint32_t *acc) {
    const int32_t zero_point = taps->zero_point;
    uint32_t acc0 = (uint32_t)bias[0];
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            acc0 += upcall_depthwise_product(x[0] - zero_point, w[0]);
            x += taps->column_x;
            w += taps->column_w;
        }
        x += taps->row_x;
        w += taps->row_w;
    }
    acc[0] = acc0;
}

static void upcall_depthwise2(const upcall_depthwise_taps_t *taps, const int8_t *x, const int8_t *w,
                              const int32_t *bias, uint32_t *acc) {
    const int32_t zero_point = taps->zero_point;
    uint32_t acc0 = (uint32_t)bias[0];
    uint32_t acc1 = (uint32_t)bias[1];
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            acc0 += upcall_depthwise_product(x[0] - zero_point, w[0]);
            acc1 += upcall_depthwise_product(x[1] - zero_point, w[1]);
            x += taps->column_x;
            w += taps->column_w;
        }
        x += taps->row_x;
        w += taps->row_w;
    }
    acc[0] = acc0;
    acc[1] = acc1;
}

static void upcall_depthwise4(const upcall_depthwise_taps_t *taps, const int8_t *x, const int8_t *w,
                              const int32_t *bias, uint32_t *acc) {
    const int32_t zero_point = taps->zero_point;
    uint32_t acc0 = (uint32_t)bias[0];
    uint32_t acc1 = (uint32_t)bias[1];
    uint32_t acc2 = (uint32_t)bias[2];
    uint32_t acc3 = (uint32_t)bias[3];
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            acc0 += upcall_depthwise_product(x[0] - zero_point, w[0]);
            acc1 += upcall_depthwise_product(x[1] - zero_point, w[1]);
            acc2 += upcall_depthwise_product(x[2] - zero_point, w[2]);
            acc3 += upcall_depthwise_product(x[3] - zero_point, w[3]);
            x += taps->column_x;
            w += taps->column_w;
        }
        x += taps->row_x;
        w += taps->row_w;
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}

/* All channels of one output pixel; x and w are at its first tap in channel 0. */
static void upcall_depthwise_conv2d_pixel(const upcall_depthwise_conv2d_t *layer,
                                          const upcall_depthwise_taps_t *taps, const int8_t *x,
                                          const int8_t *w, int8_t *output) {
    const int32_t channels = layer->output.channels;
    const int32_t multiplier = channels / layer->input.channels;
    int32_t lanes;
    for (int32_t channel = 0; channel < channels; channel += lanes) {
        const int32_t *bias = layer->scaling.bias + channel;
        uint32_t acc[4];
        if (multiplier > 1) {
            lanes = 1;
            upcall_depthwise1(taps, x + channel / multiplier, w + channel, bias, acc);
        } else if (channels - channel >= 4) {
            lanes = 4;
            upcall_depthwise4(taps, x + channel, w + channel, bias, acc);
        } else if (channels - channel >= 2) {
            lanes = 2;
            upcall_depthwise2(taps, x + channel, w + channel, bias, acc);
        } else {
            lanes = 1;
            upcall_depthwise1(taps, x + channel, w + channel, bias, acc);
        }
        upcall_scale(&layer->scaling, channel, lanes, acc, output + channel);
    }
}

void upcall_depthwise_conv2d(const upcall_depthwise_conv2d_t *layer, const int8_t *input,
                             int8_t *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t step_y = window->dilation_y * layer->input.width * channels;
    const int32_t step_w = window->width * layer->output.channels;
    upcall_depthwise_taps_t taps = {.zero_point = layer->input_zero_point,
                                    .column_x = window->dilation_x * channels,
                                    .column_w = layer->output.channels};
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        const int32_t row = rows.begin * step_y + top * layer->input.width * channels;
        const int8_t *w = layer->weights + rows.begin * step_w;
        taps.rows = rows.end - rows.begin;
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * window->stride_x - window->pad_left;
            const upcall_taps_t columns =
                upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
            taps.columns = columns.end - columns.begin;
            taps.row_x = step_y - taps.columns * taps.column_x;
            taps.row_w = step_w - taps.columns * taps.column_w;
            upcall_depthwise_conv2d_pixel(
                layer, &taps, input + (row + left * channels + columns.begin * taps.column_x),
                w + columns.begin * taps.column_w, output);
            output += layer->output.channels;
        }
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_depthwise_conv2d_f32.h"

/* The taps of one output pixel that lie inside the image. */
typedef struct {
    int32_t rows;
    int32_t columns;
    int32_t column_x; /* inputs from a column to the next */
    int32_t row_x;    /* from the end of a row to the next */
    int32_t column_w; /* weights, likewise */
    int32_t row_w;
} upcall_taps_f32_t;

static void upcall_depthwise4_f32(const upcall_taps_f32_t *taps, const float *x, const float *w,
                                  const float *bias, const upcall_range_f32_t *range, float *y) {
    float sum0 = bias[0];
    float sum1 = bias[1];
    float sum2 = bias[2];
    float sum3 = bias[3];
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            sum0 += x[0] * w[0];
            sum1 += x[1] * w[1];
            sum2 += x[2] * w[2];
            sum3 += x[3] * w[3];
            x += taps->column_x;
            w += taps->column_w;
        }
        x += taps->row_x;
        w += taps->row_w;
    }
    y[0] = upcall_clamp_f32(sum0, range);
    y[1] = upcall_clamp_f32(sum1, range);
    y[2] = upcall_clamp_f32(sum2, range);
    y[3] = upcall_clamp_f32(sum3, range);
}

static void upcall_depthwise1_f32(const upcall_taps_f32_t *taps, const float *x, const float *w,
                                  const float *bias, const upcall_range_f32_t *range, float *y) {
    float sum = bias[0];
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            sum += x[0] * w[0];
            x += taps->column_x;
            w += taps->column_w;
        }
        x += taps->row_x;
        w += taps->row_w;
    }
    y[0] = upcall_clamp_f32(sum, range);
}

/* All channels of one output pixel; x and w are at its first tap in channel 0. */
static void upcall_depthwise_f32_pixel(const upcall_depthwise_conv2d_f32_t *layer,
                                       const upcall_taps_f32_t *taps, const float *x,
                                       const float *w, float *y) {
    const int32_t channels = layer->output.channels;
    const int32_t multiplier = channels / layer->input.channels;
    int32_t channel = 0;
    for (; multiplier == 1 && channel + 4 <= channels; channel += 4) {
        upcall_depthwise4_f32(taps, x + channel, w + channel, layer->bias + channel, &layer->range,
                              y + channel);
    }
    for (; channel < channels; channel++) {
        upcall_depthwise1_f32(taps, x + channel / multiplier, w + channel, layer->bias + channel,
                              &layer->range, y + channel);
    }
}

static void upcall_depthwise_f32_image(const upcall_depthwise_conv2d_f32_t *layer,
                                       const float *input, float *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t step_y = window->dilation_y * layer->input.width * channels;
    const int32_t step_w = window->width * layer->output.channels;
    upcall_taps_f32_t taps = {.column_x = window->dilation_x * channels,
                              .column_w = layer->output.channels};
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        const int32_t row = top * layer->input.width * channels + rows.begin * step_y;
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * window->stride_x - window->pad_left;
            const upcall_taps_t columns =
                upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
            taps.columns = columns.end - columns.begin;
            taps.rows = taps.columns > 0 ? rows.end - rows.begin : 0;
            taps.row_x = step_y - taps.columns * taps.column_x;
            taps.row_w = step_w - taps.columns * taps.column_w;
            upcall_depthwise_f32_pixel(
                layer, &taps, input + (row + left * channels + columns.begin * taps.column_x),
                layer->weights + (rows.begin * step_w + columns.begin * taps.column_w), output);
            output += layer->output.channels;
        }
    }
}

void upcall_depthwise_conv2d_f32(const upcall_depthwise_conv2d_f32_t *layer, const float *input,
                                 float *output) {
    for (int32_t image = 0; image < layer->batch; image++) {
        upcall_depthwise_f32_image(layer, input, output);
        input += layer->input.height * layer->input.width * layer->input.channels;
        output += layer->output.height * layer->output.width * layer->output.channels;
    }
}

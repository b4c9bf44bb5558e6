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

/* Four channels of a pixel and of the next, whose inputs lie `step` further: three columns each,
   whose weights are loaded once for both. */
static void upcall_depthwise_pair_f32(const upcall_taps_f32_t *taps, const float *x, int32_t step,
                                      const float *w, const float *bias,
                                      const upcall_range_f32_t *range, float *y,
                                      int32_t channels) {
    upcall_lanes_f32_t left = upcall_load_f32(bias);
    upcall_lanes_f32_t right = left;
    for (int32_t row = taps->rows; row > 0; row--) {
        const upcall_lanes_f32_t w0 = upcall_load_f32(w);
        const upcall_lanes_f32_t w1 = upcall_load_f32(w + taps->column_w);
        const upcall_lanes_f32_t w2 = upcall_load_f32(w + 2 * taps->column_w);
        const float *x1 = x + taps->column_x;
        const float *x2 = x1 + taps->column_x;
        left = upcall_each_f32(left, x, w0);
        left = upcall_each_f32(left, x1, w1);
        left = upcall_each_f32(left, x2, w2);
        right = upcall_each_f32(right, x + step, w0);
        right = upcall_each_f32(right, x1 + step, w1);
        right = upcall_each_f32(right, x2 + step, w2);
        x = x2 + taps->column_x + taps->row_x;
        w += 3 * taps->column_w + taps->row_w;
    }
    upcall_store_f32(y, left, range);
    upcall_store_f32(y + channels, right, range);
}

static void upcall_depthwise4_f32(const upcall_taps_f32_t *taps, const float *x, const float *w,
                                  const float *bias, const upcall_range_f32_t *range, float *y) {
    upcall_lanes_f32_t sum = upcall_load_f32(bias);
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            sum = upcall_each_f32(sum, x, upcall_load_f32(w));
            x += taps->column_x;
            w += taps->column_w;
        }
        x += taps->row_x;
        w += taps->row_w;
    }
    upcall_store_f32(y, sum, range);
}

static void upcall_depthwise1_f32(const upcall_taps_f32_t *taps, const float *x, const float *w,
                                  const float *bias, const upcall_range_f32_t *range, float *y) {
    float sum = bias[0];
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            sum = upcall_mac_f32(sum, x[0], w[0]);
            x += taps->column_x;
            w += taps->column_w;
        }
        x += taps->row_x;
        w += taps->row_w;
    }
    y[0] = upcall_clamp_f32(sum, range);
}

/* All channels of one output pixel, or of two; x and w are at its first tap in channel 0. */
static void upcall_depthwise_f32_pixels(const upcall_depthwise_conv2d_f32_t *layer,
                                        const upcall_taps_f32_t *taps, int32_t pixels,
                                        const float *x, const float *w, float *y) {
    const int32_t channels = layer->output.channels;
    const int32_t multiplier = channels / layer->input.channels;
    const int32_t step = layer->window.stride_x * layer->input.channels;
    int32_t channel = 0;
    for (; multiplier == 1 && channel + 4 <= channels; channel += 4) {
        if (pixels == 2) {
            upcall_depthwise_pair_f32(taps, x + channel, step, w + channel, layer->bias + channel,
                                      &layer->range, y + channel, channels);
        } else {
            upcall_depthwise4_f32(taps, x + channel, w + channel, layer->bias + channel,
                                  &layer->range, y + channel);
        }
    }
    for (int32_t pixel = 0; pixel < pixels; pixel++) {
        for (int32_t c = channel; c < channels; c++) {
            upcall_depthwise1_f32(taps, x + c / multiplier, w + c, layer->bias + c, &layer->range,
                                  y + c);
        }
        x += step;
        y += channels;
    }
}

/* Whether pixels x and x + 1 of a row both have three columns, all inside. */
static int upcall_is_pair_f32(const upcall_depthwise_conv2d_f32_t *layer, int32_t left, int32_t x) {
    const upcall_window_t *window = &layer->window;
    const int32_t last = left + window->stride_x + 2 * window->dilation_x;
    return window->width == 3 && left >= 0 && last < layer->input.width &&
           x + 1 < layer->output.width;
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
        int32_t pixels;
        for (int32_t x = 0; x < layer->output.width; x += pixels) {
            const int32_t left = x * window->stride_x - window->pad_left;
            const upcall_taps_t columns =
                upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
            taps.columns = columns.end - columns.begin;
            taps.rows = taps.columns > 0 ? rows.end - rows.begin : 0;
            taps.row_x = step_y - taps.columns * taps.column_x;
            taps.row_w = step_w - taps.columns * taps.column_w;
            pixels = upcall_is_pair_f32(layer, left, x) ? 2 : 1;
            upcall_depthwise_f32_pixels(
                layer, &taps, pixels,
                input + (row + left * channels + columns.begin * taps.column_x),
                layer->weights + (rows.begin * step_w + columns.begin * taps.column_w), output);
            output += pixels * layer->output.channels;
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

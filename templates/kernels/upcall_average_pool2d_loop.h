/* SPDX-License-Identifier: 0BSD */
/*
 * The loops of an average pool, for files that say first what the mean of a sum is:
 *
 *     static int8_t upcall_mean_of(const upcall_average_pool2d_t *layer, int32_t sum, int32_t count);
 */
#ifndef UPCALL_AVERAGE_POOL2D_LOOP_H
#define UPCALL_AVERAGE_POOL2D_LOOP_H

#include "upcall_average_pool2d.h"

#if defined(__ARM_FEATURE_MVE) && !defined(UPCALL_PLAIN_C)
#include <arm_mve.h>
#endif

/* The taps of one window that lie inside the image. */
typedef struct {
    int32_t rows; /* likewise columns */
    int32_t columns;
    int32_t row_step; /* bytes from behind a row's taps to the next row's first */
    int32_t column_step;
    int32_t padding; /* what the taps outside add */
    int32_t count;   /* what the sum is divided by */
} upcall_pool_taps_t;

/* One channel from its first tap. */
static int8_t upcall_pool1(const upcall_average_pool2d_t *layer, const upcall_pool_taps_t *taps,
                           const int8_t *x) {
    int32_t sum = taps->padding;
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            sum += x[0];
            x += taps->column_step;
        }
        x += taps->row_step;
    }
    return upcall_mean_of(layer, sum, taps->count);
}

#if defined(__ARM_FEATURE_MVE) && !defined(UPCALL_PLAIN_C)

/* Four channels side by side, in one vector. */
static void upcall_pool4(const upcall_average_pool2d_t *layer, const upcall_pool_taps_t *taps,
                         const int8_t *x, int8_t *output) {
    int32x4_t sums = vdupq_n_s32(taps->padding);
    int32_t sum[4];
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            sums = vaddq_s32(sums, vldrbq_s32(x));
            x += taps->column_step;
        }
        x += taps->row_step;
    }
    vst1q_s32(sum, sums);
    for (int32_t i = 0; i < 4; i++) {
        output[i] = upcall_mean_of(layer, sum[i], taps->count);
    }
}

#else

/* Four channels side by side. */
static void upcall_pool4(const upcall_average_pool2d_t *layer, const upcall_pool_taps_t *taps,
                         const int8_t *x, int8_t *output) {
    int32_t sum0 = taps->padding;
    int32_t sum1 = sum0;
    int32_t sum2 = sum0;
    int32_t sum3 = sum0;
    const int32_t column_step = taps->column_step;
    for (int32_t row = taps->rows; row > 0; row--) {
        for (int32_t column = taps->columns; column > 0; column--) {
            sum0 += x[0];
            sum1 += x[1];
            sum2 += x[2];
            sum3 += x[3];
            x += column_step;
        }
        x += taps->row_step;
    }
    output[0] = upcall_mean_of(layer, sum0, taps->count);
    output[1] = upcall_mean_of(layer, sum1, taps->count);
    output[2] = upcall_mean_of(layer, sum2, taps->count);
    output[3] = upcall_mean_of(layer, sum3, taps->count);
}

#endif

static inline void upcall_average_pool2d_loop(const upcall_average_pool2d_t *layer,
                                              const int8_t *input, int8_t *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t row_bytes = window->dilation_y * layer->input.width * channels;
    const int32_t all = window->height * window->width;
    upcall_pool_taps_t taps = {.column_step = window->dilation_x * channels};
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        const int8_t *row = input + (top * layer->input.width * channels + rows.begin * row_bytes);
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * window->stride_x - window->pad_left;
            const upcall_taps_t columns =
                upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
            const int8_t *first = row + (left * channels + columns.begin * taps.column_step);
            int32_t channel = 0;
            taps.rows = rows.end - rows.begin;
            taps.columns = columns.end - columns.begin;
            taps.row_step = row_bytes - taps.columns * taps.column_step;
            taps.count = layer->count_padding ? all : taps.rows * taps.columns;
            taps.padding = layer->zero_point * (taps.count - taps.rows * taps.columns);
            for (; channel + 4 <= channels; channel += 4) {
                upcall_pool4(layer, &taps, first + channel, output + channel);
            }
            for (; channel < channels; channel++) {
                output[channel] = upcall_pool1(layer, &taps, first + channel);
            }
            output += channels;
        }
    }
}

#endif

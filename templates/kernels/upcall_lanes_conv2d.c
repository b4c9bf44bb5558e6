/* SPDX-License-Identifier: 0BSD */
#include "upcall_lanes_conv2d.h"

#include <string.h>

/* All channels of three pixels: from x[0..2] to y[0..2]. */
static void upcall_lanes_pixels(const upcall_lanes_layer_t *layer, const int8_t *const *x,
                                int8_t *const *y, int32_t *acc) {
    const int32_t depth = layer->depth;
    const int32_t channels = layer->channels;
    for (int32_t first = 0; first < channels; first += UPCALL_LANES_ROW) {
        /* A last channel by itself takes the one before it along, which is computed twice. */
        const int32_t begin = channels - first == 1 ? first - 1 : first;
        const int32_t left = channels - begin;
        const int32_t count = left < UPCALL_LANES_ROW ? left : UPCALL_LANES_ROW;
        const int8_t *weights = layer->weights + begin * depth;
        const upcall_lanes_scale_t scale = upcall_lanes_scale_from(&layer->scale, begin);
        int8_t *const outputs[UPCALL_LANES_PIXELS] = {y[0] + begin, y[1] + begin, y[2] + begin};
        upcall_lanes_3x2(x, weights, depth, acc, count / 2);
        if (count % 2 != 0) {
            upcall_lanes_3x2(x, weights + (count - 2) * depth, depth, acc + count - 2, 1);
        }
        upcall_lanes_scale_3(&scale, count, acc, outputs);
    }
}

/* The window at top, left as one row of bytes, the padding included. */
static void upcall_lanes_patch(const upcall_lanes_conv2d_t *layer, const int8_t *input, int32_t top,
                               int32_t left, int8_t *patch) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t pitch = layer->input.width * channels;
    const int32_t run = window->width * channels;
    if (top >= 0 && left >= 0 && top + window->height <= layer->input.height &&
        left + window->width <= layer->input.width) {
        upcall_lanes_copy(input + (top * pitch + left * channels), pitch, patch, run,
                          window->height, run);
        return;
    }
    const upcall_taps_t rows = upcall_taps_inside(top, layer->input.height, window->height, 1);
    const upcall_taps_t columns = upcall_taps_inside(left, layer->input.width, window->width, 1);
    memset(patch, layer->padding, (size_t)layer->lanes.depth);
    if (rows.begin < rows.end && columns.begin < columns.end) {
        const int32_t from = (top + rows.begin) * pitch + (left + columns.begin) * channels;
        const int32_t to = rows.begin * run + columns.begin * channels;
        upcall_lanes_copy(input + from, pitch, patch + to, run, rows.end - rows.begin,
                          (columns.end - columns.begin) * channels);
    }
}

void upcall_lanes_conv2d(const upcall_lanes_conv2d_t *layer, const int8_t *input, int8_t *output,
                         int32_t *scratch) {
    const upcall_window_t *window = &layer->window;
    const int32_t depth = layer->lanes.depth;
    const int32_t channels = layer->input.channels;
    const int32_t pitch = layer->input.width * channels;
    const int direct = depth == channels && window->pad_top == 0 && window->pad_left == 0 &&
                       (layer->output.height - 1) * window->stride_y < layer->input.height &&
                       (layer->output.width - 1) * window->stride_x < layer->input.width;
    int8_t *const patches = (int8_t *)scratch + UPCALL_LANES_ACC_BYTES;
    const int8_t *x[UPCALL_LANES_PIXELS];
    int8_t *y[UPCALL_LANES_PIXELS];
    int32_t pixels = 0;
    int32_t left = layer->output.height * layer->output.width;
    for (int32_t top = -window->pad_top; left > 0; top += window->stride_y) {
        int32_t column = -window->pad_left;
        for (int32_t i = 0; i < layer->output.width; i++) {
            if (direct) {
                x[pixels] = input + (top * pitch + column * channels);
            } else {
                upcall_lanes_patch(layer, input, top, column, patches + pixels * depth);
                x[pixels] = patches + pixels * depth;
            }
            y[pixels] = output;
            output += layer->lanes.channels;
            column += window->stride_x;
            pixels++;
            left--;
            for (int32_t same = pixels; left == 0 && same < UPCALL_LANES_PIXELS; same++) {
                x[same] = x[pixels - 1];
                y[same] = y[pixels - 1];
            }
            if (pixels == UPCALL_LANES_PIXELS || left == 0) {
                upcall_lanes_pixels(&layer->lanes, x, y, scratch);
                pixels = 0;
            }
        }
    }
}

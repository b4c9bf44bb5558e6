/* SPDX-License-Identifier: 0BSD */
#include "upcall_lanes_depthwise.h"

#include <string.h>

/* Outputs of a block that there are: both rows of stride 1, its upper row, its left column. */
enum { ALL = 0xFFFF, UPPER = 0x00FF, LEFT = 0x0F0F };

/* Scratch, and what stays the same from row to row. */
typedef struct {
    const upcall_lanes_depthwise_t *layer;
    int8_t *columns;
    int8_t *padding; /* a pixel of it */
    int8_t *line;    /* copy of a row of the input */
    int32_t count;   /* columns of the input that windows touch */
} upcall_lanes_rows_t;

static upcall_lanes_rows_t upcall_lanes_rows(const upcall_lanes_depthwise_t *layer,
                                             int8_t *scratch) {
    const int32_t touched = layer->stride * (layer->output.width - 1) + 3;
    const int32_t right = touched - layer->pad_left;
    upcall_lanes_rows_t rows;
    rows.layer = layer;
    rows.columns = scratch;
    rows.padding = scratch + layer->columns * UPCALL_LANES_COLUMN;
    rows.line = rows.padding + UPCALL_LANES_CHANNELS;
    rows.count = right < layer->input.width ? right : layer->input.width;
    memset(rows.padding, layer->padding, UPCALL_LANES_CHANNELS);
    memset(rows.columns, layer->padding, (size_t)(layer->pad_left * UPCALL_LANES_COLUMN));
    memset(rows.columns + (layer->pad_left + rows.count) * UPCALL_LANES_COLUMN, layer->padding,
           (size_t)((right - rows.count) * UPCALL_LANES_COLUMN));
    return rows;
}

/* Four rows from `top` on, side by side. The first of them is in `line` if said so. */
static void upcall_lanes_gather(const upcall_lanes_rows_t *rows, const int8_t *input, int32_t top,
                                int32_t channel, int32_t channels, int from_line, int keep_line) {
    const upcall_image_t *image = &rows->layer->input;
    const int32_t pitch = image->width * image->channels;
    upcall_lanes_columns_t columns;
    for (int32_t i = 0; i < 4; i++) {
        const int inside = top + i >= 0 && top + i < image->height;
        columns.rows[i] = inside ? input + ((top + i) * pitch + channel) : rows->padding;
        columns.steps[i] = inside ? image->channels : 0;
    }
    if (from_line) {
        columns.rows[0] = rows->line;
        columns.steps[0] = UPCALL_LANES_CHANNELS;
    }
    columns.columns = rows->columns + rows->layer->pad_left * UPCALL_LANES_COLUMN;
    columns.line = keep_line ? rows->line : 0;
    columns.channels = channels;
    columns.count = rows->count;
    upcall_lanes_columns(&columns);
}

static int32_t upcall_lanes_at_once(int32_t left) {
    return left < UPCALL_LANES_CHANNELS ? left : UPCALL_LANES_CHANNELS;
}

/* Two rows of outputs at a time. */
static void upcall_lanes_depthwise_1(const upcall_lanes_rows_t *rows, const int8_t *input,
                                     int8_t *output) {
    const upcall_lanes_depthwise_t *layer = rows->layer;
    const upcall_image_t *image = &layer->output;
    const int32_t step = image->channels;
    const int32_t pitch = image->width * step;
    upcall_lanes_windows_t windows = {.offsets = {0, step, pitch, pitch + step},
                                      .blocks = image->width / 2,
                                      .step = 2 * step,
                                      .up = layer->up};
    for (int32_t channel = 0; channel < step; channel += UPCALL_LANES_CHANNELS) {
        const int32_t *constants = layer->constants + channel * UPCALL_LANES_CONSTANTS;
        windows.channels = upcall_lanes_at_once(step - channel);
        for (int32_t y = 0; y < image->height; y += 2) {
            upcall_lanes_gather(rows, input, y - layer->pad_top, channel, windows.channels, y > 0,
                                1);
            windows.mask = y + 1 < image->height ? ALL : UPPER;
            windows.last_mask = image->width % 2 != 0 ? windows.mask & LEFT : 0u;
            upcall_lanes_windows_1(&windows, rows->columns, constants,
                                   output + (y * pitch + channel));
        }
    }
}

/* A row of outputs at a time, all its channels. */
static void upcall_lanes_depthwise_2(const upcall_lanes_rows_t *rows, const int8_t *input,
                                     int8_t *output) {
    const upcall_lanes_depthwise_t *layer = rows->layer;
    const upcall_image_t *image = &layer->output;
    const int32_t step = image->channels;
    upcall_lanes_windows_t windows = {.offsets = {0, step, 2 * step, 3 * step},
                                      .mask = ALL,
                                      .blocks = image->width / 4,
                                      .last_mask = (1u << 4 * (image->width % 4)) - 1u,
                                      .step = 4 * step,
                                      .up = layer->up};
    for (int32_t y = 0; y < image->height; y++) {
        for (int32_t channel = 0; channel < step; channel += UPCALL_LANES_CHANNELS) {
            windows.channels = upcall_lanes_at_once(step - channel);
            upcall_lanes_gather(rows, input, 2 * y - layer->pad_top, channel, windows.channels, 0,
                                0);
            upcall_lanes_windows_2(&windows, rows->columns,
                                   layer->constants + channel * UPCALL_LANES_CONSTANTS,
                                   output + (y * image->width * step + channel));
        }
    }
}

void upcall_lanes_depthwise(const upcall_lanes_depthwise_t *layer, const int8_t *input,
                            int8_t *output, int32_t *scratch) {
    const upcall_lanes_rows_t rows = upcall_lanes_rows(layer, (int8_t *)scratch);
    if (layer->stride == 1) {
        upcall_lanes_depthwise_1(&rows, input, output);
    } else {
        upcall_lanes_depthwise_2(&rows, input, output);
    }
}

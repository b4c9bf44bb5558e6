/* SPDX-License-Identifier: 0BSD */
#include "upcall_scalar_depthwise.h"

#include <string.h>

#include "upcall_scalar_columns.h"

enum { KERNEL = 3, MAX_ROWS = 5, RUN_BITS = 23 };

/* The rows of inputs that two rows of outputs meet, from one channel on. */
typedef struct {
    const int8_t *row[MAX_ROWS];
} upcall_rows_met_t;

/* One channel's columns, its inputs being `step` apart. */
static void upcall_gather_1(const upcall_rows_met_t *met, int32_t channel, int32_t step,
                            int32_t end, int32_t *to) {
    const int8_t *row0 = met->row[0];
    const int8_t *row1 = met->row[1];
    const int8_t *row2 = met->row[2];
    const int8_t *row3 = met->row[3];
    for (int32_t i = channel; i < end; i += step) {
        const int32_t x1 = row1[i];
        const int32_t x2 = row2[i];
        to[0] = upcall_both(row0[i], x1);
        to[1] = upcall_both(x1, x2);
        to[2] = upcall_both(x2, row3[i]);
        to += KERNEL;
    }
}

/* The same for stride 2. */
static void upcall_gather_2(const upcall_rows_met_t *met, int32_t channel, int32_t step,
                            int32_t end, int32_t *to) {
    const int8_t *row0 = met->row[0];
    const int8_t *row1 = met->row[1];
    const int8_t *row2 = met->row[2];
    const int8_t *row3 = met->row[3];
    const int8_t *row4 = met->row[4];
    for (int32_t i = channel; i < end; i += step) {
        const int32_t x2 = row2[i];
        to[0] = upcall_both(row0[i], x2);
        to[1] = upcall_both(row1[i], row3[i]);
        to[2] = upcall_both(x2, row4[i]);
        to += KERNEL;
    }
}

static void upcall_set_channel(const upcall_scalar_depthwise_t *layer, int32_t channel,
                               upcall_scalar_columns_t *columns) {
    const int8_t *w = layer->weights + KERNEL * KERNEL * channel;
    for (int32_t k = 0; k < KERNEL * KERNEL; k += KERNEL) {
        columns->weights[k] = w[k];
        columns->weights[k + 1] = w[k + 1];
        columns->weights[k + 2] = w[k + 2];
    }
    const uint32_t start = (uint32_t)layer->start[channel];
    columns->start = (int32_t)start;
    columns->first_start = (int32_t)(start - ((uint32_t)UPCALL_COLUMN_RUNS << RUN_BITS));
    columns->multiplier = layer->multiplier[channel];
}

void upcall_scalar_depthwise(const upcall_scalar_depthwise_t *layer, const int8_t *input,
                             int8_t *output, int32_t *scratch) {
    const int32_t channels = layer->input.channels;
    const int32_t line = layer->input.width * channels;
    const int32_t out_line = layer->output.width * channels;
    const int32_t reached = (layer->columns - layer->pad_left) * channels;
    const int32_t met_columns = reached < line ? reached : line;
    const int32_t *end = scratch + KERNEL * layer->stride * layer->output.width;
    int32_t *inside = scratch + KERNEL * layer->pad_left;
    int8_t *outside = (int8_t *)(scratch + KERNEL * layer->columns);
    upcall_scalar_columns_t columns = {
        .offset = layer->offset,
        .shift = layer->shift,
        .step = channels,
        .back = (int32_t)sizeof(int32_t) * KERNEL * (KERNEL - layer->stride),
    };
    memset(outside, (int)layer->padding, (size_t)line);
    for (int32_t i = 0; i < KERNEL * layer->columns; i++) {
        scratch[i] = upcall_both(layer->padding, layer->padding);
    }
    int8_t *above = outside + line;
    int32_t top = -layer->pad_top;
    for (int32_t y = 0; y < layer->output.height; y += 2) {
        upcall_rows_met_t met;
        for (int32_t k = 0; k < KERNEL + layer->stride; k++) {
            const int is_inside = top + k >= 0 && top + k < layer->input.height;
            met.row[k] = is_inside ? input + (top + k) * line : outside;
        }
        if (layer->in_place != 0) {
            /* The next two rows' first row of inputs is about to be overwritten. */
            int8_t *next = outside + (above == outside + line ? 2 : 1) * line;
            memcpy(next, met.row[2], (size_t)line);
            met.row[0] = y > 0 ? above : outside;
            above = next;
        }
        columns.second = y + 1 < layer->output.height ? out_line : 0;
        for (int32_t channel = 0; channel < channels; channel++) {
            if (layer->stride == 1) {
                upcall_gather_1(&met, channel, channels, met_columns, inside);
            } else {
                upcall_gather_2(&met, channel, channels, met_columns, inside);
            }
            upcall_set_channel(layer, channel, &columns);
            upcall_scalar_columns(&columns, scratch, end, output + channel);
        }
        output += 2 * out_line;
        top += 2 * layer->stride;
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_quads_depthwise.h"

#include <string.h>

#include "upcall_quads_row.h"

void upcall_quads_depthwise(const upcall_quads_depthwise_t *layer, const int8_t *input,
                            int8_t *output, int32_t *scratch) {
    const int32_t channels = layer->input.channels;
    const int32_t line = layer->input.width * channels;
    const int32_t out_line = layer->output.width * channels;
    const int32_t reached =
        (layer->output.width - 1) * layer->stride + UPCALL_QUADS_ROW_KERNEL - layer->pad_left;
    const int32_t right = reached > layer->input.width ? 1 : 0;
    int8_t *outside = (int8_t *)scratch;
    int8_t *next = outside + line; /* in place: where a row is kept until the next one is done */
    int8_t *above = next + line;
    int32_t top = -layer->pad_top;
    memset(outside, layer->padding, (size_t)line);
    for (int32_t y = 0; y < layer->output.height; y++) {
        upcall_quads_row_t row = {
            .output = output,
            .weights = layer->weights,
            .records = layer->records,
            .channels = channels,
            .stride = layer->stride,
            .inside = out_line - right * channels,
            .left = layer->pad_left,
            .right = right,
            .padding = layer->padding,
            .offset = layer->offset,
            .shift = layer->shift,
            .back = (reached - right) * channels - 1,
            .output_back = out_line - 1,
        };
        for (int32_t k = 0; k < UPCALL_QUADS_ROW_KERNEL; k++) {
            const int is_inside = top + k >= 0 && top + k < layer->input.height;
            row.row[k] = is_inside ? input + (top + k) * line : outside;
        }
        if (layer->in_place != 0) {
            int8_t *kept = next;
            memcpy(kept, row.row[1], (size_t)line);
            row.row[0] = y > 0 ? above : outside;
            row.row[1] = kept;
            next = above;
            above = kept;
        }
        upcall_quads_row(&row);
        output += out_line;
        top += layer->stride;
    }
}

/* SPDX-License-Identifier: 0BSD */
/* The loops of convolution around the inner products, for weights of any width. */
#ifndef UPCALL_CONV2D_LOOP_H
#define UPCALL_CONV2D_LOOP_H

#include "upcall_conv2d.h"
#include "upcall_dot.h"

/* What all pixels of a layer share. */
typedef struct {
    int32_t depth;      /* input channels of a group */
    int32_t group_size; /* output channels of a group */
    int32_t column_x;   /* inputs from a kernel column to the next */
    int32_t per_byte;   /* channels whose weights share a byte */
} upcall_conv2d_shape_t;

/* All channels of one output pixel: `spans` >= 1 patches side by side, the first from x on. */
static inline void upcall_conv2d_pixel(const upcall_conv2d_t *layer,
                                       const upcall_conv2d_shape_t *shape, upcall_patch_t *patch,
                                       upcall_dot_function_t *dot, int32_t spans, const int8_t *x,
                                       int8_t *output) {
    const int32_t tap = patch->tap;
    const int8_t *w = layer->weights;
    int32_t channel = 0;
    int32_t end = shape->group_size;
    while (channel < layer->output.channels) {
        const int32_t left = end - channel;
        const int32_t count = left < UPCALL_BATCH ? left : UPCALL_BATCH;
        uint32_t acc[UPCALL_BATCH];
        dot(patch, count, x, w, layer->scaling.bias + channel, acc);
        for (int32_t span = 1; span < spans; span++) {
            patch->tap += shape->depth;
            dot(patch, count, x + span * shape->column_x, w, (const int32_t *)acc, acc);
        }
        patch->tap = tap;
        upcall_scale(&layer->scaling, channel, count, acc, output + channel);
        w += (count + shape->per_byte - 1) / shape->per_byte * patch->filter;
        channel += count;
        if (channel == end) {
            end += shape->group_size;
            x += shape->depth;
        }
    }
}

/* With `dot` a constant, a compiler makes the call a direct one. */
static inline void upcall_conv2d_loop(const upcall_conv2d_t *layer, upcall_dot_function_t *dot,
                                      int32_t per_byte, const int8_t *input, int8_t *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t step_x = window->dilation_x * channels;
    const int32_t step_y = window->dilation_y * layer->input.width * channels;
    const int32_t depth = channels / layer->groups;
    const int32_t step_w = window->width * depth;
    const int32_t reach = (window->width - 1) * window->dilation_x;
    const upcall_conv2d_shape_t shape = {depth, layer->output.channels / layer->groups, step_x,
                                         per_byte};
    const int together = step_x == depth; /* a kernel row's inputs lie side by side */
    upcall_patch_t patch = {.zero_point = layer->input_zero_point,
                            .filter = window->height * step_w};
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        const int32_t row = rows.begin * step_y + top * layer->input.width * channels;
        int32_t left = -window->pad_left;
        int32_t spans = 1;
        int32_t skipped = 0;
        int known = 0; /* whether the patch is that of a pixel with all columns inside */
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int whole = left >= 0 && left + reach < layer->input.width;
            if (!whole || !known) {
                const upcall_taps_t columns =
                    upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
                const int32_t inside = columns.end - columns.begin;
                spans = together ? 1 : inside;
                skipped = row + columns.begin * step_x;
                patch.rows = inside == 0 ? 0 : rows.end - rows.begin;
                patch.run = together ? inside * depth : depth;
                patch.tap = rows.begin * step_w + columns.begin * depth;
                patch.skip_x = step_y - patch.run;
                patch.skip_w = step_w - patch.run;
                known = whole;
            }
            upcall_conv2d_pixel(layer, &shape, &patch, dot, spans,
                                input + (skipped + left * channels), output);
            left += window->stride_x;
            output += layer->output.channels;
        }
    }
}

#endif

/* SPDX-License-Identifier: 0BSD */
#include "upcall_conv2d.h"

#include "upcall_dot.h"

/* What all pixels of a layer share. */
typedef struct {
    int32_t depth;      /* input channels of a group */
    int32_t group_size; /* output channels of a group */
    int32_t filter;     /* taps of an output channel */
    int32_t span_x;     /* inputs from a kernel column to the next */
} upcall_conv2d_shape_t;

/* One output pixel, all channels: patches side by side, `spans` >= 1 of them, the first from x and
   from `tap` of each channel on. */
static void upcall_conv2d_pixel(const upcall_conv2d_t *layer, const upcall_conv2d_shape_t *shape,
                                const upcall_patch_t *patch, int32_t spans, const int8_t *x,
                                int32_t tap, int8_t *output) {
    const int8_t *w = layer->weights;
    int32_t channel = 0;
    while (channel < layer->output.channels) {
        const int32_t end = channel + shape->group_size;
        while (channel < end) {
            const int32_t lanes = upcall_lanes(end - channel);
            const int32_t *start = layer->scaling.bias + channel;
            uint32_t acc[4];
            int32_t span = 0;
            do {
                upcall_dot(patch, lanes, x + span * shape->span_x,
                           w + (tap + span * shape->depth) * lanes, start, acc);
                start = (const int32_t *)acc;
                span++;
            } while (span < spans);
            upcall_scale(&layer->scaling, channel, lanes, acc, output + channel);
            w += lanes * shape->filter;
            channel += lanes;
        }
        x += shape->depth;
    }
}

void upcall_conv2d(const upcall_conv2d_t *layer, const int8_t *input, int8_t *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t step_x = window->dilation_x * channels;
    const int32_t step_y = window->dilation_y * layer->input.width * channels;
    const int32_t depth = channels / layer->groups;
    const int32_t step_w = window->width * depth;
    const upcall_conv2d_shape_t shape = {depth, layer->output.channels / layer->groups,
                                         window->height * step_w, step_x};
    const int together = step_x == depth; /* a kernel row's inputs lie side by side */
    upcall_patch_t patch = {.zero_point = layer->input_zero_point};
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        const int32_t row = rows.begin * step_y + top * layer->input.width * channels;
        patch.rows = rows.end - rows.begin;
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * window->stride_x - window->pad_left;
            const upcall_taps_t columns =
                upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
            const int32_t inside = columns.end - columns.begin;
            const int32_t spans = together || inside == 0 ? 1 : inside;
            patch.run = together ? inside * depth : inside == 0 ? 0 : depth;
            patch.skip_x = step_y - patch.run;
            patch.skip_w = step_w - patch.run;
            upcall_conv2d_pixel(layer, &shape, &patch, spans,
                                input + (row + left * channels + columns.begin * step_x),
                                rows.begin * step_w + columns.begin * depth, output);
            output += layer->output.channels;
        }
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_conv2d_f32.h"

/* All channels of one output pixel; x is at its first input in channel 0. */
static void upcall_conv2d_f32_pixel(const upcall_conv2d_f32_t *layer,
                                    const upcall_patch_f32_t *patch, const float *x, float *y) {
    const int32_t depth = layer->input.channels / layer->groups;
    const int32_t filters = layer->output.channels / layer->groups;
    const float *w = layer->weights;
    const float *bias = layer->bias;
    for (int32_t group = 0; group < layer->groups; group++) {
        upcall_dot_f32(patch, filters, x, w, bias, &layer->range, y);
        x += depth;
        w += filters * patch->filter;
        bias += filters;
        y += filters;
    }
}

static void upcall_conv2d_f32_image(const upcall_conv2d_f32_t *layer, const float *input,
                                    float *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t depth = channels / layer->groups;
    const int32_t row_weights = window->width * depth;
    const int32_t step_x = window->dilation_x * channels;
    const int together = step_x == depth; /* a kernel row's inputs lie side by side */
    upcall_patch_f32_t patch = {.step_x = step_x,
                                .step_y = window->dilation_y * layer->input.width * channels,
                                .filter = window->height * row_weights,
                                .block = layer->block};
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        const int32_t row = top * layer->input.width * channels + rows.begin * patch.step_y;
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * window->stride_x - window->pad_left;
            const upcall_taps_t columns =
                upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
            const int32_t inside = columns.end - columns.begin;
            patch.rows = inside > 0 ? rows.end - rows.begin : 0;
            patch.spans = together ? 1 : inside;
            patch.run = together ? inside * depth : depth;
            patch.first = rows.begin * row_weights + columns.begin * depth;
            patch.skip = row_weights - inside * depth;
            upcall_conv2d_f32_pixel(
                layer, &patch, input + (row + left * channels + columns.begin * step_x), output);
            output += layer->output.channels;
        }
    }
}

void upcall_conv2d_f32(const upcall_conv2d_f32_t *layer, const float *input, float *output) {
    for (int32_t image = 0; image < layer->batch; image++) {
        upcall_conv2d_f32_image(layer, input, output);
        input += layer->input.height * layer->input.width * layer->input.channels;
        output += layer->output.height * layer->output.width * layer->output.channels;
    }
}

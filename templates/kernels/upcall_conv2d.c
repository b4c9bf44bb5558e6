/* SPDX-License-Identifier: 0BSD */
#include "upcall_conv2d.h"

#include "upcall_dot.h"

/* A layer's constants that the loops need at hand. */
typedef struct {
    int32_t run;         /* products that lie side by side in input and weights */
    int32_t runs;        /* such runs in a kernel row */
    int32_t run_stride;  /* bytes from one run of the input to the next */
    int32_t row_stride;  /* bytes from one kernel row of the input to the next */
    int32_t filter_size; /* weights of one output channel */
} upcall_conv2d_walk_t;

static upcall_conv2d_walk_t upcall_conv2d_walk(const upcall_conv2d_t *layer) {
    const upcall_window_t *window = &layer->window;
    const int32_t depth = layer->input.channels / layer->groups;
    upcall_conv2d_walk_t walk;
    if (window->dilation_x == 1 && layer->groups == 1) {
        walk.run = window->width * depth;
        walk.runs = 1;
    } else {
        walk.run = depth;
        walk.runs = window->width;
    }
    walk.run_stride = window->dilation_x * layer->input.channels;
    walk.row_stride = window->dilation_y * layer->input.width * layer->input.channels;
    walk.filter_size = window->height * window->width * depth;
    return walk;
}

/* Two output channels where the whole kernel lies inside the image; x is its first element. */
static void upcall_conv2d_inside(const upcall_conv2d_walk_t *walk, int32_t rows, const int8_t *x,
                                 const int8_t *w, uint32_t acc[2]) {
    for (int32_t row = 0; row < rows; row++) {
        const int8_t *from = x;
        for (int32_t i = 0; i < walk->runs; i++) {
            upcall_dot2(from, w, w + walk->filter_size, walk->run, acc);
            from += walk->run_stride;
            w += walk->run;
        }
        x += walk->row_stride;
    }
}

/* One output channel anywhere. The bias subtracts the zero point at every tap, so that a tap
   outside the image counts as the zero point. */
static uint32_t upcall_conv2d_anywhere(const upcall_conv2d_t *layer, const int8_t *input,
                                       int32_t top, int32_t left, const int8_t *w, uint32_t acc) {
    const upcall_window_t *window = &layer->window;
    const int32_t depth = layer->input.channels / layer->groups;
    for (int32_t ky = 0; ky < window->height; ky++) {
        const int32_t y = top + ky * window->dilation_y;
        for (int32_t kx = 0; kx < window->width; kx++) {
            const int32_t x = left + kx * window->dilation_x;
            if (y >= 0 && y < layer->input.height && x >= 0 && x < layer->input.width) {
                const int32_t at = (y * layer->input.width + x) * layer->input.channels;
                acc = upcall_dot(input + at, w, depth, acc);
            } else {
                int32_t sum = 0;
                for (int32_t i = 0; i < depth; i++) {
                    sum += w[i];
                }
                acc += (uint32_t)sum * (uint32_t)layer->input_zero_point;
            }
            w += depth;
        }
    }
    return acc;
}

/* All channels of one output pixel, whose kernel starts at (top, left). */
static void upcall_conv2d_pixel(const upcall_conv2d_t *layer, const upcall_conv2d_walk_t *walk,
                                const int8_t *input, int32_t top, int32_t left, int8_t *output) {
    const upcall_window_t *window = &layer->window;
    const int32_t bottom = top + (window->height - 1) * window->dilation_y;
    const int32_t right = left + (window->width - 1) * window->dilation_x;
    const int inside =
        top >= 0 && left >= 0 && bottom < layer->input.height && right < layer->input.width;
    const int32_t depth = layer->input.channels / layer->groups;
    const int32_t group_size = layer->output.channels / layer->groups;
    const int8_t *w = layer->weights;
    int32_t channel = 0;
    for (int32_t group = 0; group < layer->groups; group++) {
        const int8_t *x = input + group * depth;
        const int32_t end = channel + group_size;
        while (channel < end) {
            if (inside && channel + 1 < end) {
                uint32_t acc[2];
                acc[0] = (uint32_t)layer->scaling.bias[channel];
                acc[1] = (uint32_t)layer->scaling.bias[channel + 1];
                upcall_conv2d_inside(walk, window->height,
                                     x + (top * layer->input.width + left) * layer->input.channels,
                                     w, acc);
                output[channel] = upcall_scale(&layer->scaling, channel, acc[0]);
                output[channel + 1] = upcall_scale(&layer->scaling, channel + 1, acc[1]);
                channel += 2;
                w += 2 * walk->filter_size;
            } else {
                const uint32_t bias = (uint32_t)layer->scaling.bias[channel];
                const uint32_t acc = upcall_conv2d_anywhere(layer, x, top, left, w, bias);
                output[channel] = upcall_scale(&layer->scaling, channel, acc);
                channel++;
                w += walk->filter_size;
            }
        }
    }
}

void upcall_conv2d(const upcall_conv2d_t *layer, const int8_t *input, int8_t *output) {
    const upcall_conv2d_walk_t walk = upcall_conv2d_walk(layer);
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * layer->window.stride_y - layer->window.pad_top;
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * layer->window.stride_x - layer->window.pad_left;
            upcall_conv2d_pixel(layer, &walk, input, top, left, output);
            output += layer->output.channels;
        }
    }
}

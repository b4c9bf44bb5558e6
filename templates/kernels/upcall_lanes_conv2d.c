/* SPDX-License-Identifier: 0BSD */
#include "upcall_lanes_conv2d.h"

#include <string.h>

/* Pixels that wait until there are three. */
typedef struct {
    const upcall_lanes_layer_t *lanes;
    int32_t *acc;
    int8_t *output; /* of the next pixel */
    int32_t step;   /* from its outputs to those of the one after it */
    int32_t count;
    const int8_t *x[UPCALL_LANES_PIXELS];
    int8_t *y[UPCALL_LANES_PIXELS];
} upcall_lanes_block_t;

/* Where a segment's inputs go. */
typedef struct {
    const upcall_lanes_conv2d_t *layer;
    int8_t *strip;
    int8_t *waiting; /* windows of pixels that wait for the next segment */
    int8_t *padding; /* a pixel of it */
    int32_t column;  /* bytes of a column */
} upcall_lanes_strip_t;

/* All channels of three pixels. */
static void upcall_lanes_pixels(const upcall_lanes_block_t *block) {
    const upcall_lanes_layer_t *lanes = block->lanes;
    const int32_t depth = lanes->depth;
    const int32_t channels = lanes->channels;
    for (int32_t first = 0; first < channels; first += UPCALL_LANES_ROW) {
        /* A last channel by itself takes the one before it along, which is computed twice. */
        const int32_t begin = channels - first == 1 ? first - 1 : first;
        const int32_t left = channels - begin;
        const int32_t count = left < UPCALL_LANES_ROW ? left : UPCALL_LANES_ROW;
        const int8_t *weights = lanes->weights + begin * depth;
        const upcall_lanes_scale_t scale = upcall_lanes_scale_from(&lanes->scale, begin);
        int8_t *const outputs[UPCALL_LANES_PIXELS] = {
            block->y[0] + begin, block->y[1] + begin, block->y[2] + begin};
        upcall_lanes_3x2(block->x, weights, depth, block->acc, count / 2);
        if (count % 2 != 0) {
            upcall_lanes_3x2(block->x, weights + (count - 2) * depth, depth,
                             block->acc + count - 2, 1);
        }
        upcall_lanes_scale_3(&scale, count, block->acc, outputs);
    }
}

/* The next `count` pixels, whose inputs lie `pitch` bytes apart from x on. */
static void upcall_lanes_push(upcall_lanes_block_t *block, const int8_t *x, int32_t pitch,
                              int32_t count) {
    for (; count > 0; count--) {
        block->x[block->count] = x;
        block->y[block->count] = block->output;
        block->output += block->step;
        x += pitch;
        block->count++;
        if (block->count == UPCALL_LANES_PIXELS) {
            upcall_lanes_pixels(block);
            block->count = 0;
        }
    }
}

/* The pixels that wait, the last one as often as it takes. */
static void upcall_lanes_finish(upcall_lanes_block_t *block) {
    const int32_t last = block->count - 1;
    for (int32_t i = last + 1; last >= 0 && i < UPCALL_LANES_PIXELS; i++) {
        block->x[i] = block->x[last];
        block->y[i] = block->y[last];
    }
    if (last >= 0) {
        upcall_lanes_pixels(block);
    }
}

/* One row of the input, or of padding where it is 0, to columns: from image column `left` on. */
static void upcall_lanes_gather_row(const upcall_lanes_strip_t *strip, const int8_t *row,
                                    int32_t left, int32_t columns, int8_t *to) {
    const int32_t channels = strip->layer->input.channels;
    const upcall_taps_t inside =
        row == 0 ? (upcall_taps_t){columns, columns}
                 : upcall_taps_inside(left, strip->layer->input.width, columns, 1);
    if (inside.begin > 0) {
        upcall_lanes_copy(strip->padding, 0, to, strip->column, inside.begin, channels);
    }
    if (inside.end > inside.begin) {
        upcall_lanes_copy(row + (left + inside.begin) * channels, channels,
                          to + inside.begin * strip->column, strip->column,
                          inside.end - inside.begin, channels);
    }
    if (columns > inside.end) {
        upcall_lanes_copy(strip->padding, 0, to + inside.end * strip->column, strip->column,
                          columns - inside.end, channels);
    }
}

/* All rows of a segment's columns, after the windows that wait in it are out of the way. */
static void upcall_lanes_gather(const upcall_lanes_strip_t *strip, upcall_lanes_block_t *block,
                                const int8_t *input, int32_t top, int32_t left, int32_t columns) {
    const upcall_image_t *image = &strip->layer->input;
    const int32_t depth = block->lanes->depth;
    for (int32_t i = 0; i < block->count; i++) {
        int8_t *waiting = strip->waiting + i * depth;
        if (block->x[i] != waiting) {
            upcall_lanes_copy(block->x[i], 0, waiting, 0, 1, depth);
            block->x[i] = waiting;
        }
    }
    for (int32_t i = 0; i < strip->layer->window.height; i++) {
        const int inside = top + i >= 0 && top + i < image->height;
        const int8_t *row = inside ? input + (top + i) * image->width * image->channels : 0;
        upcall_lanes_gather_row(strip, row, left, columns, strip->strip + i * image->channels);
    }
}

static void upcall_lanes_row(const upcall_lanes_strip_t *strip, upcall_lanes_block_t *block,
                             const int8_t *input, int32_t top) {
    const upcall_lanes_conv2d_t *layer = strip->layer;
    const upcall_window_t *window = &layer->window;
    for (int32_t x = 0; x < layer->output.width; x += layer->segment) {
        const int32_t rest = layer->output.width - x;
        const int32_t count = rest < layer->segment ? rest : layer->segment;
        upcall_lanes_gather(strip, block, input, top, x * window->stride_x - window->pad_left,
                            window->stride_x * (count - 1) + window->width);
        upcall_lanes_push(block, strip->strip, window->stride_x * strip->column, count);
    }
}

/* Pixels that grow, from the last one to the first. */
static void upcall_lanes_backwards(const upcall_lanes_conv2d_t *layer, upcall_lanes_block_t *block,
                                   const int8_t *input) {
    const int32_t channels = layer->input.channels;
    const int32_t pixels = layer->output.height * layer->output.width;
    block->output += (pixels - 1) * block->step;
    block->step = -block->step;
    upcall_lanes_push(block, input + (pixels - 1) * channels, -channels, pixels);
    upcall_lanes_finish(block);
}

void upcall_lanes_conv2d(const upcall_lanes_conv2d_t *layer, const int8_t *input, int8_t *output,
                         int32_t *scratch) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t column = window->height * channels;
    const int32_t columns = window->stride_x * (layer->segment - 1) + window->width;
    upcall_lanes_block_t block = {.lanes = &layer->lanes,
                                  .acc = scratch,
                                  .output = output,
                                  .step = layer->output.channels};
    if (layer->segment == 0 && window->stride_y * window->stride_x == 1 &&
        layer->output.channels > channels) {
        upcall_lanes_backwards(layer, &block, input);
        return;
    }
    upcall_lanes_strip_t strip = {.layer = layer, .column = column};
    strip.strip = (int8_t *)scratch + UPCALL_LANES_ACC_BYTES;
    strip.waiting = strip.strip + columns * column;
    strip.padding = strip.waiting + (UPCALL_LANES_PIXELS - 1) * layer->lanes.depth;
    if (layer->segment > 0) {
        memset(strip.padding, layer->padding, (size_t)channels);
    }
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        if (layer->segment > 0) {
            upcall_lanes_row(&strip, &block, input, top);
        } else {
            upcall_lanes_push(&block, input + top * layer->input.width * channels,
                              window->stride_x * channels, layer->output.width);
        }
    }
    upcall_lanes_finish(&block);
}

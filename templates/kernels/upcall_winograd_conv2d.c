/* SPDX-License-Identifier: 0BSD */
#include "upcall_winograd_conv2d.h"

#include <string.h>

#include "upcall_padded_patch.h"
#include "upcall_winograd.h"

enum {
    HEIGHT = 2, /* of a group of tiles, in outputs */
    WIDTH = 2 * UPCALL_WINOGRAD_TILES,
    PRODUCTS = 16 * 2 * UPCALL_WINOGRAD_TILES
};

/* Transforms the inputs of the group whose first output is at x, y. `patch`: memory for all of them,
   should some lie outside the image. */
static void upcall_winograd_read(const upcall_winograd_conv2d_t *layer, const int8_t *input,
                                 int32_t y, int32_t x, int8_t *patch, int32_t *to) {
    const int32_t channels = layer->input.channels;
    const int32_t top = y - layer->pad_top;
    const int32_t left = x - layer->pad_left;
    const int32_t width = layer->input.width;
    if (top >= 0 && left >= 0 && top + UPCALL_WINOGRAD_ROWS <= layer->input.height &&
        left + UPCALL_WINOGRAD_COLUMNS <= width) {
        upcall_winograd_inputs(input + (top * width + left) * channels, width * channels, channels,
                               to);
        return;
    }
    const upcall_window_t window = {UPCALL_WINOGRAD_ROWS, UPCALL_WINOGRAD_COLUMNS, 1, 1, 1, 1, 0, 0};
    upcall_padded_patch(&layer->input, &window, layer->padding, input, top, left, patch);
    upcall_winograd_inputs(patch, UPCALL_WINOGRAD_COLUMNS * channels, channels, to);
}

/* All channels of a group. */
static void upcall_winograd_group(const upcall_winograd_conv2d_t *layer, const int32_t *x,
                                  int32_t row, int32_t *products, int8_t *output) {
    const upcall_winograd_outputs_t to = {layer->output.channels, row, layer->form, layer->offset,
                                          layer->shift};
    const int32_t steps = layer->input.channels / 2;
    const int32_t *w = layer->weights;
    for (int32_t channel = 0; channel < layer->output.channels; channel += 2) {
        upcall_winograd_products(x, w, steps, products);
        w += 2 * 16 * steps;
        upcall_winograd_outputs(&to, products, w, output + channel);
        w += layer->form == UPCALL_SIGNED ? 6 : 4;
    }
}

void upcall_winograd_conv2d(const upcall_winograd_conv2d_t *layer, const int8_t *input,
                            int8_t *output, int32_t *scratch) {
    const int32_t channels = layer->output.channels;
    const int32_t pitch = layer->output.width * channels;
    const int32_t patch = UPCALL_WINOGRAD_ROWS * UPCALL_WINOGRAD_COLUMNS * layer->input.channels / 4;
    int32_t *products = scratch + 32 * layer->input.channels;
    int8_t *spare = (int8_t *)(products + (patch > PRODUCTS ? patch : PRODUCTS));
    for (int32_t y = 0; y < layer->output.height; y += HEIGHT) {
        const int32_t rows = layer->output.height - y < HEIGHT ? layer->output.height - y : HEIGHT;
        for (int32_t x = 0; x < layer->output.width; x += WIDTH) {
            const int32_t columns = layer->output.width - x < WIDTH ? layer->output.width - x : WIDTH;
            int8_t *to = output + y * pitch + x * channels;
            upcall_winograd_read(layer, input, y, x, (int8_t *)products, scratch);
            if (rows == HEIGHT && columns == WIDTH) {
                upcall_winograd_group(layer, scratch, pitch, products, to);
                continue;
            }
            upcall_winograd_group(layer, scratch, WIDTH * channels, products, spare);
            for (int32_t row = 0; row < rows; row++) {
                memcpy(to + row * pitch, spare + row * WIDTH * channels,
                       (size_t)(columns * channels));
            }
        }
    }
}

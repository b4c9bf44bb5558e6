/* SPDX-License-Identifier: 0BSD */
#include "upcall_products_conv2d.h"

#include "upcall_padded_patch.h"

/* The pixels of a row, `to` of them, whose columns are all inside an image `from` pixels wide. */
static upcall_taps_t upcall_pixels_inside(const upcall_window_t *window, int32_t from, int32_t to) {
    const int32_t room = from - window->width + window->pad_left;
    const int32_t end = room < 0 ? 0 : room / window->stride_x + 1;
    const upcall_taps_t inside = {
        (window->pad_left + window->stride_x - 1) / window->stride_x,
        end < to ? end : to,
    };
    return inside;
}

/* Whether pixels are computed one by one, wherever in the image they lie. */
static int upcall_is_pointwise(const upcall_window_t *window) {
    return window->height * window->width == 1 && window->stride_y * window->stride_x == 1 &&
           window->pad_top + window->pad_left == 0;
}

/* Whether upcall_products_triples can compute the layer: no accumulators, no channel left. */
static int upcall_is_whole(const upcall_products_t *products) {
    return products->form != UPCALL_RAW && products->pitch == 2 * products->blocks;
}

/* Pixels that are computed one by one, from the last one to the first. */
static void upcall_backwards(const upcall_products_conv2d_t *layer, const upcall_rows_t *rows,
                             int32_t pixels, const int8_t *input, int8_t *output,
                             int32_t *scratch) {
    const upcall_products_t *products = &layer->layer.products;
    int32_t *spare = scratch + 2 * UPCALL_PIXELS * products->groups;
    if (upcall_is_whole(products) && pixels >= UPCALL_PIXELS) {
        const int32_t rest = pixels % UPCALL_PIXELS;
        const int32_t last = pixels - UPCALL_PIXELS;
        const upcall_triples_t triples = {products, rows, layer->layer.weights, scratch,
                                          -UPCALL_PIXELS * layer->input.channels,
                                          -UPCALL_PIXELS * layer->output.channels};
        upcall_products_triples(&triples, input + last * layer->input.channels,
                                output + last * layer->output.channels, pixels / UPCALL_PIXELS);
        pixels = rest;
    }
    while (pixels > 0) {
        const int32_t count = pixels < UPCALL_PIXELS ? pixels : UPCALL_PIXELS;
        pixels -= count;
        upcall_expand_3(rows, input + pixels * layer->input.channels, scratch, count);
        upcall_products_pixels(&layer->layer, count, scratch,
                               output + pixels * layer->output.channels, spare);
    }
}

void upcall_products_conv2d(const upcall_products_conv2d_t *layer, const int8_t *input,
                            int8_t *output, int32_t *scratch) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t run = window->width * channels;
    const int32_t pitch = layer->input.width * channels;
    const int32_t step = window->stride_x * channels;
    const upcall_rows_t inside = {window->height, run / 4, layer->tail, pitch - run + run % 4, step};
    const upcall_rows_t padded = {window->height, run / 4, layer->tail, run % 4, 0};
    upcall_image_t from = layer->input;
    upcall_image_t to = layer->output;
    if (upcall_is_pointwise(window)) { /* one row of pixels */
        from.width *= from.height;
        to.width *= to.height;
        from.height = to.height = 1;
        if (to.channels > from.channels) {
            upcall_backwards(layer, &inside, to.width, input, output, scratch);
            return;
        }
    }
    const upcall_taps_t columns = upcall_pixels_inside(window, from.width, to.width);
    int32_t *spare = scratch + 2 * UPCALL_PIXELS * layer->layer.products.groups;
    int8_t *patch = (int8_t *)spare;
    const int whole = upcall_is_whole(&layer->layer.products);
    const upcall_triples_t triples = {&layer->layer.products, &inside, layer->layer.weights, scratch,
                                      UPCALL_PIXELS * step, UPCALL_PIXELS * to.channels};
    int32_t pixels = 0;
    for (int32_t y = 0; y < to.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const int rows_inside = top >= 0 && top + window->height <= from.height;
        int32_t x = 0;
        while (x < to.width) {
            const int32_t left = x * window->stride_x - window->pad_left;
            int32_t count = 1;
            if (rows_inside && x >= columns.begin && x < columns.end) {
                const int32_t room = columns.end - x;
                if (whole && pixels == 0 && room >= UPCALL_PIXELS) {
                    count = room / UPCALL_PIXELS;
                    upcall_products_triples(&triples, input + (top * pitch + left * channels),
                                            output, count);
                    x += UPCALL_PIXELS * count;
                    output += UPCALL_PIXELS * count * to.channels;
                    continue;
                }
                count = UPCALL_PIXELS - pixels;
                count = count < room ? count : room;
                upcall_expand_3(&inside, input + (top * pitch + left * channels), scratch + pixels,
                                count);
            } else {
                upcall_padded_patch(&layer->input, window, layer->padding, input, top, left, patch);
                upcall_expand_3(&padded, patch, scratch + pixels, count);
            }
            x += count;
            pixels += count;
            if (pixels == UPCALL_PIXELS) {
                upcall_products_pixels(&layer->layer, pixels, scratch, output, spare);
                output += pixels * layer->output.channels;
                pixels = 0;
            }
        }
    }
    if (pixels > 0) {
        upcall_products_pixels(&layer->layer, pixels, scratch, output, spare);
    }
}

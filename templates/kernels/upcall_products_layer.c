/* SPDX-License-Identifier: 0BSD */
#include "upcall_products_layer.h"

#include <string.h>

#include "upcall_requantize.h"

/* The exact form: outputs of one channel from raw accumulators, which hold 256 times the sum. */
static void upcall_exact(const upcall_products_layer_t *layer, int32_t channel, int32_t pixels,
                         const int32_t *acc, int8_t *output) {
    const upcall_scaling_t *exact = &layer->exact;
    for (int32_t pixel = 0; pixel < pixels; pixel++) {
        const int32_t scaled = upcall_requantize_apart(
            acc[pixel] >> 8, exact->multiplier[channel], -2 - exact->right[channel]);
        output[pixel * layer->products.pitch + channel] = upcall_clamp_to(
            upcall_wrapping_add(scaled, exact->zero_point), exact->min, exact->max);
    }
}

/* Blocks from `channel` on, of which there is at least one: from weights w to output. */
static void upcall_blocks_3x2(const upcall_products_layer_t *layer,
                              const upcall_products_t *products, int32_t channel, int32_t pixels,
                              const int32_t *x, const int32_t *w, int8_t *output, int32_t *spare) {
    const int32_t pitch = products->pitch;
    if (products->form == UPCALL_RAW) {
        upcall_products_3x2(products, x, w, spare);
        for (int32_t i = 0; i < 2 * products->blocks; i++) {
            upcall_exact(layer, channel + i, pixels, spare + UPCALL_PIXELS * i, output);
        }
    } else if (pixels == UPCALL_PIXELS) {
        upcall_products_3x2(products, x, w, output + channel);
    } else {
        int8_t *all = (int8_t *)spare;
        upcall_products_3x2(products, x, w, all + channel);
        for (int32_t pixel = 0; pixel < pixels; pixel++) {
            memcpy(output + pixel * pitch + channel, all + pixel * pitch + channel,
                   (size_t)(2 * products->blocks));
        }
    }
}

void upcall_products_pixels(const upcall_products_layer_t *layer, int32_t pixels, const int32_t *x,
                            int8_t *output, int32_t *spare) {
    const upcall_products_t *products = &layer->products;
    const int32_t channels = products->pitch;
    if (pixels == UPCALL_PIXELS && products->form != UPCALL_RAW && channels % 2 == 0) {
        upcall_products_3x2(products, x, layer->weights, output);
        return;
    }
    upcall_blocks_3x2(layer, products, 0, pixels, x, layer->weights, output, spare);
    if (channels > 2 * products->blocks) {
        upcall_products_t last = *products;
        last.blocks = 1;
        upcall_blocks_3x2(layer, &last, channels - 2, pixels, x,
                          layer->weights + products->blocks * upcall_block_words(products, 2),
                          output, spare);
    }
}

static void upcall_blocks_1x4(const upcall_products_layer_t *layer,
                              const upcall_products_t *products, int32_t channel, const int32_t *x,
                              const int32_t *w, int8_t *output, int32_t *spare) {
    if (products->form == UPCALL_RAW) {
        upcall_products_1x4(products, x, w, spare);
        for (int32_t i = 0; i < 4 * products->blocks; i++) {
            upcall_exact(layer, channel + i, 1, spare + i, output);
        }
    } else {
        upcall_products_1x4(products, x, w, output + channel);
    }
}

void upcall_products_pixel(const upcall_products_layer_t *layer, const int32_t *x, int8_t *output,
                           int32_t *spare) {
    const upcall_products_t *products = &layer->products;
    const int32_t channels = products->pitch;
    upcall_blocks_1x4(layer, products, 0, x, layer->weights, output, spare);
    if (channels > 4 * products->blocks) {
        upcall_products_t last = *products;
        last.blocks = 1;
        upcall_blocks_1x4(layer, &last, channels - 4, x,
                          layer->weights + products->blocks * upcall_block_words(products, 4),
                          output, spare);
    }
}

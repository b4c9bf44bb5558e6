/* SPDX-License-Identifier: 0BSD */
#include "upcall_products_parts.h"

#include <string.h>

enum { LANES = 4 };

/* Adds the products of inputs `at` and on to all sums; the weights behind them. */
static const int32_t *upcall_add_part(const upcall_products_parts_t *layer, const int8_t *input,
                                      int32_t at, const int32_t *w, int32_t *x, int32_t *sums) {
    const int32_t left = layer->depth - at;
    const int32_t inputs = left < layer->part ? left : layer->part;
    const upcall_rows_t rows = {1, inputs / 4, inputs % 4, 0, 0};
    upcall_products_t products = layer->layer.products;
    products.groups = (inputs + 7) / 8 * 2;
    products.form = UPCALL_SUM;
    upcall_expand_1(&rows, input + at, x, 1);
    upcall_products_1x4(&products, x, w, sums);
    return w + products.blocks * upcall_block_words(&products, LANES);
}

void upcall_products_parts(const upcall_products_parts_t *layer, const int8_t *input, int8_t *output,
                           int32_t *scratch) {
    const upcall_products_t *products = &layer->layer.products;
    const int32_t channels = LANES * products->blocks;
    const int32_t *w = layer->layer.weights + channels;
    int32_t *sums = scratch + 2 * products->groups;
    memcpy(sums, layer->layer.weights, (size_t)channels * sizeof *sums);
    for (int32_t at = 0; at < layer->depth; at += layer->part) {
        w = upcall_add_part(layer, input, at, w, scratch, sums);
    }
    for (int32_t i = 0; i < products->pitch; i++) {
        const int32_t correction = products->form == UPCALL_SIGNED ? w[channels + i] : 0;
        output[i] = upcall_products_scale(products, (uint32_t)sums[i], w[i], correction);
    }
}

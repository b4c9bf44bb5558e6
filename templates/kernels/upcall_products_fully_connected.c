/* SPDX-License-Identifier: 0BSD */
#include "upcall_products_fully_connected.h"

void upcall_products_fully_connected(const upcall_products_fully_connected_t *layer,
                                     const int8_t *input, int8_t *output, int32_t *scratch) {
    const upcall_rows_t rows = {1, layer->depth / 4, layer->depth % 4, 0, 0};
    upcall_expand_1(&rows, input, scratch, 1);
    upcall_products_pixel(&layer->layer, scratch, output,
                          scratch + 2 * layer->layer.products.groups);
}

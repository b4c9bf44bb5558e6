/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_PRODUCTS_FULLY_CONNECTED_H
#define UPCALL_PRODUCTS_FULLY_CONNECTED_H

#include <stdint.h>

#include "upcall_products_layer.h"

typedef struct {
    int32_t depth;                 /* inputs */
    upcall_products_layer_t layer; /* at least 4 channels */
} upcall_products_fully_connected_t;

/*
 * Matrix product of one int8 vector. All inputs are read before the first output is written.
 * `scratch`: 2 words a group, then spare memory (upcall_products_layer.h) if raw.
 */
void upcall_products_fully_connected(const upcall_products_fully_connected_t *layer,
                                     const int8_t *input, int8_t *output, int32_t *scratch);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_PRODUCTS_PARTS_H
#define UPCALL_PRODUCTS_PARTS_H

#include <stdint.h>

#include "upcall_products_layer.h"

typedef struct {
    int32_t depth; /* inputs */
    int32_t part;  /* inputs that are expanded at a time, a multiple of 8 */
    upcall_products_layer_t layer; /* not raw; groups of a part, blocks of four channels, of which the
                                      last may have some too many. Weights: bias of each channel |
                                      groups of the first part, block by block | ... of the last part
                                      | multiplier of each | correction of each */
} upcall_products_parts_t;

/*
 * Matrix product of one int8 vector that is expanded part by part, so that a long vector needs 4 bytes
 * an output instead of 2 bytes an input beside it. All inputs are read before the first output is
 * written.
 * `scratch`: 2 words a group, then one for each channel of a block.
 */
void upcall_products_parts(const upcall_products_parts_t *layer, const int8_t *input, int8_t *output,
                           int32_t *scratch);

#endif

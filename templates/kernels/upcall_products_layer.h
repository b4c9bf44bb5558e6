/* SPDX-License-Identifier: 0BSD */
/* What layers that are computed by upcall_products share: weights, scaling, remainders. */
#ifndef UPCALL_PRODUCTS_LAYER_H
#define UPCALL_PRODUCTS_LAYER_H

#include <stdint.h>

#include "upcall_products.h"
#include "upcall_scaling.h"
#include "upcall_triples.h"

typedef struct {
    upcall_products_t products; /* of whole blocks; pitch: output channels */
    const int32_t *weights;     /* upcall_products_t says how; if the channels leave a remainder, a
                                   last block of the last channels follows, that repeats some */
    upcall_scaling_t exact;     /* used if raw; its bias is not */
} upcall_products_layer_t;

/* All channels of 1..3 pixels from their expanded inputs. `spare` is memory for 3 pixels' outputs,
   which if raw are accumulators: 4 bytes each, of an even number of channels. */
void upcall_products_pixels(const upcall_products_layer_t *layer, int32_t pixels, const int32_t *x,
                            int8_t *output, int32_t *spare);

/* All channels, at least 4, of one pixel; spare likewise for 1 pixel, of a number of channels that 4
   divides. */
void upcall_products_pixel(const upcall_products_layer_t *layer, const int32_t *x, int8_t *output,
                           int32_t *spare);

#endif

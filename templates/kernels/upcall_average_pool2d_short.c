/* SPDX-License-Identifier: 0BSD */
#include "upcall_average_pool2d_short.h"

/* Every window has as many taps: that is in the factor. */
static int8_t upcall_mean_of(const upcall_average_pool2d_t *layer, int32_t sum, int32_t count) {
    (void)count;
    return upcall_round(&layer->mean.rounding, sum);
}

#include "upcall_average_pool2d_loop.h"

void upcall_average_pool2d_short(const upcall_average_pool2d_t *layer, const int8_t *input,
                                 int8_t *output) {
    upcall_average_pool2d_loop(layer, input, output);
}

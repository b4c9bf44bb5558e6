/* SPDX-License-Identifier: 0BSD */
#include "upcall_average_pool2d.h"

#include "upcall_requantize.h"

static int8_t upcall_mean_of(const upcall_average_pool2d_t *layer, int32_t sum, int32_t count) {
    const int32_t half = sum > 0 ? count / 2 : -(count / 2);
    return upcall_clamp_to((sum + half) / count, layer->mean.limits.min, layer->mean.limits.max);
}

#include "upcall_average_pool2d_loop.h"

void upcall_average_pool2d(const upcall_average_pool2d_t *layer, const int8_t *input,
                           int8_t *output) {
    upcall_average_pool2d_loop(layer, input, output);
}

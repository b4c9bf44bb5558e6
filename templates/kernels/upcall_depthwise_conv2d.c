/* SPDX-License-Identifier: 0BSD */
#include "upcall_depthwise_conv2d.h"

#include "upcall_depthwise_conv2d_loop.h"

void upcall_depthwise_conv2d(const upcall_depthwise_conv2d_t *layer, const int8_t *input,
                             int8_t *output) {
    upcall_depthwise_conv2d_loop(layer, upcall_depthwise_taps, 1, input, output);
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_conv2d.h"

#include "upcall_conv2d_loop.h"

void upcall_conv2d(const upcall_conv2d_t *layer, const int8_t *input, int8_t *output) {
    upcall_conv2d_loop(layer, upcall_dot, 1, input, output);
}

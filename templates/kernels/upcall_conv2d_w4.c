/* SPDX-License-Identifier: 0BSD */
#include "upcall_conv2d_w4.h"

#include "upcall_conv2d_loop.h"
#include "upcall_dot_w4.h"

void upcall_conv2d_w4(const upcall_conv2d_t *layer, const int8_t *input, int8_t *output) {
    upcall_conv2d_loop(layer, upcall_dot_w4, 2, input, output);
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_fully_connected_w4.h"

#include "upcall_dot_w4.h"
#include "upcall_fully_connected_loop.h"

void upcall_fully_connected_w4(const upcall_fully_connected_t *layer, const int8_t *input,
                               int8_t *output) {
    upcall_fully_connected_loop(layer, upcall_dot_w4, 2, input, output);
}

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_FULLY_CONNECTED_W4_H
#define UPCALL_FULLY_CONNECTED_W4_H

#include <stdint.h>

#include "upcall_fully_connected.h"

/* As upcall_fully_connected with weights of 4 bits, packed as upcall_dot_w4.h says. */
void upcall_fully_connected_w4(const upcall_fully_connected_t *layer, const int8_t *input,
                               int8_t *output);

#endif

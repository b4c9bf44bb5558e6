/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_CONV2D_W4_H
#define UPCALL_CONV2D_W4_H

#include <stdint.h>

#include "upcall_conv2d.h"

/* As upcall_conv2d with weights of 4 bits, packed as upcall_dot_w4.h says. */
void upcall_conv2d_w4(const upcall_conv2d_t *layer, const int8_t *input, int8_t *output);

#endif

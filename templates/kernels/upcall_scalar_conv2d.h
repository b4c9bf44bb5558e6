/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_SCALAR_CONV2D_H
#define UPCALL_SCALAR_CONV2D_H

#include "upcall_scalar_patches.h"

/* upcall_convolve_pixels of upcall_scalar_pixels.h with upcall_scalar_4x1. */
void upcall_scalar_conv2d(const upcall_scalar_conv2d_t *layer, const int8_t *input, int8_t *output,
                          int32_t *scratch);

#endif

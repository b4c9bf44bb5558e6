/* SPDX-License-Identifier: 0BSD */
#include "upcall_scalar_conv2d.h"

#define UPCALL_MULTIPLY upcall_scalar_4x1
#include "upcall_scalar_pixels.h"

void upcall_scalar_conv2d(const upcall_scalar_conv2d_t *layer, const int8_t *input, int8_t *output,
                          int32_t *scratch) {
    upcall_convolve_pixels(layer, input, output, scratch);
}

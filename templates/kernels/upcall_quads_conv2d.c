/* SPDX-License-Identifier: 0BSD */
#include "upcall_quads_conv2d.h"

#include "upcall_quads.h"
#include "upcall_quads_pair.h"

#define UPCALL_MULTIPLY upcall_quads_4x4
#include "upcall_scalar_pixels.h"

void upcall_quads_conv2d(const upcall_scalar_conv2d_t *layer, const int8_t *input, int8_t *output,
                         int32_t *scratch) {
    upcall_convolve_pixels(layer, input, output, scratch);
}

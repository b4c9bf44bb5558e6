/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_DEPTHWISE_CONV2D_W4_H
#define UPCALL_DEPTHWISE_CONV2D_W4_H

#include <stdint.h>

#include "upcall_depthwise_conv2d.h"

/*
 * As upcall_depthwise_conv2d with weights of 4 bits, and as many output channels as input channels.
 * Two neighbouring channels' weights share a byte, the first in its lower half; of an odd number of
 * channels the last has a byte for itself:
 *
 *     [kernel height, kernel width, pair of channels]
 */
void upcall_depthwise_conv2d_w4(const upcall_depthwise_conv2d_t *layer, const int8_t *input,
                                int8_t *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_BYTES_DEPTHWISE_H
#define UPCALL_BYTES_DEPTHWISE_H

#include <stdint.h>

#include "upcall_bytes_layer.h"

/*
 * Depthwise 2-D convolution of int8 images [H,W,C], an output channel for each of the input, pixel by
 * pixel as upcall_bytes_conv2d. `scratch`: a window, if there is padding.
 */
void upcall_bytes_depthwise(const upcall_bytes_layer_t *layer, const int8_t *input, int8_t *output,
                            int8_t *scratch);

#endif

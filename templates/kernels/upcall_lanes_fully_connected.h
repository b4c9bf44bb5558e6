/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_LANES_FULLY_CONNECTED_H
#define UPCALL_LANES_FULLY_CONNECTED_H

#include <stdint.h>

#include "upcall_lanes.h"

/*
 * Matrix product of one int8 vector with a matrix of at least 4 channels. If there are at most
 * UPCALL_LANES_VECTOR_ROW channels, all inputs are read before the first output is written.
 * `scratch`: 4 bytes a channel of those that are there at once, at most UPCALL_LANES_VECTOR_ROW.
 */
void upcall_lanes_fully_connected(const upcall_lanes_layer_t *layer, const int8_t *input,
                                  int8_t *output, int32_t *scratch);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_AVERAGE_POOL2D_SHORT_H
#define UPCALL_AVERAGE_POOL2D_SHORT_H

#include "upcall_average_pool2d.h"

/* What upcall_average_pool2d computes where all windows have as many taps, by one rounding instead
   of a division: layer->mean.rounding. */
void upcall_average_pool2d_short(const upcall_average_pool2d_t *layer, const int8_t *input,
                                 int8_t *output);

#endif

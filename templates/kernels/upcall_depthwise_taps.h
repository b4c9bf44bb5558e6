/* SPDX-License-Identifier: 0BSD */
/* The inner loops of depthwise convolution. */
#ifndef UPCALL_DEPTHWISE_TAPS_H
#define UPCALL_DEPTHWISE_TAPS_H

#include <stdint.h>

/* The taps of one output pixel that lie inside the image. */
typedef struct {
    int32_t zero_point; /* subtracted from each input */
    int32_t rows;       /* 0 if no tap is used, and then columns is not read */
    int32_t columns;    /* >= 1 */
    int32_t column_x;   /* inputs from a tap to the next of its row */
    int32_t column_w;   /* weights likewise */
    int32_t row_x;      /* inputs from the end of a row to the next */
    int32_t row_w;      /* weights likewise */
} upcall_depthwise_taps_t;

/* Accumulators of the `count` channels that lie side by side from x, w and bias on. 5 instructions
   per product on a Cortex-M4, 6 in the last channels if they are no four. */
typedef void upcall_depthwise_function_t(const upcall_depthwise_taps_t *taps, int32_t count,
                                         const int8_t *x, const int8_t *w, const int32_t *bias,
                                         uint32_t *acc);

upcall_depthwise_function_t upcall_depthwise_taps;

#endif

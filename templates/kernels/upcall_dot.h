/* SPDX-License-Identifier: 0BSD */
/*
 * Inner products of int8 vectors: the inner loops of convolution and matrix product.
 *
 * Output channels are computed in blocks of 4, then one of 2, then one of 1, as many as are left,
 * so that an input is loaded once for a block. A block's weights lie interleaved, so that one
 * pointer walks them:
 *
 *     [block][tap][lane]     lane: channel within the block
 */
#ifndef UPCALL_DOT_H
#define UPCALL_DOT_H

#include <stdint.h>

/* Taps of one output pixel: rows of runs. A run's inputs lie side by side, and so do its taps. */
typedef struct {
    int32_t zero_point; /* subtracted from each input */
    int32_t filter;     /* taps of an output channel */
    int32_t tap;        /* the first of them that is used */
    int32_t rows;       /* 0 if none is used, and then run is not read */
    int32_t run;        /* taps in a row, >= 1 */
    int32_t skip_x;     /* inputs from the end of a run to the next */
    int32_t skip_w;     /* taps likewise */
} upcall_patch_t;

/* acc[i] = start[i] + sum of (x - zero_point) * w over a patch, for `count` channels, of which only
   the last may be fewer than a block of 4. x is the patch's first input, w the weights of the first
   channel on; start may be acc. Accumulators wrap. 3.25 instructions per product in a block of 4 on
   a Cortex-M4, 4 in one of 2. */
typedef void upcall_dot_function_t(const upcall_patch_t *patch, int32_t count, const int8_t *x,
                                   const int8_t *w, const int32_t *start, uint32_t *acc);

upcall_dot_function_t upcall_dot;

#endif

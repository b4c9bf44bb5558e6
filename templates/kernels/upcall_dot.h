/* SPDX-License-Identifier: 0BSD */
/*
 * Inner products of int8 vectors, the inner loops of convolution and matrix product.
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

/* The taps of one output: rows of runs. A run's inputs lie side by side, and so do its taps. */
typedef struct {
    int32_t zero_point; /* subtracted from each input */
    int32_t rows;       /* >= 0 */
    int32_t run;        /* inputs in a row, >= 0 */
    int32_t skip_x;     /* inputs from the end of a run to the next */
    int32_t skip_w;     /* taps likewise */
} upcall_patch_t;

/* acc[lane] = start[lane] + sum of (x - zero_point) * w over the taps of a patch, for the channels
   of one block. x is the first input, w the block's weights from the first tap on, lanes 1, 2 or 4.
   start may be acc. Accumulators wrap. */
void upcall_dot(const upcall_patch_t *patch, int32_t lanes, const int8_t *x, const int8_t *w,
                const int32_t *start, uint32_t *acc);

/* How many of `left` >= 1 channels the next block has. */
static inline int32_t upcall_lanes(int32_t left) {
    return left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

#endif

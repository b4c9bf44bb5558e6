/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_DEPTHWISE_LINE_H
#define UPCALL_DEPTHWISE_LINE_H

#include <stdint.h>

#include "upcall_column_walk.h"

typedef struct {
    int32_t inputs;   /* positions of the line */
    int32_t channels; /* a multiple of 4 */
    int32_t taps;     /* 1..inputs */
    int32_t offset;   /* y = clamp8((offset + round(acc * multiplier / 2^32)) >> shift) */
    int32_t shift;
    const int8_t *weights;     /* [taps, channels] */
    const int32_t *bias;       /* 256 times the bias, and more; zero point folded in */
    const int32_t *multiplier; /* one per channel */
    const int32_t *correction; /* one per channel, of negative accumulators */
} upcall_depthwise_line_t;

/*
 * Depthwise convolution along a line of positions [inputs, channels], such as a window of time, without
 * padding, to [inputs - taps + 1, channels]. All positions of four channels are read before the first
 * of their outputs is written: output may be input.
 * `scratch`: (inputs + 3) / 2 columns of 16 bytes, then taps / 2 + 1 columns of 32, then taps + 3 words.
 */
void upcall_depthwise_line(const upcall_depthwise_line_t *layer, const int8_t *input,
                           int8_t *output, int32_t *scratch);

/* One channel of it. The assembly knows the order of fields. */
typedef struct {
    int32_t correction;
    int32_t multiplier;
    int32_t offset;
    int32_t shift;
    int32_t bias;
    int32_t columns;        /* of weights, >= 1 */
    int32_t pitch;          /* bytes from an output to the next */
    const int32_t *weights; /* halves of 256 times w[2k-1], w[2k] by column k; after those of four channels
                               w[2k], w[2k+1] likewise; those beyond the taps are 0 */
} upcall_line_walk_t;

/*
 * `outputs` >= 1 from halves x[2k], x[2k+1] by column k, a column being four words. Two outputs go side
 * by side, so that a column of inputs, loaded once, meets both of its columns of weights. 30
 * instructions and 5 for every column of weights. In assembly where the DSP extension is
 * (upcall_depthwise_line_dsp.S), in C elsewhere; both give the same bytes.
 */
void upcall_line_walk(const upcall_line_walk_t *walk, const int32_t *pairs, int8_t *output,
                      int32_t outputs);

#endif

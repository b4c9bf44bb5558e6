/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_QUADS_LINE_H
#define UPCALL_QUADS_LINE_H

#include <stdint.h>

typedef struct {
    int32_t inputs;    /* positions of the line */
    int32_t channels;  /* a multiple of 4 */
    int32_t taps;      /* 1..inputs */
    int32_t is_signed; /* whether there are corrections: 0 or 1 */
    int32_t offset;
    int32_t shift;          /* 1..21 */
    const int8_t *weights;  /* [taps, channels] */
    const int32_t *records; /* [channel]: start, multiplier, correction if signed; upcall_quads.h says
                               how they scale */
} upcall_quads_line_t;

/*
 * Depthwise convolution along a line of positions [inputs, channels], such as a window of time, without
 * padding, to [inputs - taps + 1, channels]. Outputs are written in order, each after the inputs from
 * its position on have been read: output may be input, or begin before it. 19 instructions a tap of
 * four products in RV32IM.
 */
void upcall_quads_line(const upcall_quads_line_t *layer, const int8_t *input, int8_t *output);

#endif

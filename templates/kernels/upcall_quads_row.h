/* SPDX-License-Identifier: 0BSD */
/*
 * A row of outputs of a depthwise 3x3 convolution for RV32IM, whose registers hold the weights of a
 * channel. In assembly for RV32IM (upcall_quads_row_rv32.S), in C elsewhere (upcall_quads_row.c); both
 * give the same bytes.
 */
#ifndef UPCALL_QUADS_ROW_H
#define UPCALL_QUADS_ROW_H

#include <stdint.h>

#include "upcall_rv32.h"

enum { UPCALL_QUADS_ROW_KERNEL = 3, UPCALL_QUADS_ROW_TAPS = 9 };

/* The assembly knows the order of these fields. Outputs are requantised as upcall_quads.h says,
   without corrections. */
typedef struct {
    const int8_t *row[UPCALL_QUADS_ROW_KERNEL]; /* inputs [column][channel] that the kernel meets */
    int8_t *output;                             /* [column][channel] */
    const int8_t *weights;                      /* [channel][kernel column][kernel row] */
    const int32_t *records;                     /* [channel]: start, multiplier */
    int32_t channels;
    int32_t stride;      /* 1 or 2 */
    int32_t inside;      /* bytes of outputs whose last column is inside */
    int32_t left;        /* 1 if the first output's first column is outside, else 0 */
    int32_t right;       /* 1 if the last output's last column is outside, else 0 */
    int32_t padding;     /* an input outside */
    int32_t offset;
    int32_t shift;       /* 1..21 */
    int32_t back;        /* bytes of input columns that are read, less 1 */
    int32_t output_back; /* bytes of all outputs, less 1 */
} upcall_quads_row_t;

/* Channel by channel: no output may lie where an input does. May change weights, records and
   channels. With stride 1 28 to 31 instructions an output, with stride 2 34 to
   37, and about 90 a channel. */
void upcall_quads_row(upcall_quads_row_t *row);

#endif

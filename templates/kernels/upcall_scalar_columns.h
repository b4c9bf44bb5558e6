/* SPDX-License-Identifier: 0BSD */
/*
 * Depthwise 3x3 convolution of one channel for cores that multiply one pair of words at a time: two
 * rows of outputs share each multiplication, as two pixels do in upcall_scalar.h.
 *
 * In assembly for Thumb (upcall_scalar_columns_thumb1.S, upcall_scalar_columns_thumb2.S), in C
 * elsewhere (upcall_scalar_columns.c); all give the same bytes.
 */
#ifndef UPCALL_SCALAR_COLUMNS_H
#define UPCALL_SCALAR_COLUMNS_H

#include <stdint.h>

#include "upcall_scalar.h"

/* Words of a column of inputs: of each row of the kernel. Runs of two taps in a window. */
enum { UPCALL_COLUMN_ROWS = 3, UPCALL_COLUMN_RUNS = 5 };

/* The assembly knows the order of these fields. Outputs are requantised as upcall_scalar_t says,
   without a correction. */
typedef struct {
    int32_t weights[3 * UPCALL_COLUMN_ROWS]; /* column by column */
    int32_t start;       /* of the second row */
    int32_t first_start; /* of the first row: start - 2^23 for each run */
    int32_t multiplier;
    int32_t offset;
    int32_t shift;
    int32_t step;   /* bytes from an output to the next */
    int32_t second; /* bytes to the output of the second row; 0 if there is none */
    int32_t back;   /* bytes from the end of a window to the next window's begin, to the left */
} upcall_scalar_columns_t;

/* x: columns of three words, a word being x0 + 65536 * x1 of the inputs that a kernel's row meets for
   the first and for the second row of outputs; end: where a window would begin that is no more.
   Thumb-2 46, Thumb-1 at most 115 instructions for two outputs. */
void upcall_scalar_columns(const upcall_scalar_columns_t *columns, const int32_t *x,
                           const int32_t *end, int8_t *output);

#endif

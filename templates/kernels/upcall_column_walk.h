/* SPDX-License-Identifier: 0BSD */
/*
 * Depthwise 3x3 convolution by columns of row pairs: the inner loops.
 *
 * The inputs of four channels lie in `pairs`, one word per channel, whose halves are the inputs of an
 * upper and a lower row:
 *
 *     [row pair][column][channel 0..3]     low half: row 2m - pad, high half: row 2m - pad + 1
 *
 * A 3x3 window takes both halves of a pair and one half of the pair below it, or one and both. Each
 * word is loaded once for the three windows it belongs to. Rows follow each other without a gap, so
 * that windows across the end of a row give outputs that nobody wants.
 *
 * In assembly where the DSP extension is (upcall_column_walk_dsp.S), in C elsewhere; both give the
 * same bytes.
 */
#ifndef UPCALL_COLUMN_WALK_H
#define UPCALL_COLUMN_WALK_H

#include <stdint.h>

#include "upcall_products.h"

/* Channels that are gathered together. */
#define UPCALL_WALK_CHANNELS 4

/* Which window. The assembly knows these values. */
enum {
    UPCALL_WALK_UPPER = 0, /* both rows of a pair and the upper one of the next */
    UPCALL_WALK_LOWER = 1, /* the lower row of a pair and both of the next */
    UPCALL_WALK_HALF = 2   /* as UPPER, at every second column */
};

/* Four channels. Weights are halves of 256 times the weight, [column][channel]. The assembly knows the
   order of fields. */
typedef struct {
    const int32_t *both;       /* those of the two rows of one pair */
    const int32_t *single;     /* that of the third row: the high half, in UPCALL_WALK_LOWER the low */
    const int32_t *multiplier; /* y = clamp8(round(acc * multiplier / 2^32) >> shift) */
    const int32_t *bias;       /* what an accumulator begins with */
    int32_t ahead;             /* bytes from a pair to the one below it */
} upcall_column_walk_t;

/* Pairs of rows of an image: the first pair's first columns, and bytes from a column to the next. The
   assembly knows the order of fields. */
typedef struct {
    const int8_t *upper;
    const int8_t *lower;
    int32_t upper_step;
    int32_t lower_step;
    int32_t rows; /* pairs, >= 1 */
    int32_t next; /* bytes from behind a row to the next pair's */
    int32_t skip; /* bytes from behind a row's words to those of the next pair */
} upcall_row_pairs_t;

/* Rows of outputs that upcall_walk made. The assembly knows the order of fields. */
typedef struct {
    int32_t rows;  /* >= 1 */
    int32_t width; /* >= 1 */
    int32_t skip;  /* bytes from behind a row of them to the next */
    int32_t next;  /* likewise where they go */
    int32_t step;  /* from a pixel to the next where they go */
} upcall_output_rows_t;

/* Four channels of `columns` >= 1 columns; writes 4 words each. 13 instructions for 8 inputs. */
void upcall_gather_pair(const upcall_row_pairs_t *rows, int32_t *pairs, int32_t columns);

/* One row: the lower halves of the words, the upper ones being anything. 9 instructions for 4 inputs,
   `step` bytes apart. */
void upcall_gather_row(const int8_t *row, int32_t *pairs, int32_t columns, int32_t step);

/* Pairs, halves being 256 times the input. */
void upcall_gather_weights(const upcall_row_pairs_t *rows, int32_t *pairs, int32_t columns);

/* Outputs of four channels, side by side, from `output`, which lies on a word, up to `end`, a multiple
   of 4 pixels later. `shift` is 10 or 12. 12 instructions an output, 14 for HALF; 30 a channel. */
void upcall_walk(int32_t window, int32_t shift, const upcall_column_walk_t *walk,
                 const int32_t *pairs, int8_t *output, const int8_t *end);

/* Outputs of four channels to where they belong in an image, which is aligned to words. 3 instructions
   for four. */
void upcall_scatter_rows(const upcall_output_rows_t *rows, const int8_t *from, int8_t *to);

#endif

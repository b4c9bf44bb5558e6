/* SPDX-License-Identifier: 0BSD */
/*
 * Depthwise 3x3 windows by MVE. Bytes of four rows are put side by side, so that a word is a column
 * of one channel, and four words, which one load gathers, are a patch of 4x4 inputs. VMLADAV
 * multiplies it with the nine weights at their places among zeros. docs/kernels.md has more.
 *
 * In assembly where the extension is (upcall_lanes_windows_mve.S), in C elsewhere
 * (upcall_lanes_windows.c); both give the same bytes.
 */
#ifndef UPCALL_LANES_WINDOWS_H
#define UPCALL_LANES_WINDOWS_H

#include <stdint.h>

#include "upcall_lanes.h"

/* Channels that are computed together. */
#define UPCALL_LANES_CHANNELS 16

/* Bytes of a column: four rows of each channel. */
#define UPCALL_LANES_COLUMN 64

/* The assembly knows the order of these fields, as of those below. */
typedef struct {
    const int8_t *rows[4]; /* of `channels` bytes a column */
    int32_t steps[4];      /* from a column to the next */
    int8_t *columns;       /* [column][UPCALL_LANES_CHANNELS][4] */
    int8_t *line;          /* gets a copy of rows[2], [column][UPCALL_LANES_CHANNELS]; 0 if not kept */
    int32_t channels;      /* 1..16 */
    int32_t count;         /* columns, >= 1 */
} upcall_lanes_columns_t;

/* Four outputs are a block: with stride 1 two rows of two columns, with stride 2 a row of four. */
typedef struct {
    int32_t base[4]; /* room for addresses */
    int32_t offsets[4]; /* of a block's outputs */
    uint32_t mask;      /* which of them there are, four bits each, in the first blocks */
    int32_t blocks;     /* these, >= 0 */
    uint32_t last_mask; /* the same of one more block; 0: there is none */
    int32_t step;       /* from a block's outputs to the next block's */
    int32_t up;         /* 3..23, see upcall_lanes_scale_t */
    int32_t channels;   /* 1..16 */
} upcall_lanes_windows_t;

/* Words of a channel's constants: weights by columns, three rows in a word, the lowest byte first;
   half the multiplier; start. Outputs are clamp8(round((256 * acc + start) * multiplier / 2^32) >>
   (24 - up)). */
#define UPCALL_LANES_CONSTANTS 5

/* Puts rows side by side. 14 instructions for 64 inputs. */
void upcall_lanes_columns(const upcall_lanes_columns_t *columns);

/* All outputs of a row of windows, or with stride 1 of two rows. 15 instructions for 4 outputs. */
void upcall_lanes_windows_1(upcall_lanes_windows_t *windows, const int8_t *columns,
                            const int32_t *constants, int8_t *output);

/* 18 instructions for 4 outputs. */
void upcall_lanes_windows_2(upcall_lanes_windows_t *windows, const int8_t *columns,
                            const int32_t *constants, int8_t *output);

#endif

/* SPDX-License-Identifier: 0BSD */
/*
 * Winograd's F(2x2, 3x3) in integers, four tiles of 2x2 outputs at a time: 16 products a tile and
 * pair of channels instead of 36. docs/kernels.md says why it is exact.
 *
 * A tile's 4x4 inputs d become 16 numbers B d B', a kernel's 3x3 weights g (when the model is
 * compiled) the 16 numbers (2G) g (2G)'; their products, summed over the input channels, become four
 * times the 2x2 outputs by A p A':
 *
 *          | 1  0 -1  0 |          | 2  0  0 |
 *      B = | 0  1  1  0 |     2G = | 1  1  1 |     A = | 1  1  1  0 |
 *          | 0 -1  1  0 |          | 1 -1  1 |         | 0  1 -1 -1 |
 *          | 0  1  0 -1 |          | 0  0  2 |
 *
 * All numbers are halves of words, two channels each: |B d B'| <= 512, |(2G) g (2G)'| <= 9 * 127.
 *
 * In assembly where the DSP extension is (upcall_winograd_dsp.S), in C elsewhere
 * (upcall_winograd.c); both give the same bytes.
 */
#ifndef UPCALL_WINOGRAD_H
#define UPCALL_WINOGRAD_H

#include <stdint.h>

#include "upcall_products.h"

enum {
    UPCALL_WINOGRAD_TILES = 4,   /* side by side */
    UPCALL_WINOGRAD_ROWS = 4,    /* of inputs that they read */
    UPCALL_WINOGRAD_COLUMNS = 10 /* likewise */
};

/* Inputs transformed: [step][16][tile] words, a step being channels k and k + 2, or k + 1 and k + 3,
   of four. `x`: 4 rows, `pitch` bytes apart, of 10 pixels of `channels`, which 4 divides. 153
   instructions a tile and four channels. */
void upcall_winograd_inputs(const int8_t *x, int32_t pitch, int32_t channels, int32_t *to);

/* Products of two output channels, summed over the input channels: [16][channel][tile]. Weights
   [16][step][channel] words; `steps` is 2..32. 11 instructions for 16 products. */
void upcall_winograd_products(const int32_t *x, const int32_t *w, int32_t steps, int32_t *products);

/* Where outputs go, and how they are scaled. The assembly knows the order of these fields. */
typedef struct {
    int32_t pitch; /* from a pixel to the next */
    int32_t row;   /* from a row of pixels to the next */
    int32_t form;  /* UPCALL_SHORT or UPCALL_SIGNED */
    int32_t offset;
    int32_t shift; /* 1..21 */
} upcall_winograd_outputs_t;

/* Outputs of two channels, 2 rows of 8 pixels. `scale`: what accumulators begin with, multiplier
   and, if signed, correction, of each channel. 60 instructions a tile and channel. */
void upcall_winograd_outputs(const upcall_winograd_outputs_t *to, const int32_t *products,
                             const int32_t *scale, int8_t *output);

#endif

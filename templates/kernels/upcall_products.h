/* SPDX-License-Identifier: 0BSD */
/*
 * Inner products of int8 vectors by the two 16-bit multiplications of Armv7E-M's and Armv8-M's DSP
 * extension, several pixels and channels at a time. docs/kernels.md says why this is exact.
 *
 * Four weights w0..w3 are one word of two halves, 256 * w1 + w0 and 256 * w3 + w2: a byte each, the
 * borrow settled when the model was compiled. Four inputs x0..x3 are expanded into two words of two
 * halves each, once for all channels, with x' = x - 127 for the odd ones:
 *
 *     a = (x1', x3')    b = (256 * x0 - x1', 256 * x2 - x3')
 *
 *     a . (256 * w1 + w0, 256 * w3 + w2) + b . (w0, w2) = 256 * (w0 x0 + w1 x1' + w2 x2 + w3 x3')
 *
 * Accumulators hold 256 times the sum, and wrap on the way. The bias they begin with is 256 *
 * (bias + 127 * sum of the odd weights) + delta.
 *
 * In assembly where the extension is (upcall_products_dsp.S), in C elsewhere (upcall_products.c);
 * both give the same bytes.
 */
#ifndef UPCALL_PRODUCTS_H
#define UPCALL_PRODUCTS_H

#include <stdint.h>

#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__) && !defined(UPCALL_PLAIN_C)
#define UPCALL_DSP 1
#else
#define UPCALL_DSP 0
#endif

/* What becomes of an accumulator. The assembly knows these values. */
enum {
    UPCALL_SHORT = 0,  /* y = clamp8((offset + high) >> shift), high = round(acc * multiplier / 2^32) */
    UPCALL_SIGNED = 1, /* the same after acc -= correction where acc < 0 */
    UPCALL_RAW = 2,    /* written as it is */
    UPCALL_SUM = 3     /* likewise, having begun with what was there; upcall_products_1x4 alone */
};

/*
 * How vectors are multiplied. The weights are one stream of words: per block of channels
 *
 *     bias of each | group 0 of each, group 1 of each, ... | multiplier of each | correction of each
 *
 * where a group is 4 weights; no multipliers if raw, corrections only if signed, groups alone if sums. The assembly knows
 * the order of these fields.
 */
typedef struct {
    int32_t groups; /* >= 1 */
    int32_t blocks; /* of channels, >= 1 */
    int32_t pitch;  /* outputs from a pixel to the next, >= 1 */
    int32_t form;   /* UPCALL_SHORT, ... */
    int32_t offset;
    int32_t shift; /* 1..21 */
} upcall_products_t;

/* Inputs that lie in rows of equal length. Rows are filled up to whole groups; their weights there
   are 0. */
typedef struct {
    int32_t rows;  /* >= 1 */
    int32_t words; /* whole groups of a row */
    int32_t tail;  /* inputs beyond them, 0..3, or UPCALL_SHARED_TAIL */
    int32_t skip;  /* from the first input beyond the whole groups to the next row */
    int32_t step;  /* from a pixel's first input to that of the next pixel */
} upcall_rows_t;

/* One input beyond the whole groups in each of at most four rows: together they are one more group,
   the last row's first. The assembly knows this value. */
enum { UPCALL_SHARED_TAIL = 4 };

/* Inputs as words for upcall_products_3x2 (upcall_triples.h): a and b of each group of three pixels,
   whose words lie side by side. Expands `pixels` of them: the first one's words are at `to` and every
   three words on. 1.6 instructions an input. */
void upcall_expand_3(const upcall_rows_t *rows, const int8_t *x, int32_t *to, int32_t pixels);

/* The same for upcall_products_1x4 and one pixel: a, b, a, b ... 1.4 instructions an input. */
void upcall_expand_1(const upcall_rows_t *rows, const int8_t *x, int32_t *to, int32_t pixels);

/* One pixel by blocks of four channels; groups is even. Output [channel] int8, raw or sum int32. 27
   instructions for 32 products. */
void upcall_products_1x4(const upcall_products_t *products, const int32_t *x, const int32_t *w,
                         void *output);

#if !UPCALL_DSP
/* What upcall_products_1x4 and upcall_products_3x2 are in C: `pixels` and `channels` of a block. */
void upcall_products_blocks(const upcall_products_t *products, int32_t pixels, int32_t channels,
                            const int32_t *x, const int32_t *w, void *output);
#endif

/* Words of one block of weights. */
static inline int32_t upcall_block_words(const upcall_products_t *products, int32_t channels) {
    static const int32_t extra[] = {2, 3, 1, 0};
    return channels * (products->groups + extra[products->form]);
}

/* What UPCALL_SHORT and UPCALL_SIGNED make of an accumulator; the correction is 0 if short. */
static inline int8_t upcall_products_scale(const upcall_products_t *products, uint32_t acc,
                                           int32_t multiplier, int32_t correction) {
    const int32_t value = (int32_t)(acc - ((int32_t)acc < 0 ? (uint32_t)correction : 0u));
    const int64_t high = ((int64_t)value * multiplier + ((int64_t)1 << 31)) >> 32;
    const int32_t y = (int32_t)(products->offset + high) >> products->shift;
    return (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
}

#endif

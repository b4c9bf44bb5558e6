/* SPDX-License-Identifier: 0BSD */
/*
 * Inner products of int8 vectors for cores that multiply one pair of words at a time (Armv6-M,
 * Armv7-M without DSP, RV32IM). docs/kernels.md says why this is exact.
 *
 * One multiplication serves two pixels: their inputs are one word, x = x0 + 65536 * x1. Two taps make
 * a run, r = w x + v y = (w x0 + v y0) + 65536 * (w x1 + v y1), whose lower part is an int16, since
 * 2 * 127 * 128 < 2^15; then (r + 2^15) >> 16 is the upper part. Sums of runs and of upper parts give
 * both pixels' sums.
 *
 * In assembly for Thumb (upcall_scalar_thumb1.S, upcall_scalar_thumb2.S), in C elsewhere
 * (upcall_scalar.c); all give the same bytes.
 */
#ifndef UPCALL_SCALAR_H
#define UPCALL_SCALAR_H

#include <stdint.h>

#if defined(__ARM_ARCH_ISA_THUMB) && !defined(__aarch64__) && !defined(UPCALL_PLAIN_C)
#define UPCALL_SCALAR_ASSEMBLY 1
#else
#define UPCALL_SCALAR_ASSEMBLY 0
#endif

/* Pixels that upcall_scalar_4x1 computes together, and taps of a turn of the inner loops. */
enum { UPCALL_SCALAR_PIXELS = 4, UPCALL_SCALAR_TAPS = 8 };

/*
 * How vectors are multiplied. An accumulator becomes an output by
 *
 *     a = 256 * acc + start;  a -= correction where a < 0
 *     y = clamp8((offset + round(a * multiplier / 2^32)) >> shift)
 *
 * with |a| < 2^30 and multiplier <= 2^30. The assembly knows the order of these fields.
 */
typedef struct {
    int32_t taps;   /* a multiple of UPCALL_SCALAR_TAPS, >= 1; those beyond the filter are 0 */
    int32_t blocks; /* channels of upcall_scalar_4x1, fours of them of upcall_scalar_1x4; >= 1 */
    int32_t pitch;  /* outputs from a pixel to the next */
    int32_t is_signed; /* whether there are corrections: 0 or 1 */
    int32_t offset;
    int32_t shift; /* 1..21 */
} upcall_scalar_t;

/*
 * Four pixels, channel by channel. x: per tap two words, of pixels 0 and 1, 2 and 3. w: per channel
 *
 *     int8 weights of all taps | start | multiplier | correction if signed
 *
 * Output [pixel][channel] int8, the pixels `pitch` apart. Per product 1.41 instructions in Thumb-2,
 * 2.4 in Thumb-1.
 */
void upcall_scalar_4x1(const upcall_scalar_t *layer, const int32_t *x, const int32_t *w,
                       int8_t *output);

/*
 * One pixel by blocks of four channels. x: inputs + 128. w: per block
 *
 *     per tap two int16: 256 * w1 + w0, 256 * w3 + w2 | start of each | multiplier of each |
 *     correction of each if signed
 *
 * Output [channel] int8. Per product 2.2 instructions in Thumb-2, 3.5 in Thumb-1.
 */
void upcall_scalar_1x4(const upcall_scalar_t *layer, const uint8_t *x, const int32_t *w,
                       int8_t *output);

/* Inputs of two pixels as one word. */
static inline int32_t upcall_both(int32_t first, int32_t second) {
    return first + second * 65536;
}

/* Words of a block of `channels` channels. */
static inline int32_t upcall_scalar_words(const upcall_scalar_t *layer, int32_t channels) {
    return channels * (layer->taps / 4 + 2 + layer->is_signed);
}

#endif

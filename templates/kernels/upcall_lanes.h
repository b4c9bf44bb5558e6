/* SPDX-License-Identifier: 0BSD */
/*
 * Inner products of int8 vectors by the vector extension of Armv8.1-M (MVE, "Helium"): 16 products
 * an instruction, several pixels and channels at a time, and the outputs from their accumulators, 4
 * at a time. docs/kernels.md says what the loops cost and why they are exact.
 *
 * Weights lie as the model has them, [channel][depth], each channel's inputs behind each other.
 * Loops end within a vector (tail predication), so that nothing has to be filled up, and nothing
 * beyond an operand is read.
 *
 * In assembly where the extension is (upcall_lanes_mve.S), in C elsewhere (upcall_lanes.c); both give
 * the same bytes.
 */
#ifndef UPCALL_LANES_H
#define UPCALL_LANES_H

#include <stdint.h>

#if defined(__ARM_FEATURE_MVE) && !defined(UPCALL_PLAIN_C)
#define UPCALL_MVE 1
#else
#define UPCALL_MVE 0
#endif

/* Pixels that are computed together. */
#define UPCALL_LANES_PIXELS 3

/* Channels whose accumulators are there at once: a row of accumulators. */
#define UPCALL_LANES_ROW 32

#define UPCALL_LANES_ACC_BYTES (4 * UPCALL_LANES_PIXELS * UPCALL_LANES_ROW)

/* The same of a matrix product's one pixel. */
#define UPCALL_LANES_VECTOR_ROW 128

/*
 * From accumulators to outputs, by channel:
 *
 *     a = 256 * acc + start;  if (a < 0) a -= correction      only if there are corrections
 *     y = clamp8((offset + round(a * multiplier / 2^32)) >> (24 - up))
 *
 * The last line is computed as a shift up by `up` that saturates, of which the upper byte counts. The
 * assembly knows the order of these fields.
 */
typedef struct {
    const int32_t *start;
    const int32_t *multiplier;
    const int32_t *correction; /* 0 if no channel needs one */
    int32_t offset;
    int32_t up; /* 3..23 */
} upcall_lanes_scale_t;

/* A layer's constants. */
typedef struct {
    const int8_t *weights; /* [channels][depth] */
    int32_t depth;         /* >= 1 */
    int32_t channels;
    upcall_lanes_scale_t scale;
} upcall_lanes_layer_t;

/* acc[pixel * UPCALL_LANES_ROW + channel] of three pixels, whose inputs are x[0..2] (which may be
   the same), and 2 * pairs channels. 12 instructions for 96 products. */
void upcall_lanes_3x2(const int8_t *const *x, const int8_t *weights, int32_t depth, int32_t *acc,
                      int32_t pairs);

/* acc[channel] of one pixel and 4 * blocks channels. 10 instructions for 64 products. */
void upcall_lanes_1x4(const int8_t *x, const int8_t *weights, int32_t depth, int32_t *acc,
                      int32_t blocks);

/* `count` channels of three pixels to y[0..2], which may be the same if their accumulators are. */
void upcall_lanes_scale_3(const upcall_lanes_scale_t *scale, int32_t count, const int32_t *acc,
                          int8_t *const *y);

/* `count` channels of one pixel. */
void upcall_lanes_scale_1(const upcall_lanes_scale_t *scale, int32_t count, const int32_t *acc,
                          int8_t *y);

/* Copies `rows` rows of `run` bytes, `from_pitch` and `to_pitch` apart; none if rows or run is 0. 10
   instructions a row of 16 bytes; 8 for as many rows as 16 bytes have if they lie side by side, are
   of at most 8 bytes, and go within 240 bytes. */
void upcall_lanes_copy(const int8_t *from, int32_t from_pitch, int8_t *to, int32_t to_pitch,
                       int32_t rows, int32_t run);

/* The constants from `channel` on. */
static inline upcall_lanes_scale_t upcall_lanes_scale_from(const upcall_lanes_scale_t *scale,
                                                           int32_t channel) {
    upcall_lanes_scale_t from = *scale;
    from.start += channel;
    from.multiplier += channel;
    from.correction = scale->correction == 0 ? 0 : scale->correction + channel;
    return from;
}

#endif

/* SPDX-License-Identifier: 0BSD */
/*
 * Inner products of int8 vectors for RV32IM, whose registers hold the sums of four pixels by four
 * channels, or of one vector by sixteen. As in upcall_scalar.h one multiplication serves two products,
 * two of them make a run. docs/kernels.md says why this is exact.
 *
 * In assembly for RV32IM (upcall_quads_rv32.S), in C elsewhere (upcall_quads.c); both give the same
 * bytes.
 */
#ifndef UPCALL_QUADS_H
#define UPCALL_QUADS_H

#include <stdint.h>

#include "upcall_rv32.h"
#include "upcall_scalar.h"

/* Channels of a block, and taps of a turn of the inner loops. */
enum { UPCALL_QUADS_CHANNELS = 4, UPCALL_QUADS_TAPS = 4 };

/*
 * How vectors are multiplied: an upcall_scalar_t with taps a multiple of UPCALL_QUADS_TAPS. An
 * accumulator becomes an output by
 *
 *     a = 256 * acc + start;  a -= correction where a < 0 if signed
 *     y = clamp8((offset + floor(a * multiplier / 2^32)) >> shift)
 *
 * where a form that is not signed gives -128 for each negative a. A channel's record is
 *
 *     start | multiplier | correction if signed
 */

/*
 * Four pixels by `blocks` channels. x: as for upcall_scalar_4x1. w: per four channels
 *
 *     per two taps: the two int8 weights of each channel | records
 *
 * and for each channel of the remainder its int8 weights and its record. Output [pixel][channel] int8,
 * the pixels `pitch` apart. 2.17 instructions a product in RV32IM.
 */
void upcall_quads_4x4(const upcall_scalar_t *layer, const int32_t *x, const int32_t *w,
                      int8_t *output);

/*
 * One vector by four times `blocks` channels: as long as there are so many sixteen, then four at a
 * time. w: per so many channels
 *
 *     per tap: weight + 128 of each channel, a byte | records
 *
 * where the starts of each four channels' first two are less by 2^23 for each two taps. Output
 * [channel] int8. 2.8 instructions a product in RV32IM.
 */
void upcall_quads_1x16(const upcall_scalar_t *layer, const int8_t *x, const int32_t *w,
                       int8_t *output);

#endif

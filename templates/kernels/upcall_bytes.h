/* SPDX-License-Identifier: 0BSD */
/*
 * Inner products for cores of 8 bits that multiply two bytes (AVR). docs/kernels.md says why this is
 * exact. Accumulators have 24 bits and wrap. An accumulator becomes an output by
 *
 *     a = 256 * acc + start                          32 bits
 *     y = clamp8((a * multiplier + 2^31) >> 32 >> shift)     shift 8 or 16, multiplier below 2^31
 *
 * All constants are one stream in program memory (upcall_flash.h). A channel's form is 9 bytes:
 *
 *     start, 4 bytes | multiplier, 4 | shift, 1
 *
 * In assembly for AVR (upcall_bytes_avr.S), in C elsewhere (upcall_bytes.c); both give the same
 * bytes.
 */
#ifndef UPCALL_BYTES_H
#define UPCALL_BYTES_H

#include <stdint.h>

#if defined(__AVR__) && !defined(UPCALL_PLAIN_C)
#define UPCALL_BYTES_ASSEMBLY 1
#else
#define UPCALL_BYTES_ASSEMBLY 0
#endif

/* Channels that are multiplied together. */
enum { UPCALL_BYTES_LANES = 4 };

/*
 * A vector times all channels. w: fours of channels, each
 *
 *     [tap][channel] weights | form of each channel
 *
 * then what is left one by one, in the same way. taps, channels >= 1. 10 cycles a product in fours,
 * 13 alone; about 150 an output.
 */
void upcall_bytes_vector(const int8_t *x, const uint8_t *w, int8_t *output, uint16_t taps,
                         uint8_t channels);

/* A window of a depthwise convolution; the assembly knows the order of these fields. */
typedef struct {
    uint8_t rows;
    uint8_t columns;
    uint16_t step;     /* inputs from a column to the next */
    uint16_t skip;     /* inputs from behind a row's last column to the next row */
    uint16_t channels; /* side by side */
} upcall_bytes_window_t;

/*
 * One pixel. x: its window's first input. w: per channel weights row by row, then its form. 16 cycles
 * a product.
 */
void upcall_bytes_window(const upcall_bytes_window_t *window, const int8_t *x, const uint8_t *w,
                         int8_t *output);

#endif

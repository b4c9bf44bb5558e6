/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#ifndef UPCALL_FFT_H
#define UPCALL_FFT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The Fourier transform, divided by their count, of real numbers of a magnitude up to 2^29; the same
 * bits as dev.upcall.core.audio.RealFft, which says why nothing overflows.
 *
 * @param points a power of two, 16 to 2048
 * @param cosines of half a turn in points / 2 steps, Q15 [points / 2 + 1]
 * @param data [points / 2] pairs of real and imaginary part. Before: numbers 2i and 2i + 1 as the pair
 *     at i's reversed bits, log2(points / 2) of them. After: bin k as pair k, 1 to points / 2 - 1, of
 *     the upper half's the conjugates or themselves; pair 0 is of no use
 */
void upcall_fft(uint32_t points, const int16_t *cosines, int32_t *data);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#ifndef UPCALL_AUDIO_H
#define UPCALL_AUDIO_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A front end's constants, generated for each project. */
typedef struct {
    uint16_t points;       /* of the Fourier transform, a power of two */
    uint16_t window;       /* samples of a frame, even, at most `points` */
    uint16_t stride;       /* samples from frame to frame */
    uint16_t mels;         /* filters */
    uint16_t coefficients; /* of the cosine transform; 0: the features are the filters' logarithms */
    int32_t floor;         /* least logarithm, Q12 */
    int32_t range;         /* from there to the greatest */
    int32_t multiplier;    /* 2^30 / range */
    const uint16_t *hann;     /* rising half of the window, Q15 [window / 2 + 1] */
    const int16_t *cosines;   /* of half a turn, Q15 [points / 2 + 1] */
    const int16_t *edges;     /* first bin of each interval between filters, and behind [mels + 2] */
    const uint16_t *weights;  /* share of the rising filter in each bin from edges[0] on, Q12 */
    const int16_t *transform; /* [coefficients, mels] */
    const int8_t *shifts;     /* of its rows' sums [coefficients] */
} upcall_audio_t;

/**
 * Features of one frame; the same bits as dev.upcall.core.audio.FrontEnd.
 *
 * @param raw int16 samples, little endian, [2 * window] bytes, at any address
 * @param work [points] words; what was there is lost
 * @param features [coefficients], or [mels] where these are 0
 */
void upcall_audio_frame(
    const upcall_audio_t *audio, const uint8_t *raw, int32_t *work, int8_t *features);

/**
 * Features of so many frames, each `stride` samples behind the one before. Raw samples and features
 * may begin at the same address.
 */
void upcall_audio_frames(
    const upcall_audio_t *audio, uint32_t frames, const uint8_t *raw, int32_t *work,
    int8_t *features);

#ifdef __cplusplus
}
#endif

#endif

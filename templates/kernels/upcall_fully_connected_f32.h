/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_FULLY_CONNECTED_F32_H
#define UPCALL_FULLY_CONNECTED_F32_H

#include <stdint.h>

#include "upcall_dot_f32.h"

typedef struct {
    int32_t rows;         /* of the input */
    int32_t depth;        /* of a row */
    int32_t channels;     /* of an output row */
    int32_t block;
    const float *weights; /* as upcall_dot_f32 takes `channels` filters of `depth` taps */
    const float *bias;    /* [channels] */
    upcall_range_f32_t range;
} upcall_fully_connected_f32_t;

/* [rows, depth] to [rows, channels]. Output must not share memory with input. */
void upcall_fully_connected_f32(const upcall_fully_connected_f32_t *layer, const float *input,
                                float *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_RESIZE2D_F32_H
#define UPCALL_RESIZE2D_F32_H

#include <stdint.h>

#include "upcall_window.h"

/* From which elements of one axis each element of the resized axis is summed. */
typedef struct {
    int32_t count;        /* taps per element, >= 1 */
    const int32_t *index; /* [elements * count] */
    const float *weight;  /* the same */
} upcall_resize_taps_t;

typedef struct {
    int32_t batch; /* images one behind the other */
    upcall_image_t input;
    upcall_image_t output; /* same channels as the input */
    upcall_resize_taps_t rows;
    upcall_resize_taps_t columns;
} upcall_resize2d_f32_t;

/* Interpolation of [batch,H,W,C] along H and W: sums over columns, then over rows. Output must not
   share memory with input. */
void upcall_resize2d_f32(const upcall_resize2d_f32_t *layer, const float *input, float *output);

#endif

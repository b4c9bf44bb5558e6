/* SPDX-License-Identifier: 0BSD */
/* Products of one patch of inputs with several filters: what floats multiply and add with. */
#ifndef UPCALL_DOT_F32_H
#define UPCALL_DOT_F32_H

#include <stdint.h>

#include "upcall_lanes_f32.h"

/* The inputs that one output pixel is summed from: rows of spans of inputs side by side. */
typedef struct {
    int32_t rows;
    int32_t spans;  /* of a row */
    int32_t run;    /* inputs of a span, >= 1 where there are spans */
    int32_t step_x; /* inputs from a span to the next */
    int32_t step_y; /* and from a row to the next */
    int32_t first;  /* weights of each filter before the first one used */
    int32_t skip;   /* and between those of a row and the next */
    int32_t filter; /* all weights of one filter */
    int32_t block;  /* 4 or 1: filters whose weights lie together, tap by tap */
} upcall_patch_f32_t;

/* y[i] = clamped(bias[i] + sum of x times filter i) for `count` filters. Each sum begins with the
   bias and goes through the patch in order. Weights: filters in blocks, those left over one by one;
   within a block tap by tap, so that one pointer walks all weights of a block. */
void upcall_dot_f32(const upcall_patch_f32_t *patch, int32_t count, const float *x, const float *w,
                    const float *bias, const upcall_range_f32_t *range, float *y);

#endif

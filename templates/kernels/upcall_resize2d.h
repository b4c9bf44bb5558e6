/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_RESIZE2D_H
#define UPCALL_RESIZE2D_H

#include <stdint.h>

#include "upcall_window.h"

typedef struct {
    int32_t bytes; /* of an element: 1 or 2 */
    upcall_image_t input;
    upcall_image_t output;
    int32_t row_taps; /* rows that each output row is summed of */
    int32_t column_taps;
    const int32_t *rows;    /* row_taps indices for each output row */
    const int32_t *row_weights;    /* in 1/1024, as those of the columns */
    const int32_t *columns; /* column_taps indices for each output column */
    const int32_t *column_weights;
} upcall_resize2d_t;

/* Interpolation along rows and columns. Output must not share memory with input. */
void upcall_resize2d(const upcall_resize2d_t *layer, const int8_t *input, int8_t *output);

#endif

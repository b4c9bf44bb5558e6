/* SPDX-License-Identifier: 0BSD */
/*
 * Layers computed together, row by row, so that the images between them never exist as a whole.
 *
 * Each image has a place for some of its rows, the compiler knows for how many. When there is none
 * left behind the last row, those that are still needed move to the front:
 *
 *     |  row 4  |  row 5  |  row 6  |          |  row 6  |   new   |         |
 *      used up   used up   needed        ->     first     end
 *
 * It is always the turn of the last layer that has the rows it needs, so that rows are used up
 * before more are computed. Nothing is computed twice.
 */
#ifndef UPCALL_ROWS_H
#define UPCALL_ROWS_H

#include <stdint.h>

/* What a layer computes next: rows that pass for an image of that height, with that many rows of
   padding above it. */
typedef struct {
    const int8_t *left; /* the first of its rows */
    const int8_t *right;
    int8_t *output;
    int32_t input_rows;
    int32_t output_rows;
    int32_t pad_top;
} upcall_band_t;

/* Which rows of an image are there: first <= row < end. */
typedef struct {
    int16_t first;
    int16_t end;
} upcall_rows_state_t;

typedef struct {
    int8_t *data;
    upcall_rows_state_t *state;
    int32_t row_bytes;
    int16_t rows;    /* that have a place */
    int16_t height;  /* rows of the whole image */
    int16_t present; /* rows that are there from the beginning: 0 or all */
    int16_t first;   /* number of the row in the first place: 0, or less for rows of padding */
} upcall_rows_image_t;

typedef struct {
    void (*compute)(const upcall_band_t *band);
    const upcall_rows_image_t *left;   /* that it reads */
    const upcall_rows_image_t *right;  /* the second, or the same */
    const upcall_rows_image_t *output;
    int16_t rows; /* at a time, fewer at the end */
    int16_t reach; /* rows it reads for one */
    int16_t stride;
    int16_t pad_top;
    int32_t deepest; /* the last layer that reads the output */
} upcall_rows_layer_t;

typedef struct {
    const upcall_rows_image_t *images;
    const upcall_rows_layer_t *layers;
    int16_t image_count;
    int16_t layer_count;
} upcall_segment_t;

/* Before the first row. */
void upcall_rows_begin(const upcall_segment_t *segment);

/* Where to write the next row of an image that comes from outside; it counts from then on. */
int8_t *upcall_rows_next(const upcall_segment_t *segment, const upcall_rows_image_t *image);

/* Computes until no layer has the rows it needs. */
void upcall_rows_run(const upcall_segment_t *segment);

#endif

/* SPDX-License-Identifier: 0BSD */
/*
 * Three pixels at a time by all channels: the inner loop of convolutions. What words and weights mean
 * is in upcall_products.h.
 *
 * In assembly where the DSP extension is (upcall_triples_dsp.S), in C elsewhere (upcall_triples.c);
 * both give the same bytes.
 */
#ifndef UPCALL_TRIPLES_H
#define UPCALL_TRIPLES_H

#include <stdint.h>

#include "upcall_products.h"

/* Pixels that are computed together. */
#define UPCALL_PIXELS 3

/* Triples of pixels, one after the other. The assembly knows the order of fields. */
typedef struct {
    const upcall_products_t *products; /* not raw */
    const upcall_rows_t *rows;         /* of one pixel's inputs */
    const int32_t *weights;            /* by blocks of two channels */
    int32_t *scratch;                  /* 6 words a group */
    int32_t input_step;                /* from a triple's inputs to those of the next */
    int32_t output_step;               /* likewise of its outputs */
} upcall_triples_t;

/* Three pixels, expanded by upcall_expand_3, by blocks of two channels. Output [pixel][channel] int8,
   the pixels `pitch` apart; raw [block][channel][pixel] int32. 17 instructions for 24 products, 25 a
   block beside them, 31 where the shift is not 12 to 15. */
void upcall_products_3x2(const upcall_products_t *products, const int32_t *x, const int32_t *w,
                         void *output);

/* Expands three pixels and multiplies them, `count` >= 1 times: 14 instructions for 12 inputs. All
   inputs of a triple are read before its first output is written. */
void upcall_products_triples(const upcall_triples_t *triples, const int8_t *x, int8_t *output,
                             int32_t count);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_RECURRENT_F32_H
#define UPCALL_RECURRENT_F32_H

#include <stdint.h>

#include "upcall_cell.h"

typedef struct {
    upcall_cell_t cell;
    int32_t steps;
    int32_t batch;
    int32_t width;                 /* of an input row */
    int32_t size;                  /* of the hidden state */
    int32_t gates;                 /* 1; 3: update, reset, hidden; 4: input, output, forget, cell */
    int32_t reverse;               /* 1: time runs backwards */
    float cell_clip;               /* greatest magnitude of the cell state, 0 for no limit */
    int32_t cell_is_result;        /* 1: the output is the cell state, not the hidden state */
    const float *weights;          /* [gates * size, width] */
    const float *recurrence;       /* [gates * size, size] */
    const float *bias;             /* [gates * size] */
    const float *recurrence_bias;
    const float *hidden;           /* [batch, size], before the first step */
    const float *cell_state;       /* the same, of an LSTM */
    const float *peephole;         /* [3 * size], input, output, forget; of an LSTM */
    float *scratch;                /* [(2 * gates + 3) * size] */
} upcall_recurrent_f32_t;

/* [steps, batch, width] to the state after each step, [steps, batch, size]. Output must not share
   memory with input. */
void upcall_recurrent_f32(const upcall_recurrent_f32_t *layer, const float *input, float *output);

#endif

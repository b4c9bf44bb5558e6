/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_RECURRENT_H
#define UPCALL_RECURRENT_H

#include <stdint.h>

#include "upcall_cell.h"

/* Rows of weights, recurrence and their numbers are those of the gates: 1; 3: update, reset, hidden; 4:
   input, output, forget, cell. */
typedef struct {
    upcall_cell_t cell; /* but UPCALL_RNN_RELU */
    int32_t steps;
    int32_t batch;
    int32_t width;   /* of an input row */
    int32_t size;    /* of the hidden state */
    int32_t gates;   /* 1, 3 or 4 */
    int32_t reverse; /* 1: time runs backwards */
    int32_t zero_point;         /* of the hidden state */
    int32_t product_multiplier; /* of an LSTM: Q0.30 to steps of its cell state */
    int32_t product_shift;
    int32_t output_multiplier; /* Q0.15, of an LSTM Q0.30, to steps of the hidden state */
    int32_t output_shift;
    int32_t inverse_multiplier; /* the way back; not of an LSTM */
    int32_t inverse_shift;
    int32_t curve_multiplier; /* cell state to steps of 1 / (3 * 2^12) */
    int32_t curve_shift;
    int32_t cell_clip;         /* greatest magnitude of the cell state, in its steps */
    const int8_t *weights;     /* [gates * size, width] */
    const int8_t *recurrence;  /* [gates * size, size] */
    const int32_t *bias;       /* [2, gates * size], zero points folded in: of both matrices */
    const int32_t *multiplier; /* [2, gates * size], Q31: sums to Q3.12 */
    const int8_t *shift;
    const int8_t *hidden;     /* [batch, size], before the first step */
    const int8_t *cell_state; /* of an LSTM: [batch, size] of 16 bits */
} upcall_recurrent_t;

/* [steps, batch, width] to the hidden state after each step, [steps, batch, size]. Output must not
   share memory with input. Scratch: size elements of 16 bits, then size bytes. */
void upcall_recurrent(const upcall_recurrent_t *layer, const int8_t *input, int8_t *output,
                      int32_t *scratch);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_CELL_H
#define UPCALL_CELL_H

/* What is computed from one step to the next, by the equations of ONNX's RNN, GRU and LSTM. */
typedef enum {
    UPCALL_RNN_TANH,
    UPCALL_RNN_RELU,
    UPCALL_GRU,             /* the reset gate is applied before the recurrence */
    UPCALL_GRU_RESET_AFTER, /* and behind it */
    UPCALL_LSTM
} upcall_cell_t;

#endif

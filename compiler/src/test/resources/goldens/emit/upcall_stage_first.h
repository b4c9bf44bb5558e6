/* SPDX-License-Identifier: 0BSD */
/*
 * Written by Upcall 1.0 for made.
 * Changes are lost when it is written again:
 *
 *     upcall compile made
 *
 * model   made.onnx
 *         SHA-256 0000000000000000000000000000000000000000000000000000000000000000
 * arena   64 bytes
 * MACs    888
 */
#ifndef UPCALL_STAGE_FIRST_H
#define UPCALL_STAGE_FIRST_H

#include <stdint.h>

#define UPCALL_STAGE_FIRST_ARENA_BYTES 64
#define UPCALL_STAGE_FIRST_INPUT_BYTES 32
#define UPCALL_STAGE_FIRST_OUTPUT_BYTES 3

/* Where to write the int8 input [1,4,4,2] before a run, which overwrites it. */
int8_t *upcall_stage_first_input(void);

/* Runs the network once. */
void upcall_stage_first_run(void);

/* The int8 output [1,3], until the arena is used again. */
const int8_t *upcall_stage_first_output(void);

#endif

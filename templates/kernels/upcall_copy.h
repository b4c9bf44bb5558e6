/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_COPY_H
#define UPCALL_COPY_H

#include <stdint.h>

enum { UPCALL_COPY_AXES = 5 };

/* Runs of bytes that lie regularly on both sides. */
typedef struct {
    int32_t run;                            /* bytes of one run, >= 1 */
    int32_t input_start;                    /* bytes from the operand to its first run */
    int32_t output_start;                   /* the same of the output */
    int32_t dims[UPCALL_COPY_AXES];         /* runs along each axis, outermost first, >= 1 */
    int32_t input_stride[UPCALL_COPY_AXES]; /* bytes from one run to the next along each axis */
    int32_t output_stride[UPCALL_COPY_AXES];
} upcall_copy_t;

/* Copies all runs: slices, transpositions, the parts of a concatenation. Output must not share memory
   with input. */
void upcall_copy(const upcall_copy_t *layer, const int8_t *input, int8_t *output);

#endif

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_GATHER_H
#define UPCALL_GATHER_H

#include <stdint.h>

typedef struct {
    int32_t rows;           /* input [rows, length, run], output [rows, count, run] */
    int32_t length;
    int32_t run;            /* bytes */
    int32_t count;
    const int32_t *indices; /* `count` of them, each 0..length-1 */
} upcall_gather_t;

/* Slices in the order of constant indices. Output must not share memory with input. */
void upcall_gather(const upcall_gather_t *layer, const int8_t *input, int8_t *output);

#endif

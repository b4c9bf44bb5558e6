/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#ifndef UPCALL_CYCLES_H
#define UPCALL_CYCLES_H

#include <stddef.h>
#include <stdint.h>

#define CYCLES_TAKEN_BRANCH 2 /* what a branch costs more when it is taken */

/*
 * Cycles one Thumb instruction of `size` bytes takes by the model in cycles.c. `pipelined` tells
 * whether the instruction before it in its block was a single load or store, and is set to whether
 * this one is. `slow_multiply`: a core whose multiply-accumulate is not single-cycle (Cortex-M3).
 */
unsigned cycles_of(const uint8_t *code, size_t size, int slow_multiply, int *pipelined);

#endif

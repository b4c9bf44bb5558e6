/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_QUADS_PAIR_H
#define UPCALL_QUADS_PAIR_H

#include "upcall_rv32.h"
#include "upcall_scalar_patches.h"

#if UPCALL_RV32_ASSEMBLY

/* upcall_pair of upcall_scalar_pixels.h in 5.5 instructions for two inputs. */
void upcall_quads_pair(int32_t rows, int32_t run, upcall_runs_t first, upcall_runs_t second,
                       int32_t *to);

#define UPCALL_PAIR upcall_quads_pair

#endif

#endif

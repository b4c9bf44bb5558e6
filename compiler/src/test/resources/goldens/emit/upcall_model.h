/* SPDX-License-Identifier: 0BSD */
/*
 * Written by Upcall 1.0 for made.
 * Changes are lost when it is written again:
 *
 *     upcall compile made
 */
#ifndef UPCALL_MODEL_H
#define UPCALL_MODEL_H

#include <stdint.h>

#include "upcall_stage_first.h"
#include "upcall_stage_second.h"

/* All stages share one arena, as large as the largest needs it. Words, so that it is aligned. */
#define UPCALL_ARENA_BYTES 64
extern uint32_t upcall_arena_words[UPCALL_ARENA_BYTES / 4];
#define upcall_arena ((int8_t *)upcall_arena_words)

#endif

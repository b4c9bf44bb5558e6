/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* A board in memory with a clock set from outside, and a ladder that does as its input says: scores
 * are the input's first bytes, its last byte is the verdict.
 */
#ifndef FAKE_BOARD_H
#define FAKE_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "upcall.h"

#define FAKE_BOARD_BYTES 100000u

typedef struct {
    uint8_t line[FAKE_BOARD_BYTES]; /* what has arrived and was not read yet */
    uint32_t line_length;
    uint8_t out[FAKE_BOARD_BYTES]; /* what was written */
    uint32_t out_length;
    uint32_t room; /* bytes the line still takes */
    uint32_t now;
    bool has_key;  /* from the next start on, as all below */
    bool stores;
    bool damaged; /* what is stored has a byte that is not what it was */
    bool rebuilt; /* the firmware was built with other parameters */
    bool erased;  /* nothing is stored */
} fake_board_t;

/** The key of a board that has one: 0, 1, 2, ... */
extern const uint8_t fake_board_key[UPCALL_KEY_BYTES];

extern fake_board_t fake_board;

/** The device starts, or starts again. */
void fake_board_start(uint32_t boot);

/** Bytes arrive. */
void fake_board_receive(const uint8_t *bytes, uint32_t length);

#endif

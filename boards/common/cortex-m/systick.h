/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * Time by SysTick, for chips with nothing better in common. It runs free; an interrupt at the end of
 * each period of 2^24 ticks (0.1 s at 168 MHz, 1.3 s at 12.5 MHz) and one read on demand count what
 * has passed, so that time is right however long a stage runs.
 */
#ifndef UPCALL_SYSTICK_H
#define UPCALL_SYSTICK_H

#include "cortex_m.h"

/* Starts the clock at 0 ms; clock_hz is the core's. */
void systick_start(uint32_t clock_hz);

uint32_t systick_ms(void);

/*
 * Sleeps until an interrupt is pending or at most milliseconds have passed, less where SysTick does
 * not reach. Called with interrupts masked.
 */
void systick_sleep(uint32_t milliseconds);

#endif

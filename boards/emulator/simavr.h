/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* Parts of the program that runs an AVR's image in libsimavr as QEMU would run a board's. */
#ifndef UPCALL_SIMAVR_H
#define UPCALL_SIMAVR_H

#include <simavr/sim_avr.h>

/* Where data addresses begin for linkers and debuggers. */
#define DATA_ORIGIN 0x800000u

/* simavr_count.c: count.c's arguments, output and way of counting, but cycles are the simulator's. */
void count_begin(char *arguments);
/* Before and after the instruction at pc; `cycles` that it took. */
void count_enter(const avr_t *avr, uint32_t pc);
void count_leave(const avr_t *avr, uint32_t pc, uint64_t cycles);

/* simavr_debug.c: what Debugger.java and Monitor.java ask of QEMU, at sockets of these names. */
void debug_open(const char *gdb, const char *monitor);
/* Serves what has been asked. `*stopped` says and is told whether the program stands still; waits
   then until there is something to do. */
void debug_serve(avr_t *avr, int *stopped);

/* Ends with an error message. */
void fail(const char *message);

#endif

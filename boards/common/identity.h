/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* Who this device is, and which of its starts this is. */
#ifndef UPCALL_IDENTITY_H
#define UPCALL_IDENTITY_H

#include <stdint.h>

#include "upcall_port.h"

/*
 * The number a device gets when it is provisioned: built in with -DUPCALL_DEVICE_ID=n, or written
 * over this word of the image later. Volatile, because the compiler's value need not be the last.
 */
extern const volatile uint32_t upcall_device_id;

/*
 * Survives a restart and is noise after power-on, since start-up leaves it alone. An emulator, whose
 * RAM starts as zeros, writes a random word here before the first instruction.
 */
extern uint32_t upcall_boot_seed;

/*
 * A number for this start: not that of any earlier start as long as the seed survives (the seed runs
 * through all 2^32 values), by chance different where it does not.
 *
 * entropy: whatever the board has (a random number generator, a clock); 0 if nothing
 */
uint32_t upcall_next_boot(uint32_t entropy);

#if UPCALL_PARAMETERS > 0
/* The key built in from UPCALL_KEY_FILE; null without one. */
extern const uint8_t *const upcall_device_key;

/* A place in RAM that start-up leaves alone: what is kept there outlives a restart, not the power. */
int upcall_noinit_store(const void *data, int length);
int upcall_noinit_load(void *data, int length);
#endif

/* For boards without a place of their own: that key, and that place. */
static inline void upcall_identity_keep(upcall_port_t *port)
{
#if UPCALL_PARAMETERS > 0
    port->key = upcall_device_key;
    port->store = upcall_noinit_store;
    port->load = upcall_noinit_load;
#else
    (void)port;
#endif
}

#endif

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#ifndef UPCALL_PORT_H
#define UPCALL_PORT_H

#include <stdint.h>

#include "upcall_limits.h"
#include "upcall_status.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A board, as the runtime sees it: six functions and two numbers. None of the functions is called
 * from an interrupt, none may block longer than it says. All but lock and unlock are required.
 */
typedef struct {
    /* Moves at most `capacity` received bytes to `data`, without waiting.
     * Returns how many, 0 when there are none, negative when the line is gone for good. */
    int (*read)(uint8_t *data, int capacity);

    /* Takes at most `length` bytes for sending, without waiting for the line.
     * Returns how many were taken (0: full, call again), negative when the line is gone. */
    int (*write)(const uint8_t *data, int length);

    /* Milliseconds since some start; wraps at 2^32. Wrong by less than 5 %. */
    uint32_t (*millis)(void);

    /* Waits up to `milliseconds`, less when a byte arrives (WFI and the like). May return at once. */
    void (*sleep)(uint32_t milliseconds);

    /* Called when the firmware cannot go on. Does not return on a microcontroller. */
    void (*fault)(upcall_status_t status);

    /* Critical section: lock returns what unlock puts back. The runtime shares nothing with
     * interrupts; these are for drivers and applications that do, and may be null. */
    uint32_t (*lock)(void);
    void (*unlock)(uint32_t state);

    uint32_t device_id; /* assigned at provisioning, unique within a site */
    uint32_t boot;      /* differs at each start; random where the chip can (RNG, ADC noise, counter) */

    /* Text id: 1 to 32 characters of [A-Za-z0-9_-], used in the birth message and in topics.
     * Null: device_id in eight hexadecimal digits. */
    const char *name;

#if UPCALL_PARAMETERS > 0
    /* The device's own secret [UPCALL_KEY_BYTES], by which it knows who may push parameters. Null:
     * nobody may. */
    const uint8_t *key;

    /* Keep `length` bytes, at most UPCALL_STORE_BYTES, over restarts and power failures, the last ones or those before, never a
     * mixture; and give them back. Each returns how many bytes that were, and may wait for the
     * flash. Called only between samples. Null: what is pushed lasts until the next start. */
    int (*store)(const void *data, int length);
    int (*load)(void *data, int length);
#endif
} upcall_port_t;

/** Sets up clock, line and timer, then returns the board's port; each boards/<id> defines it once. */
const upcall_port_t *upcall_board_init(void);

#ifdef __cplusplus
}
#endif

#endif

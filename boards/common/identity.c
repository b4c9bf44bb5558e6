/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "identity.h"

#include <string.h>

#if defined(UPCALL_KEYED) && UPCALL_PARAMETERS > 0
#include "upcall_key.h"
#endif

#ifndef UPCALL_DEVICE_ID
#define UPCALL_DEVICE_ID 1
#endif

/* The address is used too: it keeps every build of an image from having this word optimised out. */
const volatile uint32_t upcall_device_id __attribute__((section(".upcall_device"), used)) =
    UPCALL_DEVICE_ID;

uint32_t upcall_boot_seed __attribute__((section(".noinit"), used));

uint32_t upcall_next_boot(uint32_t entropy)
{
    /* A full-period linear congruence, then PCG's output permutation (O'Neill 2014, RXS-M-XS). */
    const uint32_t state = upcall_boot_seed * 747796405u + 2891336453u + 2u * entropy;
    upcall_boot_seed = state;
    const uint32_t word = ((state >> ((state >> 28) + 4u)) ^ state) * 277803737u;
    return (word >> 22) ^ word;
}

#if UPCALL_PARAMETERS > 0
#ifdef UPCALL_KEYED
static const uint8_t key[UPCALL_KEY_BYTES] = UPCALL_KEY;
const uint8_t *const upcall_device_key = key;
#else
const uint8_t *const upcall_device_key = 0;
#endif

static uint8_t kept[UPCALL_STORE_BYTES] __attribute__((section(".noinit")));

int upcall_noinit_store(const void *data, int length)
{
    if (length < 0 || length > (int)sizeof kept) {
        return -1;
    }
    memcpy(kept, data, (size_t)length);
    return length;
}

int upcall_noinit_load(void *data, int length)
{
    if (length < 0 || length > (int)sizeof kept) {
        return -1;
    }
    memcpy(data, kept, (size_t)length);
    return length;
}
#endif

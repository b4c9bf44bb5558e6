/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#ifndef UPCALL_STATUS_H
#define UPCALL_STATUS_H

/** What every call of the runtime returns; the caller checks it. */
typedef enum {
    UPCALL_OK = 0,           /* done; upcall_poll: a result was written */
    UPCALL_NOTHING = 1,      /* upcall_poll: no result at present */
    UPCALL_BUSY = 2,         /* no room to keep this input or its result; poll, then submit again */
    UPCALL_BAD_ARGUMENT = 3, /* a null pointer, or a port with a function missing */
    UPCALL_NOT_STARTED = 4,  /* upcall_init has not succeeded yet */
    UPCALL_LINK_FAILED = 5,  /* the link to the host could not be set up at all */
    UPCALL_FAULT = 6         /* the board reports a fault of its own (stack, clock, bus) */
} upcall_status_t;

#endif

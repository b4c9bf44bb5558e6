/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* What policies may know besides scores: clocks, and whether the host can be asked. There is a link if
 * - the line is up: the other end, or the broker, took the last message that was sent, or was heard
 *   since it did not; at the start nobody was; and
 * - the host is not silent: it said hello, or anything about an upcall, since a deadline passed
 *   without an answer, or that is UPCALL_SILENCE_MS ago, so that the next upcall finds out.
 */
#include <stddef.h>
#include <string.h>

#include "upcall_state.h"

#if UPCALL_SURROUNDINGS

#define DAY_MINUTES 1440

upcall_surroundings_t upcall_surroundings;

static struct {
    int16_t (*minute)(void);
    bool up;
    bool silent;
    uint32_t silent_since;
} known;

void upcall_set_clock(int16_t (*minute)(void))
{
    known.minute = minute;
}

void upcall_surroundings_start(void)
{
    memset(&known, 0, sizeof known);
}

void upcall_surroundings_look(void)
{
    uint32_t now = upcall_state.port->millis();
    int16_t minute = known.minute != NULL ? known.minute() : (int16_t)-1;
    if (known.silent && now - known.silent_since >= UPCALL_SILENCE_MS) {
        known.silent = false;
    }
    upcall_surroundings.millis = now;
    upcall_surroundings.boot = upcall_state.port->boot;
    upcall_surroundings.minute = minute >= 0 && minute < DAY_MINUTES ? minute : (int16_t)-1;
    upcall_surroundings.linked = known.up && !known.silent;
}

void upcall_surroundings_line(bool up)
{
    known.up = up;
}

void upcall_surroundings_heard(bool host)
{
    known.up = true;
    known.silent = known.silent && !host;
}

void upcall_surroundings_silence(const upcall_ticket_t *ticket)
{
    if (ticket->sent) {
        known.silent = true;
        known.silent_since = upcall_state.port->millis();
    } else {
        /* The line did not take it. Births find out when it does again. */
        known.up = false;
        upcall_state.birth_due = true;
    }
}

#endif

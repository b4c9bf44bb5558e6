/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* An application with a sensor of its own, which says what came of each sample. */
#include <stdbool.h>
#include <stdio.h>

#include "upcall.h"

#define PAUSE_MS 20u

int main(void)
{
    static const char *const sources[] = {"local", "answered", "degraded", "corrected"};
    const upcall_port_t *port = upcall_board_init();
    upcall_status_t status = upcall_init(port);
    if (status != UPCALL_OK) {
        port->fault(status);
        return (int)status;
    }
    uint32_t sequence = 0;
    uint32_t next = port->millis();
    bool open = false;
    for (;;) {
        upcall_result_t result;
        if (!open && (int32_t)(port->millis() - next) >= 0) {
            int8_t input[UPCALL_INPUT_BYTES];
            for (uint32_t i = 0; i < UPCALL_INPUT_BYTES; i++) {
                input[i] = (int8_t)(uint8_t)(i * (sequence + 3u));
            }
            open = upcall_submit(input, &sequence) == UPCALL_OK;
        }
        if (upcall_poll(&result) == UPCALL_OK) {
            printf("sample %u: %s\n", (unsigned)result.sequence, sources[result.source]);
            (void)fflush(stdout);
            open = open && result.sequence != sequence;
            next = port->millis() + PAUSE_MS;
        }
        port->sleep(open ? upcall_idle_ms() : 1u);
    }
}

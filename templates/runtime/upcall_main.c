/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* A complete firmware that serves the host alone: samples come over the wire, results go back over
 * it. An application with a sensor of its own replaces this file and calls upcall_submit.
 */
#include "upcall.h"

int main(void)
{
    const upcall_port_t *port = upcall_board_init();
    upcall_status_t status = upcall_init(port);
    if (status != UPCALL_OK) {
        port->fault(status);
        return (int)status;
    }
    for (;;) {
        upcall_result_t result;
        if (upcall_poll(&result) == UPCALL_NOTHING) {
            port->sleep(upcall_idle_ms());
        }
    }
}

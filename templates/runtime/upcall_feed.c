/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* Inputs that the application hands over row by row, as the sensor has them. */
#include <stddef.h>
#include <string.h>

#include "upcall_state.h"

#if UPCALL_INPUT_ROWS > 0

upcall_status_t upcall_submit_begin(void)
{
    if (upcall_state.port == NULL) {
        return UPCALL_NOT_STARTED;
    }
    upcall_feed_t *feed = &upcall_state.feed;
    if (feed->ticket == NULL) {
        /* Rows are gone when the policy asks for them, so that they are kept from the first on; for a
         * feature map, too, there is a place or no sample. */
        upcall_ticket_t *ticket = upcall_ticket_take();
        upcall_input_t *input = UPCALL_KEEPS ? upcall_input_take() : NULL;
        if (ticket == NULL || (UPCALL_KEEPS && input == NULL)) {
            upcall_state.counts.busy++;
            return UPCALL_BUSY;
        }
        ticket->state = UPCALL_TICKET_FED;
        feed->ticket = ticket;
        feed->input = input;
        if (input != NULL) {
            input->state = UPCALL_INPUT_KEPT;
        }
    }
    feed->rows = 0;
    upcall_ladder_begin();
    return UPCALL_OK;
}

upcall_status_t upcall_submit_row(const int8_t *row, uint32_t *sequence)
{
    upcall_feed_t *feed = &upcall_state.feed;
    if (row == NULL || sequence == NULL || feed->ticket == NULL) {
        return UPCALL_BAD_ARGUMENT;
    }
#if UPCALL_KEEPS_INPUT
    memcpy((int8_t *)feed->input->data + feed->rows * UPCALL_INPUT_ROW_BYTES, row,
           UPCALL_INPUT_ROW_BYTES);
#endif
    upcall_ladder_row(row);
    feed->rows++;
    if (feed->rows < UPCALL_INPUT_ROWS) {
        return UPCALL_NOTHING;
    }
    upcall_ticket_t *ticket = feed->ticket;
    feed->ticket = NULL;
    upcall_ticket_run(ticket, NULL, feed->input);
    *sequence = ticket->result.sequence;
    return UPCALL_OK;
}

#endif

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include <stddef.h>
#include <string.h>

#include "upcall_state.h"

upcall_ticket_t *upcall_ticket_take(void)
{
    upcall_ticket_t *late = NULL;
    for (uint8_t i = 0; i < UPCALL_TICKETS; i++) {
        upcall_ticket_t *ticket = &upcall_state.tickets[i];
        if (ticket->state == UPCALL_TICKET_FREE) {
            return ticket;
        }
        /* Of the late ones the oldest goes; differences survive the wrap of sequence numbers. */
        if (ticket->state == UPCALL_TICKET_LATE
            && (late == NULL
                || (int32_t)(ticket->result.sequence - late->result.sequence) < 0)) {
            late = ticket;
        }
    }
    return late;
}

upcall_input_t *upcall_input_take(void)
{
    for (uint8_t i = 0; i < UPCALL_PENDING; i++) {
        if (upcall_state.inputs[i].state == UPCALL_INPUT_FREE) {
            return &upcall_state.inputs[i];
        }
    }
    return NULL;
}

void upcall_ticket_release_input(upcall_ticket_t *ticket)
{
    if (ticket->input != UPCALL_NO_INPUT) {
        upcall_state.inputs[ticket->input].state = UPCALL_INPUT_FREE;
        ticket->input = UPCALL_NO_INPUT;
    }
}

bool upcall_ticket_run(upcall_ticket_t *ticket, const int8_t *data, upcall_input_t *input)
{
    upcall_outcome_t outcome;
    upcall_ladder_run(data, &outcome);
    upcall_state.counts.runs++;
    bool asks = outcome.verdict == UPCALL_UPCALL;
    if (asks && input == NULL) {
        input = upcall_input_take();
        if (input == NULL) {
            return false;
        }
        memcpy(input->data, data, UPCALL_INPUT_BYTES);
    }
    memcpy(ticket->logits, outcome.logits, UPCALL_CLASSES);
    upcall_result_t *result = &ticket->result;
    memset(result, 0, sizeof *result);
    result->sequence = ++upcall_state.sequence;
    result->class_index = outcome.top;
    result->device_class = outcome.top;
    result->stage = outcome.stage;
    result->logits = ticket->logits;
    result->source = UPCALL_LOCAL;
    ticket->for_host = false;
    ticket->sent = false;
    ticket->stored = false;
    ticket->attempt = 0;
    ticket->input = UPCALL_NO_INPUT;
    if (!asks) {
        upcall_state.counts.local++;
        ticket->state = UPCALL_TICKET_DONE;
        return true;
    }
    upcall_state.counts.upcalls++;
    input->state = UPCALL_INPUT_KEPT;
    ticket->input = (uint8_t)(input - upcall_state.inputs);
    /* The clock may be about to tick: one more keeps a whole deadline of waiting. */
    ticket->deadline = upcall_state.port->millis() + UPCALL_DEADLINE_MS + 1u;
    ticket->state = UPCALL_TICKET_OPEN;
    return true;
}

void upcall_ticket_degrade(upcall_ticket_t *ticket)
{
    upcall_outbox_forget(ticket);
    upcall_ticket_release_input(ticket);
    upcall_state.counts.degraded++;
    ticket->result.source = UPCALL_DEGRADED;
    ticket->state = UPCALL_TICKET_DONE;
}

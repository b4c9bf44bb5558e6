/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include <stddef.h>
#include <string.h>

#include "upcall_parameters.h"
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

static void degrade(upcall_ticket_t *ticket)
{
    upcall_ticket_release_input(ticket);
    upcall_state.counts.degraded++;
    ticket->result.source = UPCALL_DEGRADED;
    ticket->state = UPCALL_TICKET_DONE;
}

/* Whether the host is asked, whatever the device answers meanwhile. */
static bool asks(upcall_verdict_t verdict)
{
#if UPCALL_CHECKS
    return verdict == UPCALL_UPCALL || verdict == UPCALL_AUDIT || verdict == UPCALL_LATER;
#else
    return verdict == UPCALL_UPCALL;
#endif
}

#if UPCALL_KEEPS && UPCALL_INPUT_ROWS == 0
/* Whether somebody reads the input, or what the host goes on from, later. */
static bool needs_room(upcall_verdict_t verdict)
{
#if UPCALL_CHECKS || UPCALL_DEGRADES
    return verdict == UPCALL_CONTINUE || asks(verdict);
#else
    return verdict != UPCALL_ACCEPT;
#endif
}
#endif

#if UPCALL_CHECKS
/* What can be said where there is no room to ask. */
static upcall_verdict_t without_asking(upcall_verdict_t verdict)
{
    if (verdict != UPCALL_AUDIT && verdict != UPCALL_LATER) {
        return verdict;
    }
    upcall_state.counts.withheld += verdict == UPCALL_AUDIT ? 1u : 0u;
    return verdict == UPCALL_AUDIT ? UPCALL_ACCEPT : UPCALL_DEGRADE;
}

static void count_check(upcall_verdict_t verdict)
{
    upcall_state.counts.audits += verdict == UPCALL_AUDIT ? 1u : 0u;
    upcall_state.counts.later += verdict == UPCALL_LATER ? 1u : 0u;
    upcall_state.counts.local += verdict == UPCALL_UPCALL ? 0u : 1u;
}
#endif

/* What becomes of a ticket by what a stage said. */
static void take(upcall_ticket_t *ticket, const upcall_outcome_t *outcome)
{
    upcall_result_t *result = &ticket->result;
#if UPCALL_GATE
    if (outcome->stage == UPCALL_NO_STAGE) {
        memset(ticket->logits, -128, UPCALL_CLASSES);
    } else
#endif
    {
        memcpy(ticket->logits, outcome->logits, UPCALL_CLASSES);
#if UPCALL_PARAMETERS > 0
        upcall_parameters_decided(outcome->verdict);
#endif
    }
    ticket->agreeing = outcome->agreeing;
    result->class_index = outcome->top;
    result->device_class = outcome->top;
    result->stage = outcome->stage;
    if (outcome->verdict == UPCALL_CONTINUE) {
        ticket->state = UPCALL_TICKET_RUNNING;
#if UPCALL_GATE
    } else if (result->source == UPCALL_DEGRADED) {
        degrade(ticket); /* the host was asked before, and in vain */
#endif
    } else if (asks(outcome->verdict)) {
        upcall_state.counts.upcalls++;
#if UPCALL_CHECKS
        count_check(outcome->verdict);
        ticket->asked = (uint8_t)outcome->verdict;
#endif
#if UPCALL_FEATURE_MAP_BYTES > 0
        upcall_input_t *kept = &upcall_state.inputs[ticket->input];
        kept->bytes = upcall_ladder_feature_map(outcome->stage, (int8_t *)kept->data);
#endif
        /* The clock may be about to tick: one more keeps a whole deadline of waiting. */
        ticket->deadline = upcall_state.port->millis() + UPCALL_DEADLINE_MS + 1u;
        ticket->state = UPCALL_TICKET_OPEN;
#if UPCALL_DEGRADES
    } else if (outcome->verdict == UPCALL_DEGRADE) {
        upcall_state.counts.withheld++;
        degrade(ticket);
#endif
    } else {
        upcall_state.counts.local++;
        upcall_ticket_release_input(ticket);
        ticket->state = UPCALL_TICKET_DONE;
    }
}

bool upcall_ticket_run(upcall_ticket_t *ticket, const int8_t *data, upcall_input_t *input)
{
    upcall_outcome_t outcome;
#if UPCALL_GATE
    bool gated = upcall_ladder_gate(data);
    if (gated) {
        outcome = (upcall_outcome_t){.verdict = UPCALL_UPCALL, .stage = UPCALL_NO_STAGE};
    } else
#endif
    {
        upcall_surroundings_look();
        upcall_ladder_run(0, data, &outcome);
    }
    upcall_state.counts.runs++;
#if UPCALL_KEEPS && UPCALL_INPUT_ROWS == 0 /* rows are kept as they come */
    if (needs_room(outcome.verdict) && input == NULL) {
        input = upcall_input_take();
#if UPCALL_CHECKS
        if (input == NULL) {
            outcome.verdict = without_asking(outcome.verdict);
        }
        if (input == NULL && needs_room(outcome.verdict)) {
            return false;
        }
        if (input != NULL)
#else
        if (input == NULL) {
            return false;
        }
#endif
        {
#if UPCALL_KEEPS_INPUT
            memcpy(input->data, data, UPCALL_INPUT_BYTES);
#endif
        }
    }
#endif
    memset(&ticket->result, 0, sizeof ticket->result);
    ticket->result.sequence = ++upcall_state.sequence;
    ticket->result.logits = ticket->logits;
    ticket->result.source = UPCALL_LOCAL;
    ticket->for_host = false;
    ticket->sent = false;
    ticket->stored = false;
#if UPCALL_GATE
    ticket->gated = gated;
#endif
    ticket->attempt = 0;
#if UPCALL_CHECKS
    ticket->asked = UPCALL_UPCALL;
    ticket->told = false;
#endif
    ticket->input = UPCALL_NO_INPUT;
    if (input != NULL) {
        input->state = UPCALL_INPUT_KEPT;
        ticket->input = (uint8_t)(input - upcall_state.inputs);
    }
    take(ticket, &outcome);
    return true;
}

void upcall_ticket_go_on(upcall_ticket_t *ticket)
{
    const int8_t *data = ticket->input == UPCALL_NO_INPUT || UPCALL_FEATURE_MAP_BYTES > 0
        ? NULL
        : (const int8_t *)upcall_state.inputs[ticket->input].data;
    upcall_outcome_t outcome;
    upcall_surroundings_look();
    /* Behind UPCALL_NO_STAGE comes stage 0. */
    upcall_ladder_run((uint8_t)(ticket->result.stage + 1u), data, &outcome);
    take(ticket, &outcome);
}

void upcall_ticket_degrade(upcall_ticket_t *ticket)
{
    upcall_outbox_forget(ticket);
#if UPCALL_GATE
    if (ticket->result.stage == UPCALL_NO_STAGE) {
        ticket->deadline = upcall_state.port->millis(); /* upcall_poll sees to its ladder */
        return;
    }
#endif
#if UPCALL_CHECKS
    if (ticket->asked != UPCALL_UPCALL) {
        upcall_ticket_release_input(ticket);
        upcall_state.counts.unchecked++;
        /* What was told may still be corrected. */
        ticket->state = ticket->told ? UPCALL_TICKET_LATE : UPCALL_TICKET_DONE;
        return;
    }
#endif
    degrade(ticket);
}

#if UPCALL_GATE
void upcall_ticket_begin(upcall_ticket_t *ticket)
{
    upcall_outbox_forget(ticket);
    ticket->result.source = UPCALL_DEGRADED;
    ticket->state = UPCALL_TICKET_RUNNING;
}
#endif

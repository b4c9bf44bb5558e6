/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall.h"

#include <stddef.h>
#include <string.h>

#include "upcall_parameters.h"
#include "upcall_seal.h"
#include "upcall_state.h"

#define NAME_MAX 32u
#define BUSY_MS 1u

upcall_state_t upcall_state;

static bool is_name(const char *name)
{
    uint32_t length = 0;
    for (; name[length] != '\0'; length++) {
        char c = name[length];
        bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_' || c == '-';
        if (!allowed || length == NAME_MAX) {
            return false;
        }
    }
    return length > 0;
}

static const char *hex_name(uint32_t id)
{
    for (uint32_t i = 0; i < 8u; i++) {
        upcall_state.hex_name[i] = "0123456789abcdef"[(id >> (28u - 4u * i)) & 15u];
    }
    upcall_state.hex_name[8] = '\0';
    return upcall_state.hex_name;
}

upcall_status_t upcall_init(const upcall_port_t *port)
{
    if (port == NULL || port->read == NULL || port->write == NULL || port->millis == NULL
        || port->sleep == NULL || port->fault == NULL
        || (port->name != NULL && !is_name(port->name))) {
        return UPCALL_BAD_ARGUMENT;
    }
    memset(&upcall_state, 0, sizeof upcall_state);
#if UPCALL_LEARNS
    upcall_ladder_init();
#endif
    upcall_surroundings_start();
    upcall_state.name = port->name != NULL ? port->name : hex_name(port->device_id);
    const upcall_link_t *link = upcall_link_select();
    upcall_state.link = link;
    upcall_status_t status = link->start(port, upcall_state.name);
    if (status == UPCALL_OK) {
        upcall_state.port = port;
#if UPCALL_PARAMETERS > 0
        upcall_parameters_init();
#if UPCALL_SEAL
        upcall_seal_challenge(NULL);
#endif
#endif
        upcall_state.sequence = UPCALL_FIRST_SEQUENCE - 1u;
        upcall_state.birth_due = true;
    }
    return status;
}

/* The ticket whose ladder has not ended, null if there is none. */
static upcall_ticket_t *running(void)
{
#if UPCALL_STAGES > 1 || UPCALL_GATE
    for (uint8_t i = 0; i < UPCALL_TICKETS; i++) {
        if (upcall_state.tickets[i].state == UPCALL_TICKET_RUNNING) {
            return &upcall_state.tickets[i];
        }
    }
#endif
    return NULL;
}

/* Whether the arena holds an input that has begun to come. */
static bool feeding(void)
{
#if UPCALL_INPUT_ROWS > 0
    return upcall_state.feed.ticket != NULL;
#else
    return false;
#endif
}

/* Whether a sample of the host's lies in the arena and is about to run. */
static bool holds_sample(void)
{
#if UPCALL_SAMPLES_IN_ARENA
    for (uint8_t i = 0; i < UPCALL_PENDING; i++) {
        if (upcall_state.inputs[i].state == UPCALL_INPUT_READY) {
            return true;
        }
        /* The application's samples go first: what has not come as a whole comes again. */
        if (upcall_state.inputs[i].state == UPCALL_INPUT_FILLING) {
            upcall_state.link->drop();
        }
    }
#endif
    return false;
}

upcall_status_t upcall_submit(const int8_t *input, uint32_t *sequence)
{
    if (input == NULL || sequence == NULL) {
        return UPCALL_BAD_ARGUMENT;
    }
    if (upcall_state.port == NULL) {
        return UPCALL_NOT_STARTED;
    }
    upcall_ticket_t *ticket =
        running() == NULL && !feeding() && !holds_sample() ? upcall_ticket_take() : NULL;
    if (ticket == NULL || !upcall_ticket_run(ticket, input, NULL)) {
        upcall_state.counts.busy++;
        return UPCALL_BUSY;
    }
    *sequence = ticket->result.sequence;
    return UPCALL_OK;
}

/* Runs one sample of the host's, if there is one and a ticket for it. */
static void run_sample(void)
{
    for (uint8_t i = 0; i < UPCALL_PENDING; i++) {
        upcall_input_t *input = &upcall_state.inputs[i];
        upcall_ticket_t *ticket = NULL;
        if (input->state == UPCALL_INPUT_READY) {
            ticket = upcall_ticket_take();
        }
        if (ticket != NULL) {
            upcall_ticket_run(ticket, upcall_sample_place(input), input);
            ticket->for_host = true;
            ticket->sample = input->sequence;
            return;
        }
    }
}

static void pass_deadlines(uint32_t now)
{
    for (uint8_t i = 0; i < UPCALL_TICKETS; i++) {
        upcall_ticket_t *ticket = &upcall_state.tickets[i];
        if (ticket->state == UPCALL_TICKET_OPEN && (int32_t)(now - ticket->deadline) >= 0) {
            upcall_surroundings_silence(ticket);
#if UPCALL_GATE
            if (ticket->result.stage == UPCALL_NO_STAGE) {
                /* No answer of its own yet: its ladder runs when no other does. */
                if (running() == NULL) {
                    upcall_ticket_begin(ticket);
                }
                continue;
            }
#endif
            upcall_ticket_degrade(ticket);
        }
    }
}

static upcall_status_t take_result(upcall_result_t *result)
{
    for (uint8_t i = 0; i < UPCALL_TICKETS; i++) {
        upcall_ticket_t *ticket = &upcall_state.tickets[i];
#if UPCALL_CHECKS
        if (upcall_ticket_answers_now(ticket)) {
            *result = ticket->result;
            ticket->told = true;
            return UPCALL_OK;
        }
#endif
        if (ticket->state == UPCALL_TICKET_DONE && !ticket->for_host) {
            bool degraded = ticket->result.source == UPCALL_DEGRADED;
            *result = ticket->result;
            ticket->state = degraded ? UPCALL_TICKET_LATE : UPCALL_TICKET_FREE;
            return UPCALL_OK;
        }
    }
    return UPCALL_NOTHING;
}

upcall_status_t upcall_poll(upcall_result_t *result)
{
    if (result == NULL) {
        return UPCALL_BAD_ARGUMENT;
    }
    if (upcall_state.port == NULL) {
        return UPCALL_NOT_STARTED;
    }
    upcall_state.link->poll(upcall_state.port->millis());
    /* The sender of a sample must not take a long stage for silence. */
    bool settled = upcall_state.link->settled();
    upcall_ticket_t *ticket = running();
#if UPCALL_PARAMETERS > 0
    if (ticket == NULL) {
        upcall_parameters_poll();
    }
#endif
    if (ticket != NULL && (settled || !ticket->for_host)) {
        upcall_ticket_go_on(ticket);
    } else if (ticket == NULL && settled && !feeding()) {
        run_sample();
    }
    uint32_t now = upcall_state.port->millis();
    pass_deadlines(now);
    upcall_outbox_poll(now);
    return take_result(result);
}

uint32_t upcall_idle_ms(void)
{
    if (upcall_state.port == NULL) {
        return BUSY_MS;
    }
    if (!upcall_state.link->settled()) {
        return 0; /* a UART takes a byte or two, and may not say when it takes the next */
    }
    for (uint8_t i = 0; i < UPCALL_TICKETS; i++) {
        upcall_ticket_state_t state = upcall_state.tickets[i].state;
        if (state == UPCALL_TICKET_RUNNING) {
            return 0;
        }
        if (state == UPCALL_TICKET_OPEN || state == UPCALL_TICKET_DONE) {
            return BUSY_MS;
        }
    }
    return upcall_state.out == UPCALL_OUT_NOTHING ? upcall_state.link->idle_ms : BUSY_MS;
}

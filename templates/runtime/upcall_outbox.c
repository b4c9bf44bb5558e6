/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include <stddef.h>
#include <string.h>

#include "upcall_parameters.h"
#include "upcall_seal.h"
#include "upcall_state.h"

const uint8_t upcall_signature[UPCALL_SIGNATURE_BYTES] = UPCALL_SIGNATURE;

enum { CAN_UPCALL = 1, TAKES_PARAMETERS = 2 };

#if (UPCALL_CHECKS || UPCALL_DEGRADES) && UPCALL_PARAMETERS == 0
#define PARAMETER_STATS 3u /* that stand before what follows */
#endif

static void begin(uint8_t type, uint8_t flags, uint8_t stage, uint32_t sequence)
{
    upcall_header_t header = {
        .version = UPCALL_WIRE_VERSION,
        .type = type,
        .flags = flags,
        .stage = stage,
        .device = upcall_state.port->device_id,
        .boot = upcall_state.port->boot,
        .sequence = sequence,
    };
    memcpy(header.signature, upcall_signature, UPCALL_SHORT_SIGNATURE_BYTES);
    upcall_message_begin(&upcall_state.message, &header);
}

static void add(uint32_t value, uint8_t bytes)
{
    upcall_message_add_number(&upcall_state.message, value, bytes);
}

static void add_text(const char *text)
{
    uint8_t length = 0;
    while (text[length] != '\0') {
        length++;
    }
    add(length, 1);
    upcall_message_add(&upcall_state.message, text, length);
}

static uint8_t attempt_flags(uint8_t attempt)
{
    return (uint8_t)(attempt << UPCALL_FLAG_ATTEMPT_SHIFT);
}

#if UPCALL_PARAMETERS > 0
/* The runtime's version, and behind it which parameters are in use: "0.1.0+p17". */
static const char *version(void)
{
    static char text[sizeof UPCALL_RUNTIME_VERSION "+p4294967295"] = UPCALL_RUNTIME_VERSION "+p";
    char *end = text + sizeof UPCALL_RUNTIME_VERSION "+p" - 1u;
    uint32_t number = upcall_parameters_report().version;
    uint32_t place = 1;
    while (number / place > 9u) {
        place *= 10u;
    }
    for (; place > 0; place /= 10u) {
        *end++ = (char)('0' + number / place % 10u);
    }
    *end = '\0';
    return text;
}
#endif

static void build_birth(void)
{
    begin(UPCALL_MESSAGE_BIRTH, attempt_flags(upcall_state.birth_attempt++), 0, 0);
    upcall_message_add(&upcall_state.message, upcall_signature, UPCALL_SIGNATURE_BYTES);
    add(UPCALL_RX_WINDOW, 1);
    add(UPCALL_PENDING, 1);
    add(UPCALL_CLASSES, 2);
    add(UPCALL_INPUT_BYTES, 4);
    add(UPCALL_RAW_BYTES, 4);
    add(UPCALL_RX_MESSAGE_BYTES, 4);
    add(UPCALL_DEADLINE_MS, 4);
    add(UPCALL_STAGES, 1);
    add((UPCALL_CAN_UPCALL ? CAN_UPCALL : 0) + (UPCALL_PARAMETERS > 0 ? TAKES_PARAMETERS : 0), 1);
    add_text(UPCALL_PROJECT);
    add_text(UPCALL_BOARD);
    add_text(upcall_state.name);
#if UPCALL_PARAMETERS > 0
    add_text(version());
#else
    add_text(UPCALL_RUNTIME_VERSION);
#endif
}

void upcall_outbox_ack(uint8_t version, uint8_t of, upcall_ack_code_t code, uint32_t sequence)
{
    upcall_state.ack_due = true;
    upcall_state.ack_version = version;
    upcall_state.ack_of = of;
    upcall_state.ack_code = code;
    upcall_state.ack_sequence = sequence;
}

static void build_ack(void)
{
    begin(UPCALL_MESSAGE_ACK, 0, 0, upcall_state.ack_sequence);
    upcall_state.message.header[0] = upcall_state.ack_version; /* that its reader knows */
    add(upcall_state.ack_of, 1);
    add((uint32_t)upcall_state.ack_code, 1);
    add(0, 2);
}

static void build_stats(void)
{
    const upcall_counts_t *counts = &upcall_state.counts;
    const upcall_link_counts_t *link = upcall_state.link->counts();
    begin(UPCALL_MESSAGE_STATS, 0, 0, upcall_state.stats_sequence);
    add(upcall_state.port->millis(), 4);
    add(counts->runs, 4);
    add(counts->local, 4);
    add(counts->upcalls, 4);
    add(counts->answered, 4);
    add(counts->degraded, 4);
    add(counts->stale, 4);
    add(counts->busy, 4);
    add(link->dropped, 4);
    add(link->resent, 4);
    add(counts->refused, 4);
#if UPCALL_PARAMETERS > 0
    upcall_parameters_report_t parameters = upcall_parameters_report();
    add(parameters.version, 4);
    add(parameters.rolled_back, 4);
    add(parameters.kept ? 1u : 0u, 4);
#elif UPCALL_CHECKS || UPCALL_DEGRADES
    for (uint32_t i = 0; i < PARAMETER_STATS; i++) {
        add(0, 4);
    }
#endif
#if UPCALL_CHECKS || UPCALL_DEGRADES
    add(counts->audits, 4);
    add(counts->later, 4);
    add(counts->withheld, 4);
    add(counts->unchecked, 4);
#endif
}

static void build_upcall(const upcall_ticket_t *ticket)
{
    uint8_t flags = attempt_flags(ticket->attempt);
#if UPCALL_CHECKS
    flags |= ticket->asked == UPCALL_AUDIT ? UPCALL_FLAG_AUDIT : 0;
    flags |= ticket->asked == UPCALL_LATER ? UPCALL_FLAG_ASYNCHRONOUS : 0;
#endif
#if UPCALL_FEATURE_MAP_BYTES > 0
    uint8_t boundary = (uint8_t)(ticket->result.stage + 1u);
    uint32_t bytes = upcall_state.inputs[ticket->input].bytes;
#else
    uint8_t boundary = 0;
    uint32_t bytes = UPCALL_INPUT_BYTES;
#endif
    begin(UPCALL_MESSAGE_UPCALL, flags, boundary, ticket->result.sequence);
    add(ticket->result.device_class, 2);
    add(UPCALL_CLASSES, 2);
    upcall_message_add(&upcall_state.message, ticket->logits, UPCALL_CLASSES);
    upcall_message_add(&upcall_state.message, upcall_state.inputs[ticket->input].data, bytes);
}

static void build_result(const upcall_ticket_t *ticket)
{
    const upcall_result_t *result = &ticket->result;
    uint8_t flags = result->source == UPCALL_DEGRADED ? UPCALL_FLAG_DEGRADED : 0;
    begin(UPCALL_MESSAGE_RESULT, flags, result->stage, ticket->sample);
    add((uint32_t)result->source, 1);
    add(0, 1);
    add(result->class_index, 2);
    add(result->device_class, 2);
    add(UPCALL_CLASSES, 2);
    upcall_message_add(&upcall_state.message, ticket->logits, UPCALL_CLASSES);
}

static bool is_due(const upcall_ticket_t *ticket, uint32_t now)
{
    if (ticket->state == UPCALL_TICKET_DONE) {
        return ticket->for_host;
    }
    return ticket->state == UPCALL_TICKET_OPEN && !ticket->stored
        && (!ticket->sent || (int32_t)(now - ticket->retry_at) >= 0);
}

/* The oldest ticket with something to send: first come, first served. */
static upcall_ticket_t *due_ticket(uint32_t now)
{
    upcall_ticket_t *oldest = NULL;
    for (uint8_t i = 0; i < UPCALL_TICKETS; i++) {
        upcall_ticket_t *ticket = &upcall_state.tickets[i];
        if (is_due(ticket, now)
            && (oldest == NULL
                || (int32_t)(ticket->result.sequence - oldest->result.sequence) < 0)) {
            oldest = ticket;
        }
    }
    return oldest;
}

static upcall_out_t choose(uint32_t now)
{
    if (upcall_state.birth_due) {
        upcall_state.birth_due = false;
        build_birth();
        return UPCALL_OUT_BIRTH;
    }
    if (upcall_state.ack_due) {
        upcall_state.ack_due = false;
        build_ack();
        return UPCALL_OUT_ACK;
    }
    upcall_ticket_t *ticket = due_ticket(now);
    if (ticket != NULL) {
        upcall_state.out_ticket = (uint8_t)(ticket - upcall_state.tickets);
        if (ticket->state == UPCALL_TICKET_DONE) {
            build_result(ticket);
            return UPCALL_OUT_RESULT;
        }
        build_upcall(ticket);
        return UPCALL_OUT_UPCALL;
    }
    if (upcall_state.stats_due) {
        upcall_state.stats_due = false;
        build_stats();
        return UPCALL_OUT_STATS;
    }
    return UPCALL_OUT_NOTHING;
}

/* What came of the message under way. */
static void settle(upcall_link_state_t state, uint32_t now)
{
    upcall_ticket_t *ticket = &upcall_state.tickets[upcall_state.out_ticket];
    if (upcall_state.out == UPCALL_OUT_RESULT) {
        ticket->state = UPCALL_TICKET_FREE; /* lost: the host that asked is gone */
    } else if (upcall_state.out == UPCALL_OUT_UPCALL && state == UPCALL_LINK_DELIVERED) {
        ticket->sent = true;
        ticket->attempt++;
        ticket->retry_at = now + UPCALL_RETRY_MS;
    }
    if (state == UPCALL_LINK_DELIVERED) {
        upcall_surroundings_line(true);
    }
    if (state == UPCALL_LINK_LOST) {
        upcall_surroundings_line(false);
        upcall_state.birth_due = true; /* from now on this is how a host notices us */
    }
    upcall_state.out = UPCALL_OUT_NOTHING;
}

void upcall_outbox_poll(uint32_t now)
{
    upcall_link_state_t state = upcall_state.link->state();
    if (upcall_state.out != UPCALL_OUT_NOTHING) {
        if (state == UPCALL_LINK_SENDING) {
            return;
        }
        settle(state, now);
    }
    upcall_state.out = choose(now);
    if (upcall_state.out != UPCALL_OUT_NOTHING) {
#if UPCALL_SEAL
        upcall_seal_close(&upcall_state.message);
#endif
        upcall_message_end(&upcall_state.message);
        upcall_state.link->send(&upcall_state.message, now);
    }
}

void upcall_outbox_forget(const upcall_ticket_t *ticket)
{
    bool its = upcall_state.out == UPCALL_OUT_UPCALL || upcall_state.out == UPCALL_OUT_RESULT;
    if (its && &upcall_state.tickets[upcall_state.out_ticket] == ticket) {
        upcall_state.link->cancel();
        upcall_state.out = UPCALL_OUT_NOTHING;
    }
}

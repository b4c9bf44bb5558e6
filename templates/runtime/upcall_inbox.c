/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include <stddef.h>
#include <string.h>

#include "upcall_parameters.h"
#include "upcall_seal.h"
#include "upcall_state.h"

#define ONE_AS_FLOAT 0x3F800000u /* bits of 1.0f: the floats 0 to 1 are the integers 0 to this */
#define ANSWER_BYTES 12u
#define ACK_BYTES 4u

/* One refusal waits at most; the host repeats what it misses. */
static void refuse(const upcall_header_t *header, upcall_ack_code_t code)
{
    upcall_state.counts.refused++;
    upcall_outbox_ack(header->version, header->type, code, header->sequence);
}

static upcall_open_t skip(const upcall_header_t *header, upcall_ack_code_t code)
{
    refuse(header, code);
    return UPCALL_OPEN_SKIP;
}

static bool is_for_us(const upcall_header_t *header)
{
    return header->device == upcall_state.port->device_id
        && memcmp(header->signature, upcall_signature, UPCALL_SHORT_SIGNATURE_BYTES) == 0;
}

/* Whether the arena has no room for a sample: stages are to run on, or another one lies there. */
static bool is_arena_taken(void)
{
#if UPCALL_SAMPLES_IN_ARENA
    for (uint8_t i = 0; i < UPCALL_TICKETS; i++) {
        if (upcall_state.tickets[i].state == UPCALL_TICKET_RUNNING) {
            return true;
        }
    }
    for (uint8_t i = 0; i < UPCALL_PENDING; i++) {
        upcall_input_state_t state = upcall_state.inputs[i].state;
        if (state == UPCALL_INPUT_FILLING || state == UPCALL_INPUT_READY) {
            return true;
        }
    }
#endif
    return false;
}

static upcall_open_t open_sample(const upcall_header_t *header, uint8_t **place)
{
    if (!UPCALL_SAMPLES) {
        return skip(header, UPCALL_ACK_UNSUPPORTED);
    }
    bool raw = (header->flags & UPCALL_FLAG_RAW) != 0;
    if (raw && !UPCALL_RAW_SAMPLES) {
        return skip(header, UPCALL_ACK_UNSUPPORTED);
    }
    uint32_t need = raw ? (uint32_t)UPCALL_RAW_BYTES : (uint32_t)UPCALL_INPUT_BYTES;
    if (header->length != need) {
        return skip(header, UPCALL_ACK_WRONG_SIZE);
    }
    upcall_input_t *input = is_arena_taken() ? NULL : upcall_input_take();
    if (input == NULL) {
        return UPCALL_OPEN_LATER;
    }
    input->state = UPCALL_INPUT_FILLING;
    input->sequence = header->sequence;
    *place = (uint8_t *)upcall_sample_place(input);
    return UPCALL_OPEN_TAKE;
}

static bool is_reply(uint8_t type)
{
    return type == UPCALL_MESSAGE_ANSWER || type == UPCALL_MESSAGE_ACK;
}

/* Of a host of another release: what it asks is refused, what it says of our messages is not known. */
static upcall_open_t open_foreign(const upcall_header_t *header)
{
    if (is_reply((uint8_t)(header->type & ~UPCALL_SEALED))) {
        upcall_state.counts.refused++;
        return UPCALL_OPEN_SKIP;
    }
    return skip(header, UPCALL_ACK_OTHER_VERSION);
}

#if UPCALL_SEAL
static upcall_open_t open_plain(const upcall_header_t *header, uint8_t **place)
#else
upcall_open_t upcall_on_open(const upcall_header_t *header, uint8_t **place)
#endif
{
    if (header->version != UPCALL_WIRE_VERSION) {
        return open_foreign(header);
    }
    bool reply = is_reply(header->type);
    if (!reply && header->type != UPCALL_MESSAGE_SAMPLE && header->type != UPCALL_MESSAGE_STATS
        && (UPCALL_PARAMETERS == 0 || header->type != UPCALL_MESSAGE_PARAMETERS)) {
        return skip(header, UPCALL_ACK_UNSUPPORTED);
    }
    if (!is_for_us(header)) {
        return reply ? UPCALL_OPEN_SKIP : skip(header, UPCALL_ACK_UNKNOWN_SIGNATURE);
    }
    if (header->boot != upcall_state.port->boot) {
        upcall_state.counts.stale += reply ? 1u : 0u;
        return reply ? UPCALL_OPEN_SKIP : skip(header, UPCALL_ACK_OTHER_BOOT);
    }
    if (header->type == UPCALL_MESSAGE_SAMPLE) {
        return open_sample(header, place);
    }
    if (header->length > UPCALL_SMALL_BYTES) {
        return reply ? UPCALL_OPEN_SKIP : skip(header, UPCALL_ACK_WRONG_SIZE);
    }
    *place = upcall_state.small;
    return UPCALL_OPEN_TAKE;
}

#if UPCALL_SEAL
/* The header as it would be without its seal. */
static upcall_header_t without_seal(const upcall_header_t *header)
{
    upcall_header_t plain = *header;
    plain.type = (uint8_t)(header->type & ~UPCALL_SEALED);
    plain.length = header->length - UPCALL_MAC_BYTES;
    return plain;
}

/* What is said about upcalls is believed, and samples are run, with a seal alone: what a sample asks
 * about would be said under ours. Parameters prove themselves. */
upcall_open_t upcall_on_open(const upcall_header_t *header, uint8_t **place)
{
    if (header->version == UPCALL_WIRE_VERSION && upcall_seal_is_on(header)) {
        upcall_header_t plain = without_seal(header);
        return upcall_seal_is_due() ? open_plain(&plain, place)
                                    : skip(&plain, UPCALL_ACK_UNSUPPORTED);
    }
    bool proves = is_reply(header->type) || header->type == UPCALL_MESSAGE_SAMPLE;
    if (header->version == UPCALL_WIRE_VERSION && proves && upcall_seal_is_due()) {
        upcall_state.counts.refused++;
        return UPCALL_OPEN_SKIP;
    }
    return open_plain(header, place);
}
#endif

static upcall_input_t *filling(const upcall_header_t *header)
{
    for (uint8_t i = 0; i < UPCALL_PENDING; i++) {
        upcall_input_t *input = &upcall_state.inputs[i];
        if (input->state == UPCALL_INPUT_FILLING && input->sequence == header->sequence) {
            return input;
        }
    }
    return NULL;
}

#if UPCALL_SEAL
static void abandon_plain(const upcall_header_t *header)
#else
void upcall_on_abandon(const upcall_header_t *header)
#endif
{
    upcall_input_t *input = header->type == UPCALL_MESSAGE_SAMPLE ? filling(header) : NULL;
    if (input != NULL) {
        input->state = UPCALL_INPUT_FREE;
    }
}

#if UPCALL_SEAL
void upcall_on_abandon(const upcall_header_t *header)
{
    upcall_header_t plain = upcall_seal_is_on(header) ? without_seal(header) : *header;
    abandon_plain(&plain);
}
#endif

void upcall_on_overflow(const upcall_header_t *header)
{
    upcall_state.counts.busy++;
    refuse(header, UPCALL_ACK_BUSY);
}

/* The ticket that the reply is about: open, or late. */
static upcall_ticket_t *find(uint32_t sequence)
{
    for (uint8_t i = 0; i < UPCALL_TICKETS; i++) {
        upcall_ticket_t *ticket = &upcall_state.tickets[i];
        bool waits = ticket->state == UPCALL_TICKET_OPEN || ticket->state == UPCALL_TICKET_LATE;
#if UPCALL_GATE
        /* It runs because the host was silent: an answer saves it the rest. */
        waits = waits || (ticket->state == UPCALL_TICKET_RUNNING && ticket->gated);
#endif
        if (waits && ticket->result.sequence == sequence) {
            return ticket;
        }
    }
    return NULL;
}

static void take_answer(const upcall_header_t *header)
{
    uint16_t class_index = upcall_get16(upcall_state.small);
    uint32_t confidence = upcall_get32(upcall_state.small + 4);
    if (header->length != ANSWER_BYTES || class_index >= UPCALL_CLASSES
        || upcall_get16(upcall_state.small + 2) != 0 || confidence > ONE_AS_FLOAT) {
        refuse(header, UPCALL_ACK_MALFORMED);
        return;
    }
    upcall_ticket_t *ticket = find(header->sequence);
    if (ticket == NULL) {
        upcall_state.counts.stale++;
        return;
    }
    upcall_outbox_forget(ticket);
    upcall_ticket_release_input(ticket);
    upcall_state.counts.answered++;
    upcall_result_t *result = &ticket->result;
    bool told = ticket->state == UPCALL_TICKET_LATE;
#if UPCALL_CHECKS
    bool audited = ticket->asked == UPCALL_AUDIT;
    told = told || ticket->told;
#elif UPCALL_LEARNS
    bool audited = false;
#endif
#if UPCALL_LEARNS
    if (!UPCALL_IS_GATED(ticket)) {
        upcall_surroundings_look();
        upcall_ladder_feedback(
            result->stage, ticket->logits, ticket->agreeing, result->device_class, class_index,
            audited);
    }
#endif
#if UPCALL_CHECKS
    if (ticket->for_host && ticket->asked != UPCALL_UPCALL) {
        ticket->state = UPCALL_TICKET_DONE; /* with the device's own answer */
        return;
    }
#endif
    result->source = told ? UPCALL_CORRECTED : UPCALL_ANSWERED;
    result->class_index = class_index;
    result->members = upcall_get32(upcall_state.small + 8);
    memcpy(&result->confidence, &confidence, sizeof result->confidence);
    ticket->state = UPCALL_TICKET_DONE;
#if UPCALL_CHECKS
    /* Who did not ask is told where it was wrong. */
    if (told && audited && class_index == result->device_class) {
        ticket->state = UPCALL_TICKET_FREE;
    }
#endif
}

static void take_ack(const upcall_header_t *header)
{
    if (header->length != ACK_BYTES || upcall_state.small[0] != UPCALL_MESSAGE_UPCALL) {
        return;
    }
    upcall_ticket_t *ticket = find(header->sequence);
    if (ticket == NULL || ticket->state != UPCALL_TICKET_OPEN) {
        return;
    }
    switch (upcall_state.small[1]) {
    case UPCALL_ACK_STORED:
        upcall_outbox_forget(ticket);
        if (!UPCALL_IS_GATED(ticket)) { /* else its ladder may have to run on it yet */
            upcall_ticket_release_input(ticket);
        }
        ticket->stored = true;
        break;
    case UPCALL_ACK_BUSY:
        break; /* repeated until the deadline */
    default:
        upcall_ticket_degrade(ticket); /* the host will not answer: no use in waiting */
        break;
    }
}

static void take_sample(const upcall_header_t *header)
{
    upcall_input_t *input = filling(header);
    if (input == NULL) {
        return;
    }
    if ((header->flags & UPCALL_FLAG_RAW) != 0) {
        int8_t *place = upcall_sample_place(input);
        upcall_preprocess((const uint8_t *)place, place);
    }
    input->state = UPCALL_INPUT_READY;
}

#if UPCALL_SEAL
static void take_plain(const upcall_header_t *header)
#else
void upcall_on_message(const upcall_header_t *header)
#endif
{
    upcall_surroundings_heard(is_reply(header->type));
    switch (header->type) {
    case UPCALL_MESSAGE_ANSWER:
        take_answer(header);
        break;
    case UPCALL_MESSAGE_ACK:
        take_ack(header);
        break;
    case UPCALL_MESSAGE_SAMPLE:
        take_sample(header);
        break;
    case UPCALL_MESSAGE_STATS:
        upcall_state.stats_due = true;
        upcall_state.stats_sequence = header->sequence;
        break;
#if UPCALL_PARAMETERS > 0
    case UPCALL_MESSAGE_PARAMETERS:
        upcall_parameters_receive(header);
        break;
#endif
    default:
        break; /* upcall_on_open takes no others */
    }
}

#if UPCALL_SEAL
void upcall_on_message(const upcall_header_t *header)
{
    if (!upcall_seal_is_on(header)) {
        take_plain(header);
        return;
    }
    upcall_header_t plain = without_seal(header);
    const uint8_t *payload = upcall_state.small;
    if (plain.type == UPCALL_MESSAGE_SAMPLE) {
        upcall_input_t *input = filling(&plain);
        if (input == NULL) {
            return;
        }
        payload = (const uint8_t *)upcall_sample_place(input);
    }
    if (upcall_seal_holds(header, payload)) {
        take_plain(&plain);
    } else {
        upcall_state.counts.refused++;
        abandon_plain(&plain);
    }
}
#endif

#if UPCALL_LINK_MQTT
void upcall_on_gone(void)
{
    upcall_surroundings_line(false);
}
#endif

void upcall_on_hello(void)
{
    upcall_surroundings_heard(true);
    upcall_state.out = UPCALL_OUT_NOTHING;
    upcall_state.birth_due = true;
    for (uint8_t i = 0; i < UPCALL_TICKETS; i++) {
        /* A new host may know nothing of what the former one received. */
        if (upcall_state.tickets[i].state == UPCALL_TICKET_OPEN && !upcall_state.tickets[i].stored) {
            upcall_state.tickets[i].sent = false;
        }
    }
}

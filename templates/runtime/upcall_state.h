/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* What the runtime's files share: tickets, kept inputs, counters. Internal. */
#ifndef UPCALL_STATE_H
#define UPCALL_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "upcall.h"
#include "upcall_link.h"

/** A ticket is one sample on its way to a result. */
typedef enum {
    UPCALL_TICKET_FREE = 0,
    UPCALL_TICKET_RUNNING, /* a stage is still to run; at most one ticket, for there is one arena */
    UPCALL_TICKET_OPEN, /* the host is asked */
    UPCALL_TICKET_DONE, /* the result waits for the application, or for the line to the host */
    UPCALL_TICKET_FED,  /* rows of its input are coming */
    UPCALL_TICKET_LATE  /* reported; an answer may still correct it, or a sample reuse it */
} upcall_ticket_state_t;

#define UPCALL_NO_INPUT 0xFFu

typedef struct {
    upcall_ticket_state_t state;
    bool for_host;    /* the sample came from the host: the result goes there */
    bool sent;        /* OPEN: the upcall reached the other end of the line */
    bool stored;      /* OPEN: the host has it durably */
#if UPCALL_GATE
    bool gated; /* sent up before any stage ran: no policy behind a stage learns from the answer */
#endif
    uint8_t attempt;  /* how often the upcall was sent before */
    uint8_t input;    /* RUNNING, OPEN: index of the kept input, or UPCALL_NO_INPUT */
    uint32_t sample;  /* for_host: the host's sequence */
    uint32_t deadline;
    uint32_t retry_at;
    upcall_result_t result;
    uint8_t agreeing; /* models of the stage that decided which agree with its class */
#if UPCALL_CHECKS
    uint8_t asked; /* the verdict by which the host is asked */
    bool told;     /* OPEN: the device's own answer was handed over; the host's may correct it */
#endif
    int8_t logits[UPCALL_CLASSES];
} upcall_ticket_t;

#if UPCALL_GATE
#define UPCALL_IS_GATED(ticket) ((ticket)->gated)
#else
#define UPCALL_IS_GATED(ticket) false
#endif

typedef enum {
    UPCALL_INPUT_FREE = 0,
    UPCALL_INPUT_FILLING, /* a sample is being received into it */
    UPCALL_INPUT_READY,   /* a sample waits for its run */
    UPCALL_INPUT_KEPT     /* belongs to a ticket that is open, or runs */
} upcall_input_state_t;

typedef struct {
    int32_t data[(UPCALL_SLOT_BYTES + 3) / 4]; /* words, so that kernels may read words */
    upcall_input_state_t state;
    uint32_t sequence; /* FILLING, READY: the host's */
#if UPCALL_FEATURE_MAP_BYTES > 0
    uint32_t bytes; /* of the feature map, KEPT by a ticket that is open */
#endif
} upcall_input_t;

/** What goes out at present. */
typedef enum {
    UPCALL_OUT_NOTHING = 0,
    UPCALL_OUT_BIRTH,
    UPCALL_OUT_ACK,
    UPCALL_OUT_STATS,
    UPCALL_OUT_UPCALL,
    UPCALL_OUT_RESULT
} upcall_out_t;

typedef struct {
    uint32_t runs, local, upcalls, answered, degraded, stale, busy, refused;
#if UPCALL_CHECKS || UPCALL_DEGRADES
    uint32_t audits;    /* accepted answers that the host was asked to check on */
    uint32_t later;     /* answers given at once that the host was asked to correct */
    uint32_t withheld;  /* upcalls and checks that could not be made: told not to, or no room */
    uint32_t unchecked; /* of audits and later those that the host let pass their deadline */
#endif
} upcall_counts_t;

/** One ticket more than inputs: a sample that the device answers itself needs no kept input. */
#define UPCALL_TICKETS (UPCALL_PENDING + 1)

#if UPCALL_INPUT_ROWS > 0
/** The input that is coming row by row. */
typedef struct {
    upcall_ticket_t *ticket; /* null: none is */
    upcall_input_t *input;   /* where its rows are kept; null where none are */
    int32_t rows;            /* that have come */
} upcall_feed_t;
#endif

typedef struct {
    const upcall_port_t *port;
    const upcall_link_t *link;
    const char *name;
    char hex_name[9];
    uint32_t sequence; /* of the last message numbered here */
    upcall_counts_t counts;
    upcall_ticket_t tickets[UPCALL_TICKETS];
    upcall_input_t inputs[UPCALL_PENDING];

#if UPCALL_INPUT_ROWS > 0
    upcall_feed_t feed;
#endif

    upcall_message_t message; /* the one going out */
    upcall_out_t out;
    uint8_t out_ticket;
    bool birth_due;
    uint8_t birth_attempt;
    bool ack_due;
    uint8_t ack_of;
    upcall_ack_code_t ack_code;
    uint32_t ack_sequence;
    uint8_t ack_version;
    bool stats_due;
    uint32_t stats_sequence;

    uint8_t small[UPCALL_SMALL_BYTES]; /* payload being received, unless it is a sample */
} upcall_state_t;

/** The only one. */
extern upcall_state_t upcall_state;

extern const uint8_t upcall_signature[UPCALL_SIGNATURE_BYTES];

/** A ticket to use, one of them LATE if none is free; null when all are in use. */
upcall_ticket_t *upcall_ticket_take(void);

/** A free input; null when there is none. */
upcall_input_t *upcall_input_take(void);

/** Where the host's sample lies that is received for an input. */
static inline int8_t *upcall_sample_place(upcall_input_t *input)
{
#if UPCALL_SAMPLES_IN_ARENA
    (void)input;
    return upcall_ladder_input();
#else
    return (int8_t *)input->data;
#endif
}

/** Gives back the ticket's kept input, if it has one. */
void upcall_ticket_release_input(upcall_ticket_t *ticket);

/** Runs the first stage on an input and fills the ticket: DONE, OPEN or RUNNING. False: the input
 * has to be kept, but `input` is null and none is free; the ticket is unused then. */
bool upcall_ticket_run(upcall_ticket_t *ticket, const int8_t *data, upcall_input_t *input);

/** Runs the next stage of a ticket that is RUNNING. */
void upcall_ticket_go_on(upcall_ticket_t *ticket);

#if UPCALL_GATE
/** OPEN to RUNNING, from stage 0 on, of a ticket that no stage has run on: it ends degraded. */
void upcall_ticket_begin(upcall_ticket_t *ticket);
#endif

/** OPEN to DONE with the device's own answer; one that was given already stays as it is. Where no
 * stage has run there is none: then its deadline is over now. */
void upcall_ticket_degrade(upcall_ticket_t *ticket);

/** Whether the device's own answer waits to be handed over though the host is still asked. Not of a
 * host's sample: its result says that there is room for the next. */
static inline bool upcall_ticket_answers_now(const upcall_ticket_t *ticket)
{
#if UPCALL_CHECKS
    return ticket->state == UPCALL_TICKET_OPEN && ticket->asked != UPCALL_UPCALL && !ticket->told
        && !ticket->for_host;
#else
    (void)ticket;
    return false;
#endif
}

/** Sends what is due, if nothing is under way (upcall_outbox.c). */
void upcall_outbox_poll(uint32_t now);

/** Has an ack sent about a message of that version and type. */
void upcall_outbox_ack(uint8_t version, uint8_t of, upcall_ack_code_t code, uint32_t sequence);

#if UPCALL_SURROUNDINGS
/* What is known of the link to the host (upcall_surroundings.c). */

/** Nothing yet: nobody is there. */
void upcall_surroundings_start(void);

/** Fills in what policies see. */
void upcall_surroundings_look(void);

/** Whether the other end of the line, or the broker, took a message. */
void upcall_surroundings_line(bool up);

/** Somebody was heard; `host`: who answers upcalls, or opens the conversation. */
void upcall_surroundings_heard(bool host);

/** Nobody answered the upcall by its deadline. */
void upcall_surroundings_silence(const upcall_ticket_t *ticket);
#else
#define upcall_surroundings_start() ((void)0)
#define upcall_surroundings_look() ((void)0)
#define upcall_surroundings_line(up) ((void)(up))
#define upcall_surroundings_heard(host) ((void)(host))
#define upcall_surroundings_silence(ticket) ((void)(ticket))
#endif

/** Stops sending the ticket's message, if it is under way. */
void upcall_outbox_forget(const upcall_ticket_t *ticket);

#endif

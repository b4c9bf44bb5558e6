/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* The seam between the runtime (upcall.c) and the way its messages travel: a serial line
 * (upcall_serial.c) or MQTT (upcall_mqtt.c). One message is on its way out at a time.
 */
#ifndef UPCALL_LINK_H
#define UPCALL_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "upcall_port.h"
#include "upcall_wire.h"

typedef enum {
    UPCALL_LINK_IDLE = 0,  /* nothing under way */
    UPCALL_LINK_SENDING,   /* not yet acknowledged */
    UPCALL_LINK_DELIVERED, /* the other end of the line, or the broker, has it */
    UPCALL_LINK_LOST       /* given up: nobody is there */
} upcall_link_state_t;

typedef struct {
    uint32_t dropped; /* damaged frames or messages */
    uint32_t resent;  /* frames sent again */
} upcall_link_counts_t;

/** Downwards: what the runtime asks of a link. None of these waits. */
typedef struct {
    upcall_status_t (*start)(const upcall_port_t *port, const char *name);

    /* Receives, sends, repeats. Calls the upcall_on_ functions below. */
    void (*poll)(uint32_t now);

    /* Starts sending; `message` and what it points to stay as they are until it is delivered, lost
     * or cancelled. Only when no message is under way. */
    void (*send)(const upcall_message_t *message, uint32_t now);

    /* State of the last message; DELIVERED and LOST are told once and become IDLE. */
    upcall_link_state_t (*state)(void);

    /* Forgets the message under way. */
    void (*cancel)(void);

#if UPCALL_SAMPLES_IN_ARENA
    /* Forgets a message that is coming, if one is; it comes again. */
    void (*drop)(void);
#endif

    /* Whether all acknowledgements have left and nothing waits for the port, so that a long
     * computation or a sleep may start. */
    bool (*settled)(void);

    const upcall_link_counts_t *(*counts)(void);

    uint32_t idle_ms; /* how long port->sleep may last: 100 where it wakes for this link's bytes */
} upcall_link_t;

/** The link this firmware uses: serial, or what UPCALL_LINK_MQTT and the environment say. */
const upcall_link_t *upcall_link_select(void);

extern const upcall_link_t upcall_serial_link;
#if UPCALL_LINK_MQTT
extern const upcall_link_t upcall_mqtt_link;
#endif

/* Upwards: what a link tells the runtime (upcall_inbox.c). */

typedef enum {
    UPCALL_OPEN_TAKE = 0, /* the payload goes to *place, which has room for header->length bytes */
    UPCALL_OPEN_SKIP,     /* not wanted: receive it, acknowledge it, forget it */
    UPCALL_OPEN_LATER     /* no room now: don't acknowledge it, so that it is sent again */
} upcall_open_t;

/** A message starts. After TAKE comes exactly one of upcall_on_message and upcall_on_abandon. */
upcall_open_t upcall_on_open(const upcall_header_t *header, uint8_t **place);

/** The message is whole and intact. */
void upcall_on_message(const upcall_header_t *header);

/** The rest of the message will not come, or it was damaged. */
void upcall_on_abandon(const upcall_header_t *header);

/** The link cannot make the sender wait and has no room: refuses the message by name. */
void upcall_on_overflow(const upcall_header_t *header);

#if UPCALL_LINK_MQTT
/** The link has found that nobody is there: the broker's connection ended. */
void upcall_on_gone(void);
#endif

/** The host opens the conversation. The link has forgotten what was under way, both ways. */
void upcall_on_hello(void);

#endif

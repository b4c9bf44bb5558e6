/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* Messages: their header, their bytes on the way out, and their checks on the way in. The format is
 * drawn in docs/wire.md; the twin in Java is dev.upcall.core.wire. Little endian on every machine.
 */
#ifndef UPCALL_WIRE_H
#define UPCALL_WIRE_H

#include <stdint.h>

#include "upcall_limits.h"

/* A message of another version is refused by name: header, checksum and ack are the same in all. */
#define UPCALL_WIRE_VERSION 1u
#define UPCALL_HEADER_BYTES 28u
#define UPCALL_SIGNATURE_BYTES 32u
#define UPCALL_SHORT_SIGNATURE_BYTES 8u

enum {
    UPCALL_MESSAGE_BIRTH = 1,
    UPCALL_MESSAGE_UPCALL = 2,
    UPCALL_MESSAGE_ANSWER = 3,
    UPCALL_MESSAGE_PARAMETERS = 4,
    UPCALL_MESSAGE_SAMPLE = 5,
    UPCALL_MESSAGE_RESULT = 6,
    UPCALL_MESSAGE_STATS = 7,
    UPCALL_MESSAGE_ACK = 8
};

enum {
    UPCALL_FLAG_DEGRADED = 1,
    UPCALL_FLAG_AUDIT = 2,
    UPCALL_FLAG_ASYNCHRONOUS = 4,
    UPCALL_FLAG_RAW = 8,
    UPCALL_FLAG_ATTEMPT_SHIFT = 4 /* the upper four bits count attempts, modulo 16 */
};

/** Codes of an ack message. */
typedef enum {
    UPCALL_ACK_STORED = 0,
    UPCALL_ACK_UNKNOWN_SIGNATURE = 1,
    UPCALL_ACK_OTHER_BOOT = 2,
    UPCALL_ACK_UNSUPPORTED = 3,
    UPCALL_ACK_BUSY = 4,
    UPCALL_ACK_WRONG_SIZE = 5,
    UPCALL_ACK_MALFORMED = 6,
    UPCALL_ACK_NO_KEY = 7,        /* of parameters, as all below */
    UPCALL_ACK_NOT_AUTHENTIC = 8,
    UPCALL_ACK_OLD = 9,
    UPCALL_ACK_OUT_OF_RANGE = 10,
    UPCALL_ACK_ROLLED_BACK = 11,
    UPCALL_ACK_OTHER_VERSION = 12 /* of any; the ack bears the version of the message refused */
} upcall_ack_code_t;

/** What is wrong with received bytes; names as in Java's WireError. */
typedef enum {
    UPCALL_WIRE_OK = 0,
    UPCALL_WIRE_SHORT_MESSAGE,
    UPCALL_WIRE_LENGTH,
    UPCALL_WIRE_MESSAGE_CRC,
    UPCALL_WIRE_FRAME_COBS,
    UPCALL_WIRE_FRAME_SHORT,
    UPCALL_WIRE_FRAME_LONG,
    UPCALL_WIRE_FRAME_CRC,
    UPCALL_WIRE_FRAME_PART,
    UPCALL_WIRE_FRAME_ORDER,
    UPCALL_WIRE_FRAME_CONTROL
} upcall_wire_error_t;

typedef struct {
    uint8_t version;
    uint8_t type;
    uint8_t flags;
    uint8_t stage;
    uint32_t device;
    uint32_t boot;
    uint32_t sequence;
    uint8_t signature[UPCALL_SHORT_SIGNATURE_BYTES];
    uint32_t length; /* of the payload */
} upcall_header_t;

uint16_t upcall_get16(const uint8_t *bytes);
uint32_t upcall_get32(const uint8_t *bytes);
void upcall_put16(uint8_t *bytes, uint16_t value);
void upcall_put32(uint8_t *bytes, uint32_t value);

/* ---- out ---- */

#define UPCALL_MESSAGE_SPANS (10u + UPCALL_SEAL)
/* Stats are the longest. */
#if UPCALL_CHECKS || UPCALL_DEGRADES
#define UPCALL_MESSAGE_FIXED 72u
#else
#define UPCALL_MESSAGE_FIXED (UPCALL_PARAMETERS > 0 ? 56u : 48u)
#endif

/**
 * A message on its way out. It is never built as a whole: its payload stays where it is, in spans,
 * and bytes are read from there whenever a frame with them goes out, for the first time or again.
 * Spans may point into the message itself, so it must not be copied.
 */
typedef struct {
    uint8_t header[UPCALL_HEADER_BYTES];
    uint8_t fixed[UPCALL_MESSAGE_FIXED]; /* for the fields of the payload that lie nowhere else */
    uint8_t fixed_used;
    uint8_t spans;
    struct {
        const void *data;
        uint32_t length;
    } span[UPCALL_MESSAGE_SPANS];
    uint8_t crc[4];
    uint32_t length; /* of the whole message */
} upcall_message_t;

/** Starts a message; `header->length` is not read. */
void upcall_message_begin(upcall_message_t *message, const upcall_header_t *header);

/** Appends what must stay unchanged until the message is delivered. */
void upcall_message_add(upcall_message_t *message, const void *data, uint32_t length);

/** Appends a field of 1, 2 or 4 bytes. */
void upcall_message_add_number(upcall_message_t *message, uint32_t value, uint8_t bytes);

/** Fills in length and checksum. */
void upcall_message_end(upcall_message_t *message);

/** Byte `offset` of the message, as the wire has it. */
uint8_t upcall_message_byte(const upcall_message_t *message, uint32_t offset);

/* ---- in ---- */

/**
 * A message on its way in, in pieces and in order. As soon as the header is there, upcall_on_open
 * (upcall_link.h) says where the payload goes; upcall_incoming_end has the last word.
 */
typedef struct {
    upcall_header_t header;
    uint8_t edge[UPCALL_HEADER_BYTES]; /* the header, then the checksum */
    uint32_t total;    /* bytes that came */
    uint32_t received; /* bytes that were looked at: all, up to the first error */
    uint32_t crc;   /* state over header and payload */
    uint8_t *place; /* null: the payload is not wanted */
    uint8_t answer; /* of upcall_on_open */
    upcall_wire_error_t error;
} upcall_incoming_t;

void upcall_incoming_begin(upcall_incoming_t *incoming);
void upcall_incoming_push(upcall_incoming_t *incoming, const uint8_t *data, uint32_t length);

/** Whether the message was whole and intact. */
upcall_wire_error_t upcall_incoming_end(const upcall_incoming_t *incoming);

/** The same verdict on a message that lies in memory as a whole. */
upcall_wire_error_t upcall_message_check(const uint8_t *data, uint32_t length);

/** Reads the fields, of any version; `bytes` [UPCALL_HEADER_BYTES]. */
void upcall_header_read(const uint8_t *bytes, upcall_header_t *header);

#endif

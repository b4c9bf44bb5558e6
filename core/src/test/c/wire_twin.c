/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* The C of the wire, driven by WireTwinTest over stdin and stdout, built with sanitizers.
 *
 *   request   op u8, length u32, bytes         reply   length u32, bytes
 *   'M' message to check                       error names: as a whole, and in random pieces
 *   'E' header 28 B, payload                   the encoded message, payload added in random spans
 *   'F' message without its checksum           the serial line of its frames, all acknowledged
 *   'L' bytes of a serial line                 events, one a line
 *   'R' seed u32                               (forgets the line; seeds the pieces)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "upcall_serial.h"

#define MAX_BYTES 200000u

static uint8_t in[MAX_BYTES];
static uint8_t payload[MAX_BYTES];
static char text[4 * MAX_BYTES];
static size_t text_length;
static upcall_serial_rx_t rx;
static const upcall_header_t *complete;

static const char *const names[] = {
    "OK",         "SHORT_MESSAGE", "LENGTH",    "MESSAGE_CRC", "FRAME_COBS",    "FRAME_SHORT",
    "FRAME_LONG", "FRAME_CRC",     "FRAME_PART", "FRAME_ORDER", "FRAME_CONTROL",
};

upcall_open_t upcall_on_open(const upcall_header_t *header, uint8_t **place)
{
    *place = header->length <= sizeof payload ? payload : NULL;
    return *place != NULL ? UPCALL_OPEN_TAKE : UPCALL_OPEN_SKIP;
}

void upcall_on_message(const upcall_header_t *header)
{
    complete = header;
}

void upcall_on_abandon(const upcall_header_t *header)
{
    (void)header;
}

void upcall_on_overflow(const upcall_header_t *header)
{
    (void)header;
}

void upcall_on_hello(void)
{
}

static uint32_t below(uint32_t bound)
{
    return (uint32_t)rand() % bound;
}

static void say(const char *format, unsigned value)
{
    text_length += (size_t)snprintf(text + text_length, sizeof text - text_length, format, value);
}

static void reply(const void *bytes, size_t length)
{
    uint8_t head[4];
    upcall_put32(head, (uint32_t)length);
    if (fwrite(head, 1, 4, stdout) != 4 || fwrite(bytes, 1, length, stdout) != length) {
        exit(1);
    }
    fflush(stdout);
}

static void check(uint32_t length)
{
    upcall_incoming_t incoming;
    upcall_incoming_begin(&incoming);
    for (uint32_t at = 0; at < length;) {
        uint32_t piece = 1u + below(length - at);
        upcall_incoming_push(&incoming, in + at, piece);
        at += piece;
    }
    const char *whole = names[upcall_message_check(in, length)];
    const char *pieces = names[upcall_incoming_end(&incoming)];
    text_length = (size_t)snprintf(text, sizeof text, "%s %s", whole, pieces);
    reply(text, text_length);
}

static void build(upcall_message_t *message, const uint8_t *bytes, uint32_t length)
{
    upcall_header_t header;
    upcall_header_read(bytes, &header);
    upcall_message_begin(message, &header);
    uint32_t at = UPCALL_HEADER_BYTES;
    while (at < length && message->spans < UPCALL_MESSAGE_SPANS - 1u) {
        uint32_t piece = below(length - at + 1u);
        if (piece >= 4u && message->fixed_used + 4u <= UPCALL_MESSAGE_FIXED && below(2) == 0) {
            upcall_message_add_number(message, upcall_get32(bytes + at), 4);
            piece = 4;
        } else {
            upcall_message_add(message, bytes + at, piece);
        }
        at += piece;
    }
    upcall_message_add(message, bytes + at, length - at);
    upcall_message_end(message);
}

static void encode(uint32_t length)
{
    upcall_message_t message;
    build(&message, in, length);
    for (uint32_t i = 0; i < message.length; i++) {
        text[i] = (char)upcall_message_byte(&message, i);
    }
    if (upcall_message_byte(&message, message.length) != 0) {
        exit(1);
    }
    reply(text, message.length);
}

static void frames(uint32_t length)
{
    static upcall_serial_tx_t tx;
    upcall_message_t message;
    size_t out = 0;
    build(&message, in, length);
    upcall_serial_tx_start(&tx);
    upcall_serial_tx_send(&tx, &message);
    while (!tx.delivered) {
        uint8_t byte;
        while (upcall_serial_tx_next(&tx, 0, &byte)) {
            text[out++] = (char)byte;
        }
        upcall_serial_tx_heard(&tx, tx.mark[tx.base % UPCALL_TX_WINDOW], 0);
    }
    reply(text, out);
}

static void line(uint32_t length)
{
    text_length = 0;
    for (uint32_t i = 0; i < length; i++) {
        uint32_t dropped = rx.dropped;
        complete = NULL;
        upcall_serial_rx_push(&rx, in[i]);
        if (rx.acknowledge) {
            say("acknowledge %08x\n", rx.acknowledged);
        }
        if (rx.heard) {
            say("acknowledged %08x\n", rx.heard_mark);
        }
        if (rx.hello) {
            say("hello %u\n", rx.window);
        }
        if (complete != NULL) {
            say("message %u", complete->type);
            say(" %08x", complete->sequence);
            say(" %u", complete->length);
            for (uint32_t n = 0; n < complete->length; n++) {
                say(n == 0 ? " %02x" : "%02x", payload[n]);
            }
            say("\n", 0);
        }
        if (rx.dropped != dropped) {
            text_length += (size_t)snprintf(text + text_length, sizeof text - text_length,
                                            "dropped %s\n", names[rx.error]);
        }
        rx.acknowledge = false;
        rx.heard = false;
        rx.hello = false;
    }
    reply(text, text_length);
}

int main(void)
{
    uint8_t head[5];
    upcall_serial_rx_start(&rx);
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        uint32_t length = upcall_get32(head + 1);
        if (length > MAX_BYTES || fread(in, 1, length, stdin) != length) {
            return 1;
        }
        text_length = 0;
        switch (head[0]) {
        case 'M':
            check(length);
            break;
        case 'E':
            encode(length);
            break;
        case 'F':
            frames(length);
            break;
        case 'L':
            line(length);
            break;
        default:
            srand(upcall_get32(in));
            upcall_serial_rx_start(&rx);
            reply("", 0);
            break;
        }
    }
    return 0;
}

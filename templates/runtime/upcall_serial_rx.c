/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include <string.h>

#include "upcall_crc32c.h"
#include "upcall_seal.h"
#include "upcall_serial.h"

#define MAX_ENCODED 643u /* COBS of a full frame */
#define HEAD 2u
#define CRC_BYTES 4u
#define CHALLENGE 6u /* in a hello: behind version, window and two zeros */

enum { ACKNOWLEDGEMENT = 0, HELLO = 1 };

static void forget(upcall_serial_rx_t *rx)
{
    rx->parts = 0;
    rx->expected = 0;
}

static void abandon(upcall_serial_rx_t *rx)
{
    if (rx->expected < rx->parts && rx->incoming.answer == UPCALL_OPEN_TAKE) {
        upcall_on_abandon(&rx->incoming.header);
    }
}

void upcall_serial_rx_reset(upcall_serial_rx_t *rx)
{
    abandon(rx);
    forget(rx);
    rx->remembered = 0;
    rx->oldest = 0;
}

#if UPCALL_SAMPLES_IN_ARENA
void upcall_serial_rx_drop(upcall_serial_rx_t *rx)
{
    abandon(rx);
    forget(rx);
}
#endif

void upcall_serial_rx_start(upcall_serial_rx_t *rx)
{
    memset(rx, 0, sizeof *rx);
    upcall_cobs_decode(&rx->cobs, rx->frame, UPCALL_FRAME_BYTES);
}

static bool is_known(const upcall_serial_rx_t *rx, uint32_t key)
{
    if (rx->parts > 0 && key == rx->key) {
        return true;
    }
    for (uint8_t i = 0; i < rx->remembered; i++) {
        if (rx->finished[i] == key) {
            return true;
        }
    }
    return false;
}

static void remember(upcall_serial_rx_t *rx)
{
    rx->finished[rx->oldest] = rx->key;
    rx->oldest = (uint8_t)((rx->oldest + 1u) % UPCALL_REMEMBERED);
    if (rx->remembered < UPCALL_REMEMBERED) {
        rx->remembered++;
    }
}

/* A first part with a new key: its sender has gone on or restarted, whatever was under way here. */
static void begin(upcall_serial_rx_t *rx, uint32_t key, uint8_t parts)
{
    abandon(rx);
    rx->key = key;
    rx->parts = parts;
    rx->expected = 0;
    upcall_incoming_begin(&rx->incoming);
}

static upcall_wire_error_t finish(upcall_serial_rx_t *rx)
{
    upcall_wire_error_t error = upcall_incoming_end(&rx->incoming);
    if (rx->incoming.answer == UPCALL_OPEN_TAKE) {
        if (error == UPCALL_WIRE_OK) {
            upcall_on_message(&rx->incoming.header);
        } else {
            upcall_on_abandon(&rx->incoming.header);
        }
    }
    if (error == UPCALL_WIRE_MESSAGE_CRC || error == UPCALL_WIRE_LENGTH) {
        /* Intact frames, yet not a message: one of them belongs to another. Without the last
         * acknowledgement the sender starts again. */
        forget(rx);
        rx->acknowledge = false;
    } else {
        remember(rx);
    }
    return error;
}

static upcall_wire_error_t take_data(upcall_serial_rx_t *rx, uint16_t length, uint32_t crc)
{
    uint8_t part = rx->frame[0];
    uint8_t parts = rx->frame[1];
    uint16_t data = (uint16_t)(length - UPCALL_FRAME_OVERHEAD);
    if (part >= parts || (part + 1u < parts && data != UPCALL_FRAME_DATA)) {
        return UPCALL_WIRE_FRAME_PART;
    }
    rx->acknowledged = crc;
    if (part == 0) {
        if (data >= CRC_BYTES) {
            rx->acknowledged ^= upcall_get32(rx->frame + length - CRC_BYTES - CRC_BYTES);
        }
        if (is_known(rx, rx->acknowledged)) {
            rx->acknowledge = true;
            return UPCALL_WIRE_OK;
        }
        begin(rx, rx->acknowledged, parts);
    } else if (parts != rx->parts || part > rx->expected) {
        return UPCALL_WIRE_FRAME_ORDER;
    } else {
        rx->acknowledged ^= rx->key;
    }
    rx->acknowledge = true;
    if (part < rx->expected) {
        return UPCALL_WIRE_OK;
    }
    upcall_incoming_push(&rx->incoming, rx->frame + HEAD, data);
    if (rx->incoming.answer == UPCALL_OPEN_LATER) {
        /* Not acknowledged, so it comes again, and by then there may be room. */
        forget(rx);
        rx->acknowledge = false;
        return UPCALL_WIRE_OK;
    }
    rx->expected++;
    return rx->expected == rx->parts ? finish(rx) : UPCALL_WIRE_OK;
}

static upcall_wire_error_t take_control(upcall_serial_rx_t *rx, uint16_t length)
{
    uint8_t kind = rx->frame[0];
    if (kind == ACKNOWLEDGEMENT && length == UPCALL_CONTROL_BYTES) {
        rx->heard = true;
        rx->heard_mark = upcall_get32(rx->frame + HEAD);
        return UPCALL_WIRE_OK;
    }
    /* A longer hello is one of a later version that says more. */
    if (kind == HELLO && length >= UPCALL_CONTROL_BYTES && rx->frame[HEAD + 1u] != 0) {
        rx->hello = true;
#if UPCALL_SEAL
        bool has = length >= UPCALL_CONTROL_BYTES + UPCALL_CHALLENGE_BYTES;
        upcall_seal_challenge(has ? rx->frame + CHALLENGE : NULL);
#endif
        rx->window = rx->frame[HEAD + 1u];
        return UPCALL_WIRE_OK;
    }
    return UPCALL_WIRE_FRAME_CONTROL;
}

static upcall_wire_error_t take_frame(upcall_serial_rx_t *rx)
{
    uint16_t length = rx->cobs.length;
    if (rx->cobs.encoded > MAX_ENCODED) {
        return UPCALL_WIRE_FRAME_LONG;
    }
    if (rx->cobs.left > 0) {
        return UPCALL_WIRE_FRAME_COBS;
    }
    if (length < UPCALL_FRAME_OVERHEAD + 1u) {
        return UPCALL_WIRE_FRAME_SHORT;
    }
    if (length > UPCALL_FRAME_BYTES) {
        return UPCALL_WIRE_FRAME_LONG;
    }
    uint32_t end = (uint32_t)length - CRC_BYTES;
    uint32_t crc = upcall_get32(rx->frame + end);
    if ((uint32_t)~upcall_crc32c(UPCALL_CRC32C_START, rx->frame, end) != crc) {
        return UPCALL_WIRE_FRAME_CRC;
    }
    return rx->frame[1] == 0 ? take_control(rx, length) : take_data(rx, length, crc);
}

void upcall_serial_rx_push(upcall_serial_rx_t *rx, uint8_t byte)
{
    if (byte != 0) {
        upcall_cobs_push(&rx->cobs, byte);
        return;
    }
    if (rx->cobs.encoded > 0) {
        upcall_wire_error_t error = take_frame(rx);
        if (error != UPCALL_WIRE_OK) {
            rx->error = error;
            rx->dropped++;
        }
        upcall_cobs_decode(&rx->cobs, rx->frame, UPCALL_FRAME_BYTES);
    }
}

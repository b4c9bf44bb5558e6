/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_wire.h"

#include <stddef.h>
#include <string.h>

#include "upcall_crc32c.h"
#include "upcall_seal.h"
#include "upcall_link.h"

#define CRC_BYTES 4u
#define OVERHEAD (UPCALL_HEADER_BYTES + CRC_BYTES)
#define LENGTH_OFFSET 24u

uint16_t upcall_get16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | ((uint16_t)bytes[1] << 8));
}

uint32_t upcall_get32(const uint8_t *bytes)
{
    return upcall_get16(bytes) | ((uint32_t)upcall_get16(bytes + 2) << 16);
}

void upcall_put16(uint8_t *bytes, uint16_t value)
{
    bytes[0] = (uint8_t)value;
    bytes[1] = (uint8_t)(value >> 8);
}

void upcall_put32(uint8_t *bytes, uint32_t value)
{
    upcall_put16(bytes, (uint16_t)value);
    upcall_put16(bytes + 2, (uint16_t)(value >> 16));
}

void upcall_message_begin(upcall_message_t *message, const upcall_header_t *header)
{
    uint8_t *out = message->header;
    out[0] = header->version;
    out[1] = header->type;
    out[2] = header->flags;
    out[3] = header->stage;
    upcall_put32(out + 4, header->device);
    upcall_put32(out + 8, header->boot);
    upcall_put32(out + 12, header->sequence);
    memcpy(out + 16, header->signature, UPCALL_SHORT_SIGNATURE_BYTES);
    message->fixed_used = 0;
    message->spans = 0;
    message->length = OVERHEAD;
}

void upcall_message_add(upcall_message_t *message, const void *data, uint32_t length)
{
    message->span[message->spans].data = data;
    message->span[message->spans].length = length;
    message->spans++;
    message->length += length;
}

void upcall_message_add_number(upcall_message_t *message, uint32_t value, uint8_t bytes)
{
    uint8_t *field = message->fixed + message->fixed_used;
    for (uint8_t i = 0; i < bytes; i++) {
        field[i] = (uint8_t)(value >> (8u * i));
    }
    /* Neighbouring fields lie side by side in `fixed`, so they share a span. */
    uint8_t last = (uint8_t)(message->spans - 1u);
    if (message->spans > 0 && message->fixed_used > 0
        && (const uint8_t *)message->span[last].data + message->span[last].length == field) {
        message->span[last].length += bytes;
        message->length += bytes;
    } else {
        upcall_message_add(message, field, bytes);
    }
    message->fixed_used = (uint8_t)(message->fixed_used + bytes);
}

void upcall_message_end(upcall_message_t *message)
{
    upcall_put32(message->header + LENGTH_OFFSET, message->length - OVERHEAD);
    uint32_t crc = upcall_crc32c(UPCALL_CRC32C_START, message->header, UPCALL_HEADER_BYTES);
    for (uint8_t i = 0; i < message->spans; i++) {
        crc = upcall_crc32c(crc, message->span[i].data, message->span[i].length);
    }
    upcall_put32(message->crc, ~crc);
}

uint8_t upcall_message_byte(const upcall_message_t *message, uint32_t offset)
{
    if (offset < UPCALL_HEADER_BYTES) {
        return message->header[offset];
    }
    offset -= UPCALL_HEADER_BYTES;
    for (uint8_t i = 0; i < message->spans; i++) {
        if (offset < message->span[i].length) {
            return ((const uint8_t *)message->span[i].data)[offset];
        }
        offset -= message->span[i].length;
    }
    return offset < CRC_BYTES ? message->crc[offset] : 0;
}

void upcall_header_read(const uint8_t *bytes, upcall_header_t *header)
{
    header->version = bytes[0];
    header->type = bytes[1];
    header->flags = bytes[2];
    header->stage = bytes[3];
    header->device = upcall_get32(bytes + 4);
    header->boot = upcall_get32(bytes + 8);
    header->sequence = upcall_get32(bytes + 12);
    memcpy(header->signature, bytes + 16, UPCALL_SHORT_SIGNATURE_BYTES);
    header->length = upcall_get32(bytes + LENGTH_OFFSET);
}

void upcall_incoming_begin(upcall_incoming_t *incoming)
{
    incoming->total = 0;
    incoming->received = 0;
    incoming->crc = UPCALL_CRC32C_START;
    incoming->place = NULL;
    incoming->answer = UPCALL_OPEN_SKIP;
    incoming->error = UPCALL_WIRE_OK;
}

static void open_message(upcall_incoming_t *incoming)
{
    incoming->crc = upcall_crc32c(incoming->crc, incoming->edge, UPCALL_HEADER_BYTES);
    upcall_header_read(incoming->edge, &incoming->header);
    incoming->answer = (uint8_t)upcall_on_open(&incoming->header, &incoming->place);
}

/* Puts payload where it is wanted; the end of a sealed one is its MAC. */
static void put(
    const upcall_incoming_t *incoming, uint32_t offset, const uint8_t *data, uint32_t count)
{
#if UPCALL_SEAL
    if (upcall_seal_is_on(&incoming->header)) {
        uint32_t end = incoming->header.length - UPCALL_MAC_BYTES;
        uint32_t before = offset < end ? end - offset : 0;
        if (before < count) {
            upcall_seal_hear(offset + before - end, data + before, count - before);
            count = before;
        }
    }
#endif
    memcpy(incoming->place + offset, data, (size_t)count);
}

void upcall_incoming_push(upcall_incoming_t *incoming, const uint8_t *data, uint32_t length)
{
    incoming->total += length;
    while (length > 0 && incoming->error == UPCALL_WIRE_OK) {
        uint32_t at = incoming->received;
        uint32_t count;
        if (at < UPCALL_HEADER_BYTES) {
            count = UPCALL_HEADER_BYTES - at;
            count = count < length ? count : length;
            memcpy(incoming->edge + at, data, (size_t)count);
            incoming->received += count;
            if (incoming->received == UPCALL_HEADER_BYTES) {
                open_message(incoming);
            }
        } else if (at - UPCALL_HEADER_BYTES < incoming->header.length) {
            uint32_t offset = at - UPCALL_HEADER_BYTES;
            count = incoming->header.length - offset;
            count = count < length ? count : length;
            incoming->crc = upcall_crc32c(incoming->crc, data, count);
            if (incoming->place != NULL) {
                put(incoming, offset, data, count);
            }
            incoming->received += count;
        } else {
            uint32_t offset = at - UPCALL_HEADER_BYTES - incoming->header.length;
            count = CRC_BYTES - offset;
            if (length > count) {
                incoming->error = UPCALL_WIRE_LENGTH;
                return;
            }
            count = length;
            memcpy(incoming->edge + offset, data, (size_t)count);
            incoming->received += count;
        }
        data += count;
        length -= count;
    }
}

upcall_wire_error_t upcall_incoming_end(const upcall_incoming_t *incoming)
{
    if (incoming->total < OVERHEAD) {
        return UPCALL_WIRE_SHORT_MESSAGE;
    }
    if (incoming->error != UPCALL_WIRE_OK) {
        return incoming->error;
    }
    if (incoming->received - OVERHEAD != incoming->header.length) {
        return UPCALL_WIRE_LENGTH;
    }
    bool intact = upcall_get32(incoming->edge) == (uint32_t)~incoming->crc;
    return intact ? UPCALL_WIRE_OK : UPCALL_WIRE_MESSAGE_CRC;
}

upcall_wire_error_t upcall_message_check(const uint8_t *data, uint32_t length)
{
    if (length < OVERHEAD) {
        return UPCALL_WIRE_SHORT_MESSAGE;
    }
    if (upcall_get32(data + LENGTH_OFFSET) != length - OVERHEAD) {
        return UPCALL_WIRE_LENGTH;
    }
    uint32_t crc = upcall_crc32c(UPCALL_CRC32C_START, data, length - CRC_BYTES);
    bool intact = upcall_get32(data + length - CRC_BYTES) == (uint32_t)~crc;
    return intact ? UPCALL_WIRE_OK : UPCALL_WIRE_MESSAGE_CRC;
}

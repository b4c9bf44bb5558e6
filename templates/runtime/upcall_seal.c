/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_seal.h"

#include <stddef.h>
#include <string.h>

#include "upcall_sha256.h"
#include "upcall_state.h"

#if UPCALL_SEAL

#define TYPE_OFFSET 1u
#define SEALED_HEADER_BYTES 24u /* but for the length, which is known last */

/* Who said a message: what this device said is not believed when it comes back. */
enum { FROM_HOST = 0, FROM_DEVICE = 1 };

static uint8_t said[UPCALL_CHALLENGE_BYTES]; /* by the host; zeros before its hello */
static uint8_t mac[UPCALL_SHA256_BYTES];     /* of the message going out: there is one at a time */
static uint8_t heard[UPCALL_MAC_BYTES];      /* of the message coming in */

void upcall_seal_challenge(const uint8_t *challenge)
{
    if (challenge == NULL) {
        memset(said, 0, sizeof said);
    } else {
        memcpy(said, challenge, sizeof said);
    }
}

bool upcall_seal_is_due(void)
{
    return upcall_state.port->key != NULL && upcall_state.link == &upcall_serial_link;
}

static void begin(upcall_sha256_t *hash, uint8_t from, const uint8_t *header)
{
    upcall_hmac_begin(hash, upcall_state.port->key, UPCALL_KEY_BYTES);
    upcall_sha256_add(hash, &from, sizeof from);
    upcall_sha256_add(hash, header, SEALED_HEADER_BYTES);
    upcall_sha256_add(hash, said, sizeof said);
}

void upcall_seal_close(upcall_message_t *message)
{
    /* Of seals of another version nothing is known. */
    if (!upcall_seal_is_due() || message->header[0] != UPCALL_WIRE_VERSION) {
        return;
    }
    upcall_sha256_t hash;
    message->header[TYPE_OFFSET] |= (uint8_t)UPCALL_SEALED;
    begin(&hash, FROM_DEVICE, message->header);
    for (uint8_t i = 0; i < message->spans; i++) {
        upcall_sha256_add(&hash, message->span[i].data, message->span[i].length);
    }
    upcall_hmac_end(&hash, upcall_state.port->key, UPCALL_KEY_BYTES, mac);
    upcall_message_add(message, mac, UPCALL_MAC_BYTES);
}

bool upcall_seal_is_on(const upcall_header_t *header)
{
    return (header->type & UPCALL_SEALED) != 0 && header->length >= UPCALL_MAC_BYTES;
}

void upcall_seal_hear(uint32_t offset, const uint8_t *data, uint32_t length)
{
    memcpy(heard + offset, data, (size_t)length);
}

bool upcall_seal_holds(const upcall_header_t *header, const uint8_t *payload)
{
    upcall_sha256_t hash;
    uint8_t expected[UPCALL_SHA256_BYTES];
    uint8_t bytes[SEALED_HEADER_BYTES] = {
        UPCALL_WIRE_VERSION, header->type, header->flags, header->stage};
    upcall_put32(bytes + 4, header->device);
    upcall_put32(bytes + 8, header->boot);
    upcall_put32(bytes + 12, header->sequence);
    memcpy(bytes + 16, header->signature, UPCALL_SHORT_SIGNATURE_BYTES);
    begin(&hash, FROM_HOST, bytes);
    upcall_sha256_add(&hash, payload, header->length - UPCALL_MAC_BYTES);
    upcall_hmac_end(&hash, upcall_state.port->key, UPCALL_KEY_BYTES, expected);
    /* Takes as long wherever they differ. */
    uint8_t difference = 0;
    for (uint32_t i = 0; i < UPCALL_MAC_BYTES; i++) {
        difference |= (uint8_t)(expected[i] ^ heard[i]);
    }
    return difference == 0;
}

#endif

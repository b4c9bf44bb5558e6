/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* Seals: messages over a serial line that prove who sent them, and that it was said since the host's
 * last hello. The format is drawn in docs/wire.md; the twin in Java is dev.upcall.core.wire.Seal. A
 * device that has a key seals all that it says, and believes no answer and runs no sample without a
 * seal. Internal.
 */
#ifndef UPCALL_SEAL_H
#define UPCALL_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "upcall_wire.h"

#define UPCALL_SEALED 0x80u /* in a message's type */

#if UPCALL_SEAL

#define UPCALL_CHALLENGE_BYTES 8u

/** The host's hello came; `challenge` [UPCALL_CHALLENGE_BYTES], null where it has none. */
void upcall_seal_challenge(const uint8_t *challenge);

/** Whether this device has a key, and its messages travel over a line that anyone may have opened. */
bool upcall_seal_is_due(void);

/** Adds the seal to a message that only lacks its end; before upcall_message_end. */
void upcall_seal_close(upcall_message_t *message);

/** Whether a message that comes has one, by its header. Its MAC is the payload's end. */
bool upcall_seal_is_on(const upcall_header_t *header);

/** Bytes of the MAC of the sealed message that comes; there is one at a time. */
void upcall_seal_hear(uint32_t offset, const uint8_t *data, uint32_t length);

/** Whether that seal holds. `payload` [header->length - UPCALL_MAC_BYTES] is what came before it. */
bool upcall_seal_holds(const upcall_header_t *header, const uint8_t *payload);

#endif
#endif

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_parameters.h"

#include <stddef.h>
#include <string.h>

#include "upcall_crc32c.h"
#include "upcall_sha256.h"

#if UPCALL_PARAMETERS > 0

#define LAYOUT 1u /* of kept_t: another firmware's bytes are not read as ours */
#define HEAD_BYTES 8u
#define MAC_OFFSET (HEAD_BYTES + 4u * UPCALL_PARAMETERS)
#define TEN_THOUSAND 10000u

/* What outlives a restart, as the board keeps it; without padding, since what it has are words. */
typedef struct {
    uint32_t layout;
    uint8_t signature[UPCALL_SIGNATURE_BYTES];
    uint32_t built;    /* checksum of the values this firmware was built with */
    uint32_t greatest; /* version that was ever taken */
    uint32_t version;  /* of values; 0: built in */
    uint32_t before;   /* of previous */
    uint32_t rolled_back;
    uint16_t guard_share; /* ten-thousandths; while on trial */
    uint16_t guard_decisions; /* 0: not on trial */
    float values[UPCALL_PARAMETERS];
    float previous[UPCALL_PARAMETERS];
    uint32_t crc; /* over all before it */
} kept_t;

typedef char fits_the_store[sizeof(kept_t) <= UPCALL_STORE_BYTES ? 1 : -1];

static kept_t kept;

static struct {
    float values[UPCALL_PARAMETERS];
    uint32_t version;
    uint16_t guard_share;
    uint16_t guard_decisions;
} next;

static bool next_due;
static bool store_due;
static bool is_stored;
static uint16_t decided; /* on trial: samples since */
static uint16_t asked;   /* those of them that became upcalls */

static void say(uint32_t sequence, upcall_ack_code_t code)
{
    upcall_state.counts.refused += code == UPCALL_ACK_STORED ? 0u : 1u;
    upcall_outbox_ack(UPCALL_WIRE_VERSION, UPCALL_MESSAGE_PARAMETERS, code, sequence);
}

static uint32_t checksum(const void *data, uint32_t length)
{
    return ~upcall_crc32c(UPCALL_CRC32C_START, data, length);
}

static void start_trial(void)
{
    decided = 0;
    asked = 0;
}

void upcall_parameters_init(void)
{
    kept_t found;
    memset(&kept, 0, sizeof kept);
    next_due = false;
    store_due = false;
    is_stored = false;
    start_trial();
    kept.layout = LAYOUT;
    memcpy(kept.signature, upcall_signature, UPCALL_SIGNATURE_BYTES);
    upcall_ladder_get(kept.values);
    memcpy(kept.previous, kept.values, sizeof kept.previous);
    kept.built = checksum(kept.values, sizeof kept.values);
    if (upcall_state.port->load == NULL
        || upcall_state.port->load(&found, sizeof found) != (int)sizeof found
        || found.crc != checksum(&found, offsetof(kept_t, crc)) || found.layout != LAYOUT
        || memcmp(found.signature, upcall_signature, UPCALL_SIGNATURE_BYTES) != 0) {
        return;
    }
    /* Values built in later come after all that were pushed before; versions still only grow. */
    if (found.built == kept.built && upcall_ladder_set(found.values)) {
        kept = found;
        is_stored = true;
    } else {
        kept.greatest = found.greatest;
    }
}

/* The header as it came, but for its payload's length and what follows. */
static void add_header(upcall_sha256_t *hash, const upcall_header_t *header)
{
    uint8_t bytes[24] = {UPCALL_WIRE_VERSION, header->type, header->flags, header->stage};
    upcall_put32(bytes + 4, header->device);
    upcall_put32(bytes + 8, header->boot);
    upcall_put32(bytes + 12, header->sequence);
    memcpy(bytes + 16, header->signature, UPCALL_SHORT_SIGNATURE_BYTES);
    upcall_sha256_add(hash, bytes, sizeof bytes);
}

static bool is_authentic(const upcall_header_t *header)
{
    upcall_sha256_t hash;
    uint8_t mac[UPCALL_SHA256_BYTES];
    const uint8_t *key = upcall_state.port->key;
    upcall_hmac_begin(&hash, key, UPCALL_KEY_BYTES);
    add_header(&hash, header);
    upcall_sha256_add(&hash, upcall_state.small, MAC_OFFSET);
    upcall_hmac_end(&hash, key, UPCALL_KEY_BYTES, mac);
    /* Takes as long wherever they differ. */
    uint8_t difference = 0;
    for (uint32_t i = 0; i < UPCALL_MAC_BYTES; i++) {
        difference |= (uint8_t)(mac[i] ^ upcall_state.small[MAC_OFFSET + i]);
    }
    return difference == 0;
}

/* Reads the values into `next`; whether all fields make sense. */
static bool read_next(const upcall_header_t *header)
{
    const uint8_t *in = upcall_state.small;
    bool sound = upcall_get16(in) == UPCALL_PARAMETERS && upcall_get16(in + 2) == 0
        && upcall_get16(in + 4) <= TEN_THOUSAND && header->stage == 0;
    for (uint32_t i = 0; i < UPCALL_PARAMETERS; i++) {
        uint32_t bits = upcall_get32(in + HEAD_BYTES + 4u * i);
        sound = sound && (bits & 0x7F800000u) != 0x7F800000u; /* finite */
        memcpy(&next.values[i], &bits, sizeof next.values[i]);
    }
    next.version = header->sequence;
    next.guard_share = upcall_get16(in + 4);
    next.guard_decisions = upcall_get16(in + 6);
    return sound;
}

/* What a message that comes a second time is told, because its answer was lost. */
static upcall_ack_code_t again(uint32_t version)
{
    if (version == kept.version && memcmp(next.values, kept.values, sizeof kept.values) == 0) {
        return UPCALL_ACK_STORED;
    }
    return version == kept.rolled_back && version != 0 ? UPCALL_ACK_ROLLED_BACK : UPCALL_ACK_OLD;
}

void upcall_parameters_receive(const upcall_header_t *header)
{
    upcall_ack_code_t refusal = UPCALL_ACK_STORED;
    if (next_due) {
        refusal = UPCALL_ACK_BUSY;
    } else if (upcall_state.port->key == NULL) {
        refusal = UPCALL_ACK_NO_KEY;
    } else if (header->length != MAC_OFFSET + UPCALL_MAC_BYTES) {
        refusal = UPCALL_ACK_WRONG_SIZE;
    } else if (!is_authentic(header)) {
        refusal = UPCALL_ACK_NOT_AUTHENTIC;
    } else if (!read_next(header)) {
        refusal = UPCALL_ACK_MALFORMED;
    } else if (header->sequence <= kept.greatest) {
        say(header->sequence, again(header->sequence));
        return;
    } else {
        next_due = true;
        return;
    }
    say(header->sequence, refusal);
}

static void take_next(void)
{
    next_due = false;
    if (!upcall_ladder_set(next.values)) {
        say(next.version, UPCALL_ACK_OUT_OF_RANGE);
        return;
    }
    /* On trial the values before are the last that were not. */
    if (kept.guard_decisions == 0) {
        memcpy(kept.previous, kept.values, sizeof kept.previous);
        kept.before = kept.version;
    }
    memcpy(kept.values, next.values, sizeof kept.values);
    kept.version = next.version;
    kept.greatest = next.version;
    kept.guard_share = next.guard_share;
    kept.guard_decisions = next.guard_decisions;
    start_trial();
    store_due = true;
    say(next.version, UPCALL_ACK_STORED);
}

void upcall_parameters_poll(void)
{
    if (next_due) {
        take_next();
    }
    if (store_due) {
        store_due = false;
        kept.crc = checksum(&kept, offsetof(kept_t, crc));
        is_stored = upcall_state.port->store != NULL
            && upcall_state.port->store(&kept, sizeof kept) == (int)sizeof kept;
    }
}

static void roll_back(void)
{
    kept.rolled_back = kept.version;
    memcpy(kept.values, kept.previous, sizeof kept.values);
    kept.version = kept.before;
    kept.guard_decisions = 0;
    (void)upcall_ladder_set(kept.values); /* they were in use before */
    store_due = true;
    say(kept.rolled_back, UPCALL_ACK_ROLLED_BACK);
}

void upcall_parameters_decided(upcall_verdict_t verdict)
{
    if (kept.guard_decisions == 0 || verdict == UPCALL_CONTINUE) {
        return;
    }
    decided++;
    /* Also what may not be asked, or not at once: the policy is no surer for that. */
    bool sure = verdict == UPCALL_ACCEPT || verdict == UPCALL_AUDIT;
    asked = (uint16_t)(asked + (sure ? 0u : 1u));
    /* As soon as the share of all decisions is passed: the rest of them cannot mend it. */
    if ((uint32_t)asked * TEN_THOUSAND > (uint32_t)kept.guard_share * kept.guard_decisions) {
        roll_back();
    } else if (decided >= kept.guard_decisions) {
        kept.guard_decisions = 0;
        store_due = true;
    }
}

upcall_parameters_report_t upcall_parameters_report(void)
{
    upcall_parameters_report_t report = {
        .version = kept.version,
        .rolled_back = kept.rolled_back,
        .kept = is_stored && !store_due,
    };
    return report;
}

#endif

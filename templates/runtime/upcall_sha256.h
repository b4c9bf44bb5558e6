/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* SHA-256 (FIPS 180-4) and HMAC over it (RFC 2104). Linked only where the host may push parameters. */
#ifndef UPCALL_SHA256_H
#define UPCALL_SHA256_H

#include <stdint.h>

#define UPCALL_SHA256_BYTES 32u
#define UPCALL_SHA256_BLOCK_BYTES 64u

typedef struct {
    uint32_t state[8];
    uint32_t length; /* bytes added */
    uint8_t block[UPCALL_SHA256_BLOCK_BYTES];
} upcall_sha256_t;

void upcall_sha256_begin(upcall_sha256_t *hash);

/** At most 2^29 - 1 bytes in all. */
void upcall_sha256_add(upcall_sha256_t *hash, const uint8_t *data, uint32_t length);

/** `digest` [UPCALL_SHA256_BYTES] */
void upcall_sha256_end(upcall_sha256_t *hash, uint8_t *digest);

/** Starts HMAC-SHA-256 with a key of at most UPCALL_SHA256_BLOCK_BYTES; upcall_sha256_add goes on. */
void upcall_hmac_begin(upcall_sha256_t *hash, const uint8_t *key, uint32_t key_length);

/** The same key again; `mac` [UPCALL_SHA256_BYTES] */
void upcall_hmac_end(upcall_sha256_t *hash, const uint8_t *key, uint32_t key_length, uint8_t *mac);

#endif

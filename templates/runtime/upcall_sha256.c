/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_sha256.h"

#include <string.h>

#include "upcall_limits.h"

#if UPCALL_PARAMETERS > 0

#define LENGTH_BYTES 8u
#define INNER 0x36u
#define OUTER 0x5Cu

/* The first 32 bits of the fractions of the cube roots of the first 64 primes. */
static const uint32_t rounds[64] = {
    0x428A2F98u, 0x71374491u, 0xB5C0FBCFu, 0xE9B5DBA5u, 0x3956C25Bu, 0x59F111F1u, 0x923F82A4u,
    0xAB1C5ED5u, 0xD807AA98u, 0x12835B01u, 0x243185BEu, 0x550C7DC3u, 0x72BE5D74u, 0x80DEB1FEu,
    0x9BDC06A7u, 0xC19BF174u, 0xE49B69C1u, 0xEFBE4786u, 0x0FC19DC6u, 0x240CA1CCu, 0x2DE92C6Fu,
    0x4A7484AAu, 0x5CB0A9DCu, 0x76F988DAu, 0x983E5152u, 0xA831C66Du, 0xB00327C8u, 0xBF597FC7u,
    0xC6E00BF3u, 0xD5A79147u, 0x06CA6351u, 0x14292967u, 0x27B70A85u, 0x2E1B2138u, 0x4D2C6DFCu,
    0x53380D13u, 0x650A7354u, 0x766A0ABBu, 0x81C2C92Eu, 0x92722C85u, 0xA2BFE8A1u, 0xA81A664Bu,
    0xC24B8B70u, 0xC76C51A3u, 0xD192E819u, 0xD6990624u, 0xF40E3585u, 0x106AA070u, 0x19A4C116u,
    0x1E376C08u, 0x2748774Cu, 0x34B0BCB5u, 0x391C0CB3u, 0x4ED8AA4Au, 0x5B9CCA4Fu, 0x682E6FF3u,
    0x748F82EEu, 0x78A5636Fu, 0x84C87814u, 0x8CC70208u, 0x90BEFFFAu, 0xA4506CEBu, 0xBEF9A3F7u,
    0xC67178F2u,
};

static uint32_t rotate(uint32_t x, uint32_t places)
{
    return (x >> places) | (x << (32u - places));
}

static uint32_t big_endian(const uint8_t *bytes)
{
    return ((uint32_t)bytes[0] << 24) | ((uint32_t)bytes[1] << 16) | ((uint32_t)bytes[2] << 8)
        | bytes[3];
}

static void put_big_endian(uint8_t *bytes, uint32_t value)
{
    for (uint32_t i = 0; i < 4u; i++) {
        bytes[i] = (uint8_t)(value >> (24u - 8u * i));
    }
}

/* The names are those of FIPS 180-4, section 6.2.2; of the message schedule 16 words are kept. */
static void compress(upcall_sha256_t *hash)
{
    uint32_t w[16];
    uint32_t s[8];
    memcpy(s, hash->state, sizeof s);
    for (uint32_t t = 0; t < 64u; t++) {
        uint32_t next;
        if (t < 16u) {
            next = big_endian(hash->block + 4u * t);
        } else {
            uint32_t early = w[(t + 1u) & 15u];
            uint32_t late = w[(t + 14u) & 15u];
            next = w[t & 15u] + w[(t + 9u) & 15u]
                + (rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3))
                + (rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10));
        }
        w[t & 15u] = next;
        uint32_t t1 = s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25))
            + ((s[4] & s[5]) ^ (~s[4] & s[6])) + rounds[t] + next;
        uint32_t t2 = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22))
            + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7u * sizeof s[0]);
        s[4] += t1;
        s[0] = t1 + t2;
    }
    for (uint32_t i = 0; i < 8u; i++) {
        hash->state[i] += s[i];
    }
}

void upcall_sha256_begin(upcall_sha256_t *hash)
{
    static const uint32_t start[8] = {
        0x6A09E667u, 0xBB67AE85u, 0x3C6EF372u, 0xA54FF53Au,
        0x510E527Fu, 0x9B05688Cu, 0x1F83D9ABu, 0x5BE0CD19u,
    };
    memcpy(hash->state, start, sizeof start);
    hash->length = 0;
}

void upcall_sha256_add(upcall_sha256_t *hash, const uint8_t *data, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        hash->block[hash->length % UPCALL_SHA256_BLOCK_BYTES] = data[i];
        hash->length++;
        if (hash->length % UPCALL_SHA256_BLOCK_BYTES == 0) {
            compress(hash);
        }
    }
}

void upcall_sha256_end(upcall_sha256_t *hash, uint8_t *digest)
{
    static const uint8_t one = 0x80, zero = 0;
    uint8_t bits[LENGTH_BYTES] = {0};
    put_big_endian(bits + 4, 8u * hash->length);
    upcall_sha256_add(hash, &one, 1);
    while (hash->length % UPCALL_SHA256_BLOCK_BYTES != UPCALL_SHA256_BLOCK_BYTES - LENGTH_BYTES) {
        upcall_sha256_add(hash, &zero, 1);
    }
    upcall_sha256_add(hash, bits, LENGTH_BYTES);
    for (uint32_t i = 0; i < 8u; i++) {
        put_big_endian(digest + 4u * i, hash->state[i]);
    }
}

static void begin_padded(upcall_sha256_t *hash, const uint8_t *key, uint32_t length, uint8_t pad)
{
    upcall_sha256_begin(hash);
    for (uint32_t i = 0; i < UPCALL_SHA256_BLOCK_BYTES; i++) {
        uint8_t byte = (uint8_t)((i < length ? key[i] : 0u) ^ pad);
        upcall_sha256_add(hash, &byte, 1);
    }
}

void upcall_hmac_begin(upcall_sha256_t *hash, const uint8_t *key, uint32_t key_length)
{
    begin_padded(hash, key, key_length, INNER);
}

void upcall_hmac_end(upcall_sha256_t *hash, const uint8_t *key, uint32_t key_length, uint8_t *mac)
{
    uint8_t inner[UPCALL_SHA256_BYTES];
    upcall_sha256_end(hash, inner);
    begin_padded(hash, key, key_length, OUTER);
    upcall_sha256_add(hash, inner, UPCALL_SHA256_BYTES);
    upcall_sha256_end(hash, mac);
}

#endif

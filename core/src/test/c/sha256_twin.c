/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* SHA-256 and HMAC in C, driven by Sha256TwinTest over stdin and stdout, built with sanitizers.
 *
 *   request   key length u8, length u32, key, bytes        reply   length u32, digest or MAC
 *             without a key the digest is asked for
 */
#include <stdio.h>

#include "upcall_sha256.h"

#define MAX_BYTES 100000u

static uint8_t in[MAX_BYTES];

int main(void)
{
    uint8_t head[5];
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        uint32_t length = head[1] | (uint32_t)head[2] << 8 | (uint32_t)head[3] << 16;
        uint8_t key = head[0];
        uint8_t out[4 + UPCALL_SHA256_BYTES] = {UPCALL_SHA256_BYTES};
        upcall_sha256_t hash;
        if (head[4] != 0 || length > MAX_BYTES || key > length || fread(in, 1, length, stdin) != length) {
            return 1;
        }
        if (key == 0) {
            upcall_sha256_begin(&hash);
        } else {
            upcall_hmac_begin(&hash, in, key);
        }
        /* In two pieces: callers add what they have. */
        uint32_t first = (length - key) / 3u;
        upcall_sha256_add(&hash, in + key, first);
        upcall_sha256_add(&hash, in + key + first, length - key - first);
        if (key == 0) {
            upcall_sha256_end(&hash, out + 4);
        } else {
            upcall_hmac_end(&hash, in, key, out + 4);
        }
        if (fwrite(out, 1, sizeof out, stdout) != sizeof out) {
            return 1;
        }
        fflush(stdout);
    }
    return 0;
}

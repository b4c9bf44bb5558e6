/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* The whole runtime on a port in memory with a clock set from outside, driven by DeviceRuntimeTest.
 *
 *   request   op u8, now u32, length u32, bytes
 *   'P' bytes arrive, then upcall_poll         reply   status u8, result 20 B, line bytes
 *   'S' upcall_submit of an input              reply   status u8, sequence u32
 *   'C' capacity u8: line bytes the port takes at each poll, 0 for all       (no reply)
 *   'K' bits u8: from the next start on it has a key, stores; what is stored is damaged; it was built
 *       with other parameters; nothing is stored                             (no reply)
 *   'B' boot u32: the device restarts                                        (no reply)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_board.h"
#include "upcall_wire.h"

#define MAX_BYTES FAKE_BOARD_BYTES

static uint8_t in[MAX_BYTES];
static uint32_t in_length;
static uint32_t capacity;

static void reply(const uint8_t *bytes, uint32_t length)
{
    uint8_t head[4];
    upcall_put32(head, length);
    if (fwrite(head, 1, 4, stdout) != 4 || fwrite(bytes, 1, length, stdout) != length) {
        exit(1);
    }
    fflush(stdout);
}

static void poll(void)
{
    upcall_result_t result;
    memset(&result, 0, sizeof result);
    fake_board_receive(in, in_length);
    uint8_t *out = fake_board.out;
    fake_board.room = capacity == 0 ? MAX_BYTES : capacity;
    fake_board.out_length = 21;
    out[0] = (uint8_t)upcall_poll(&result);
    upcall_put32(out + 1, result.sequence);
    out[5] = (uint8_t)result.source;
    out[6] = result.stage;
    upcall_put16(out + 7, result.class_index);
    upcall_put16(out + 9, result.device_class);
    memcpy(out + 11, &result.confidence, 4);
    upcall_put32(out + 15, result.members);
    out[19] = result.logits != NULL ? (uint8_t)result.logits[0] : 0;
    out[20] = (uint8_t)upcall_idle_ms();
    reply(out, fake_board.out_length);
}

static void submit(void)
{
    uint8_t answer[5];
    uint32_t sequence = 0;
    answer[0] = (uint8_t)upcall_submit((const int8_t *)in, &sequence);
    upcall_put32(answer + 1, sequence);
    memset(in, 0x55, UPCALL_INPUT_BYTES); /* the caller may overwrite it */
    reply(answer, sizeof answer);
}

int main(void)
{
    uint8_t head[9];
    if (upcall_poll(&(upcall_result_t){0}) != UPCALL_NOT_STARTED || upcall_init(NULL) == UPCALL_OK
        || upcall_idle_ms() > 100u) {
        return 1;
    }
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        fake_board.now = upcall_get32(head + 1);
        in_length = upcall_get32(head + 5);
        if (in_length > MAX_BYTES || fread(in, 1, in_length, stdin) != in_length) {
            return 1;
        }
        switch (head[0]) {
        case 'P':
            poll();
            break;
        case 'S':
            submit();
            break;
        case 'C':
            capacity = in[0];
            break;
        case 'K':
            fake_board.has_key = (in[0] & 1) != 0;
            fake_board.stores = (in[0] & 2) != 0;
            fake_board.damaged = (in[0] & 4) != 0;
            fake_board.rebuilt = (in[0] & 8) != 0;
            fake_board.erased = (in[0] & 16) != 0;
            break;
        default:
            fake_board_start(upcall_get32(in));
            break;
        }
    }
    return 0;
}

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
 *   'B' boot u32: the device restarts                                        (no reply)
 *
 * The ladder: scores are the input's first ten bytes; the last byte is the verdict.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "upcall.h"
#include "upcall_wire.h"

#define MAX_BYTES 100000u

static uint8_t in[MAX_BYTES];
static uint32_t in_length;
static uint8_t line[MAX_BYTES]; /* what has arrived and was not read yet */
static uint32_t line_length;
static uint8_t out[MAX_BYTES];
static uint32_t out_length;
static uint32_t capacity;
static uint32_t room;
static uint32_t now;
static int8_t arena[UPCALL_INPUT_BYTES];
static upcall_port_t port;

static int port_read(uint8_t *data, int limit)
{
    uint32_t count = line_length < (uint32_t)limit ? line_length : (uint32_t)limit;
    memcpy(data, line, count);
    line_length -= count;
    memmove(line, line + count, line_length);
    return (int)count;
}

static int port_write(const uint8_t *data, int length)
{
    int count = 0;
    while (count < length && room > 0 && out_length < MAX_BYTES) {
        out[out_length++] = data[count++];
        room--;
    }
    return count;
}

static uint32_t port_millis(void)
{
    return now;
}

static void port_sleep(uint32_t milliseconds)
{
    (void)milliseconds;
}

static void port_fault(upcall_status_t status)
{
    exit((int)status);
}

void upcall_ladder_run(const int8_t *input, upcall_outcome_t *outcome)
{
    memcpy(arena, input, UPCALL_INPUT_BYTES);
    outcome->top = 0;
    for (uint8_t i = 1; i < UPCALL_CLASSES; i++) {
        if (arena[i] > arena[outcome->top]) {
            outcome->top = i;
        }
    }
    bool asks = arena[UPCALL_INPUT_BYTES - 1] == UPCALL_UPCALL;
    outcome->verdict = asks ? UPCALL_UPCALL : UPCALL_ACCEPT;
    outcome->stage = 1;
    outcome->logits = arena;
}

void upcall_preprocess(const uint8_t *raw, int8_t *input)
{
    for (int i = 0; i < UPCALL_INPUT_BYTES; i++) {
        input[i] = (int8_t)(raw[i] - 128);
    }
}

#if UPCALL_PARAMETERS > 0
int upcall_ladder_set(uint8_t stage, const float *values, uint16_t count)
{
    return stage == 1 && count == 2 && values[0] <= values[1];
}
#endif

static void start(uint32_t boot)
{
    line_length = 0;
    port = (upcall_port_t){
        .read = port_read,
        .write = port_write,
        .millis = port_millis,
        .sleep = port_sleep,
        .fault = port_fault,
        .device_id = 0xC0FFEE,
        .boot = boot,
    };
    if (upcall_init(&port) != UPCALL_OK) {
        exit(1);
    }
}

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
    if (in_length > MAX_BYTES - line_length) {
        exit(1);
    }
    memcpy(line + line_length, in, in_length);
    line_length += in_length;
    room = capacity == 0 ? MAX_BYTES : capacity;
    out_length = 21;
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
    reply(out, out_length);
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
        now = upcall_get32(head + 1);
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
        default:
            start(upcall_get32(in));
            break;
        }
    }
    return 0;
}

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "fake_board.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "upcall_limits.h"

fake_board_t fake_board;

static int8_t arena[UPCALL_INPUT_BYTES];
static upcall_port_t port;

#if UPCALL_PARAMETERS > 0
/* As long as the first is over ASKS_ALWAYS no stage accepts. */
static float parameters[UPCALL_PARAMETERS];
#define ASKS_ALWAYS 0.75f
#endif

static int port_read(uint8_t *data, int limit)
{
    uint32_t count = (uint32_t)limit;
    if (count > fake_board.line_length) {
        count = fake_board.line_length;
    }
    memcpy(data, fake_board.line, count);
    fake_board.line_length -= count;
    memmove(fake_board.line, fake_board.line + count, fake_board.line_length);
    return (int)count;
}

static int port_write(const uint8_t *data, int length)
{
    int count = 0;
    while (count < length && fake_board.room > 0 && fake_board.out_length < FAKE_BOARD_BYTES) {
        fake_board.out[fake_board.out_length++] = data[count++];
        fake_board.room--;
    }
    return count;
}

static uint32_t port_millis(void)
{
    return fake_board.now;
}

static void port_sleep(uint32_t milliseconds)
{
    (void)milliseconds;
}

static void port_fault(upcall_status_t status)
{
    exit((int)status);
}

void fake_board_receive(const uint8_t *bytes, uint32_t length)
{
    if (length > FAKE_BOARD_BYTES - fake_board.line_length) {
        exit(1);
    }
    memcpy(fake_board.line + fake_board.line_length, bytes, length);
    fake_board.line_length += length;
}

#if UPCALL_LEARNS
/* Classes that the host found right do not ask again. */
static bool confirmed[UPCALL_CLASSES];

void upcall_ladder_init(void)
{
    memset(confirmed, 0, sizeof confirmed);
}

void upcall_ladder_feedback(
    uint8_t stage, const int8_t *logits, uint8_t agreeing, uint16_t local, uint16_t label,
    bool audited)
{
    if (stage < UPCALL_STAGES && agreeing == 1 && logits[local] >= logits[0]) {
        confirmed[label] = audited || local == label; /* so that a test can tell audits apart */
    }
}
#endif

#if UPCALL_GATE
/* Samples with anything in their last byte but one are sent at once. */
bool upcall_ladder_gate(const int8_t *input)
{
    return input[UPCALL_INPUT_BYTES - 2] != 0;
}
#endif

/* The sample's last byte says the verdict behind each stage, two bits each; the last always ends.
 * Where there are more verdicts, 3 is the one that the byte before it says. */
void upcall_ladder_run(uint8_t stage, const int8_t *input, upcall_outcome_t *outcome)
{
    if (stage == 0) {
        memmove(arena, input, UPCALL_INPUT_BYTES);
    } else if (UPCALL_KEEPS_INPUT ? memcmp(arena, input, UPCALL_INPUT_BYTES) != 0 : input != NULL) {
        exit(1);
    }
    outcome->top = 0;
    for (uint8_t i = 1; i < UPCALL_CLASSES; i++) {
        if (arena[i] > arena[outcome->top]) {
            outcome->top = i;
        }
    }
    uint32_t verdicts = (uint8_t)arena[UPCALL_INPUT_BYTES - 1];
    uint32_t verdict = verdicts >> (2 * stage) & 3u;
    bool ends = stage == UPCALL_STAGES - 1 && verdict == UPCALL_CONTINUE;
    outcome->verdict = verdict > UPCALL_UPCALL || ends ? UPCALL_ACCEPT : (upcall_verdict_t)verdict;
#if UPCALL_CHECKS
    if (verdict > UPCALL_UPCALL) {
        outcome->verdict = (upcall_verdict_t)arena[UPCALL_INPUT_BYTES - 2];
    }
#endif
#if UPCALL_SURROUNDINGS
    if (verdict == UPCALL_UPCALL && !upcall_surroundings.linked) {
        outcome->verdict = UPCALL_DEGRADE;
    }
#endif
#if UPCALL_LEARNS
    if (outcome->verdict == UPCALL_UPCALL && confirmed[outcome->top]) {
        outcome->verdict = UPCALL_ACCEPT;
    }
#endif
#if UPCALL_PARAMETERS > 0
    if (outcome->verdict == UPCALL_ACCEPT && parameters[0] > ASKS_ALWAYS) {
        outcome->verdict = UPCALL_UPCALL;
    }
#endif
    outcome->stage = stage;
    outcome->agreeing = 1;
    outcome->logits = arena;
}

#if UPCALL_FEATURE_MAP_BYTES > 0
/* What a stage leaves: its sample's first bytes, fewer behind the second. */
uint32_t upcall_ladder_feature_map(uint8_t stage, int8_t *map)
{
    uint32_t bytes = UPCALL_FEATURE_MAP_BYTES - 1u * stage;
    memcpy(map, arena, bytes);
    return bytes;
}

int8_t *upcall_ladder_input(void)
{
    return arena;
}
#endif

void upcall_preprocess(const uint8_t *raw, int8_t *input)
{
    for (int i = 0; i < UPCALL_INPUT_BYTES; i++) {
        input[i] = (int8_t)(raw[i] - 128);
    }
}

const uint8_t fake_board_key[UPCALL_KEY_BYTES] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};

#if UPCALL_PARAMETERS > 0
static uint8_t stored[1024];
static int stored_length;

static int port_store(const void *data, int length)
{
    memcpy(stored, data, (size_t)length);
    stored_length = length;
    return length;
}

static int port_load(void *data, int length)
{
    int count = length < stored_length ? length : stored_length;
    memcpy(data, stored, (size_t)count);
    return count;
}

static void start_parameters(void)
{
    for (uint32_t i = 0; i < UPCALL_PARAMETERS; i++) {
        parameters[i] = fake_board.rebuilt ? 0.125f : 0.5f;
    }
    port.key = fake_board.has_key ? fake_board_key : NULL;
    port.store = fake_board.stores ? port_store : NULL;
    port.load = fake_board.stores ? port_load : NULL;
    stored_length = fake_board.erased ? 0 : stored_length;
    stored[stored_length / 2] ^= fake_board.damaged ? 1u : 0u;
}

/* From 0 to 1 each. */
bool upcall_ladder_set(const float *values)
{
    for (uint32_t i = 0; i < UPCALL_PARAMETERS; i++) {
        if (!(values[i] >= 0 && values[i] <= 1)) {
            return false;
        }
    }
    memcpy(parameters, values, sizeof parameters);
    return true;
}

void upcall_ladder_get(float *values)
{
    memcpy(values, parameters, sizeof parameters);
}
#endif

void fake_board_start(uint32_t boot)
{
    fake_board.line_length = 0;
    port = (upcall_port_t){
        .read = port_read,
        .write = port_write,
        .millis = port_millis,
        .sleep = port_sleep,
        .fault = port_fault,
        .device_id = 0xC0FFEE,
        .boot = boot,
    };
#if UPCALL_PARAMETERS > 0
    start_parameters();
#endif
    if (upcall_init(&port) != UPCALL_OK) {
        exit(1);
    }
}


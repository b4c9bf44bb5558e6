/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* A host gone mad against the whole runtime, for libFuzzer. The fuzzer's bytes are a script, so that
 * it need not guess checksums:
 *
 *   0 count bytes        those bytes come over the line as they are
 *   1 type flags sequence boot size bytes     a message in frames, its checksum right if boot & 2 is 0, of
 *                                           another version if boot & 4 is not
 *   2 part parts count bytes                  a frame, its checksum right
 *   3 top asks           upcall_submit
 *   4 time               that many times 8 ms pass
 *   5                    everything the device has sent is acknowledged
 *   6 window             hello
 *   7                    the device restarts
 */
#include <stdlib.h>
#include <string.h>

#include "fake_board.h"
#include "upcall_crc32c.h"
#include "upcall_serial.h"
#include "upcall_sha256.h"

#define BOOT 77u
#define MESSAGE_MAX 4096u

typedef struct {
    const uint8_t *bytes;
    size_t left;
} script_t;

static uint8_t next(script_t *script)
{
    if (script->left == 0) {
        return 0;
    }
    script->left--;
    return *script->bytes++;
}

static uint32_t take(script_t *script, uint8_t *to, uint32_t count)
{
    count = count < script->left ? count : (uint32_t)script->left;
    memcpy(to, script->bytes, count);
    script->bytes += count;
    script->left -= count;
    return count;
}

static uint8_t byte_of(const void *context, uint32_t index)
{
    return ((const uint8_t *)context)[index];
}

/* `frame` has room for its checksum behind `length`. */
static void send_frame(uint8_t *frame, uint32_t length)
{
    uint8_t line[UPCALL_FRAME_MAX + 8];
    uint32_t count = 0;
    upcall_cobs_encoder_t encoder;
    upcall_put32(frame + length, ~upcall_crc32c(UPCALL_CRC32C_START, frame, length));
    upcall_cobs_encode(&encoder, byte_of, frame, length + 4u);
    while (upcall_cobs_next(&encoder, line + count)) {
        count++;
    }
    line[count++] = 0;
    fake_board_receive(line, count);
}

/* As somebody who has the key would. */
static void sign(uint8_t *message, uint32_t length)
{
    upcall_sha256_t hash;
    uint8_t mac[UPCALL_SHA256_BYTES];
    uint8_t *payload = message + UPCALL_HEADER_BYTES;
    upcall_hmac_begin(&hash, fake_board_key, UPCALL_KEY_BYTES);
    upcall_sha256_add(&hash, message, 24);
    upcall_sha256_add(&hash, payload, length - UPCALL_MAC_BYTES);
    upcall_hmac_end(&hash, fake_board_key, UPCALL_KEY_BYTES, mac);
    memcpy(payload + length - UPCALL_MAC_BYTES, mac, UPCALL_MAC_BYTES);
}

static void send_message(script_t *script)
{
    static uint8_t message[MESSAGE_MAX];
    upcall_put32(message, UPCALL_WIRE_VERSION);
    message[1] = next(script);
    message[2] = next(script);
    message[3] = message[1] == UPCALL_MESSAGE_PARAMETERS ? 0 : 1;
    upcall_put32(message + 4, 0xC0FFEE);
    upcall_put32(message + 12, next(script));
    uint8_t boot = next(script);
    upcall_put32(message + 8, BOOT + (boot & 1u));
    message[0] = (uint8_t)(message[0] + (boot >> 2 & 1u));
    for (uint8_t i = 0; i < 8; i++) {
        message[16 + i] = (uint8_t)(i + 1);
    }
    const uint32_t sizes[4] = {0, 4, 12, UPCALL_INPUT_BYTES};
    uint32_t size = next(script);
    size = size < 4u ? sizes[size] : size * 13u;
    size = message[1] == UPCALL_MESSAGE_PARAMETERS && size < 13u ? UPCALL_SMALL_BYTES : size;
    memset(message + UPCALL_HEADER_BYTES, 0, size);
    (void)take(script, message + UPCALL_HEADER_BYTES, size);
    uint32_t length = size;
    upcall_put32(message + 24, length);
    if (message[1] == UPCALL_MESSAGE_PARAMETERS && length == UPCALL_SMALL_BYTES) {
        sign(message, length);
    }
    length += UPCALL_HEADER_BYTES;
    upcall_put32(message + length, ~upcall_crc32c(UPCALL_CRC32C_START, message, length));
    message[length] ^= boot >> 1 & 1u;
    length += 4u;
    uint32_t parts = (length + UPCALL_FRAME_DATA - 1u) / UPCALL_FRAME_DATA;
    for (uint32_t part = 0; part < parts; part++) {
        uint8_t frame[UPCALL_FRAME_MAX];
        uint32_t at = part * UPCALL_FRAME_DATA;
        uint32_t data = length - at < UPCALL_FRAME_DATA ? length - at : UPCALL_FRAME_DATA;
        frame[0] = (uint8_t)part;
        frame[1] = (uint8_t)parts;
        memcpy(frame + 2, message + at, data);
        send_frame(frame, data + 2u);
    }
}

static void send_acknowledgement(uint32_t mark)
{
    uint8_t frame[UPCALL_CONTROL_BYTES] = {0};
    upcall_put32(frame + 2, mark);
    send_frame(frame, 6);
}

/* Reads what the device has written and acknowledges its data frames. */
static void acknowledge_all(void)
{
    static uint8_t frame[UPCALL_FRAME_MAX];
    static uint32_t key;
    upcall_cobs_decoder_t decoder;
    upcall_cobs_decode(&decoder, frame, sizeof frame);
    for (uint32_t i = 0; i < fake_board.out_length; i++) {
        if (fake_board.out[i] != 0) {
            upcall_cobs_push(&decoder, fake_board.out[i]);
            continue;
        }
        uint32_t end = decoder.length;
        if (end > 14u && frame[1] != 0) {
            uint32_t crc = upcall_get32(frame + end - 4u);
            if (frame[0] == 0) {
                key = crc ^ upcall_get32(frame + end - 8u);
            }
            send_acknowledgement(frame[0] == 0 ? key : crc ^ key);
        }
        upcall_cobs_decode(&decoder, frame, sizeof frame);
    }
    fake_board.out_length = 0;
}

static void poll_device(void)
{
    upcall_result_t result;
    fake_board.room = FAKE_BOARD_BYTES;
    if (fake_board.out_length > FAKE_BOARD_BYTES / 2) {
        fake_board.out_length = 0;
    }
    upcall_status_t status = upcall_poll(&result);
    if (status == UPCALL_OK
        && (result.class_index >= UPCALL_CLASSES || result.source > UPCALL_CORRECTED
            || result.confidence < 0 || result.confidence > 1)) {
        abort();
    }
    if (status != UPCALL_OK && status != UPCALL_NOTHING) {
        abort();
    }
}

static void submit(script_t *script)
{
    int8_t input[UPCALL_INPUT_BYTES] = {0};
    uint32_t sequence = 0;
    input[next(script) % UPCALL_CLASSES] = 9;
    input[UPCALL_INPUT_BYTES - 1] = (int8_t)(next(script) & 2);
    upcall_status_t status = upcall_submit(input, &sequence);
    if (status != UPCALL_OK && status != UPCALL_BUSY) {
        abort();
    }
}

static void step(script_t *script)
{
    uint8_t bytes[UPCALL_FRAME_MAX];
    uint32_t count;
    switch (next(script) & 7) {
    case 0:
        count = take(script, bytes, next(script));
        fake_board_receive(bytes, count);
        break;
    case 1:
        send_message(script);
        break;
    case 2:
        bytes[0] = next(script);
        bytes[1] = next(script);
        send_frame(bytes, 2u + take(script, bytes + 2, next(script)));
        break;
    case 3:
        submit(script);
        break;
    case 4:
        fake_board.now += next(script) * 8u;
        break;
    case 5:
        acknowledge_all();
        break;
    case 6:
        upcall_put32(bytes, 1);
        upcall_put32(bytes + 2, (uint32_t)(1u | (uint32_t)(next(script) << 8)));
        send_frame(bytes, 6);
        break;
    default:
        fake_board_start(BOOT + (next(script) & 1u));
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    script_t script = {data, size};
    fake_board.now = 0;
    fake_board.out_length = 0;
    fake_board.has_key = true;
    fake_board.stores = true;
    fake_board_start(BOOT);
    while (script.left > 0) {
        step(&script);
        poll_device();
        poll_device();
    }
    return 0;
}

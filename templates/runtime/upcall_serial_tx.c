/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include <stddef.h>
#include <string.h>

#include "upcall_crc32c.h"
#include "upcall_serial.h"

#define HEAD 2u
#define CRC_BYTES 4u
#define REPEAT_MS 300u     /* to the first repetition; doubles */
#define REPEAT_MAX_MS 2400u
#define RESTART_AFTER 3u   /* silences: start again with part 0, the other end may have forgotten */
#define LOST_AFTER 7u      /* silences, about 10 s: nobody is there */

enum { BETWEEN, LEAD, BODY, TRAIL };

void upcall_serial_tx_start(upcall_serial_tx_t *tx)
{
    memset(tx, 0, sizeof *tx);
    tx->window = 1;
}

void upcall_serial_tx_send(upcall_serial_tx_t *tx, const upcall_message_t *message)
{
    tx->message = message;
    tx->parts = (uint8_t)((message->length + UPCALL_FRAME_DATA - 1u) / UPCALL_FRAME_DATA);
    tx->base = 0;
    tx->next = 0;
    tx->silences = 0;
    tx->lost = false;
    tx->delivered = false;
}

void upcall_serial_tx_cancel(upcall_serial_tx_t *tx)
{
    tx->message = NULL;
    if (!tx->is_control && tx->stage != BETWEEN) {
        /* Its bytes are no longer ours to read: end the frame here, the receiver drops it. */
        tx->stage = TRAIL;
    }
}

void upcall_serial_tx_acknowledge(upcall_serial_tx_t *tx, uint32_t mark)
{
    tx->acknowledge = true;
    tx->acknowledged = mark;
}

bool upcall_serial_tx_settled(const upcall_serial_tx_t *tx)
{
    return !tx->acknowledge && !(tx->is_control && tx->stage != BETWEEN);
}

void upcall_serial_tx_heard(upcall_serial_tx_t *tx, uint32_t mark, uint32_t now)
{
    if (tx->message == NULL) {
        return;
    }
    for (uint8_t part = tx->base; part < tx->next; part++) {
        if (tx->mark[part % UPCALL_TX_WINDOW] == mark) {
            tx->base = (uint8_t)(part + 1u);
            tx->silences = 0;
            tx->repeat_at = now + REPEAT_MS;
            break;
        }
    }
    if (tx->base == tx->parts) {
        upcall_serial_tx_cancel(tx);
        tx->delivered = true;
    }
}

/* Byte `index` of the frame going out, before COBS. */
static uint8_t frame_byte(const void *context, uint32_t index)
{
    const upcall_serial_tx_t *tx = context;
    if (tx->is_control) {
        return tx->control[index];
    }
    if (index < HEAD) {
        return index == 0 ? tx->part : tx->parts;
    }
    uint32_t end = (uint32_t)tx->frame_length - CRC_BYTES;
    if (index >= end) {
        return tx->frame_crc[index - end];
    }
    return upcall_message_byte(tx->message, tx->part * (uint32_t)UPCALL_FRAME_DATA + index - HEAD);
}

static uint32_t frame_checksum(const upcall_serial_tx_t *tx)
{
    uint32_t crc = UPCALL_CRC32C_START;
    uint32_t end = (uint32_t)tx->frame_length - CRC_BYTES;
    for (uint32_t i = 0; i < end; i++) {
        uint8_t byte = frame_byte(tx, i);
        crc = upcall_crc32c(crc, &byte, 1);
    }
    return ~crc;
}

static void begin_acknowledgement(upcall_serial_tx_t *tx)
{
    tx->is_control = true;
    tx->frame_length = UPCALL_CONTROL_BYTES;
    tx->control[0] = 0;
    tx->control[1] = 0;
    upcall_put32(tx->control + HEAD, tx->acknowledged);
    uint32_t crc = ~upcall_crc32c(UPCALL_CRC32C_START, tx->control, HEAD + CRC_BYTES);
    upcall_put32(tx->control + HEAD + CRC_BYTES, crc);
}

static void begin_data(upcall_serial_tx_t *tx)
{
    uint32_t rest = tx->message->length - tx->next * (uint32_t)UPCALL_FRAME_DATA;
    uint32_t data = rest < UPCALL_FRAME_DATA ? rest : UPCALL_FRAME_DATA;
    tx->is_control = false;
    tx->part = tx->next;
    tx->frame_length = (uint16_t)(data + UPCALL_FRAME_OVERHEAD);
    uint32_t crc = frame_checksum(tx);
    upcall_put32(tx->frame_crc, crc);
    if (tx->part == 0) {
        uint8_t tail[CRC_BYTES]; /* messages are longer than that */
        for (uint8_t i = 0; i < CRC_BYTES; i++) {
            tail[i] = frame_byte(tx, HEAD + data - CRC_BYTES + i);
        }
        tx->key = crc ^ upcall_get32(tail);
    }
    tx->mark[tx->part % UPCALL_TX_WINDOW] = tx->part == 0 ? tx->key : crc ^ tx->key;
    tx->next++;
}

static void note_silence(upcall_serial_tx_t *tx, uint32_t now)
{
    if (tx->next == tx->base || (int32_t)(now - tx->repeat_at) < 0) {
        return;
    }
    tx->silences++;
    tx->resent += (uint32_t)(tx->next - tx->base);
    if (tx->silences == LOST_AFTER) {
        upcall_serial_tx_cancel(tx);
        tx->lost = true;
        return;
    }
    if (tx->silences % RESTART_AFTER == 0) {
        tx->base = 0;
    }
    tx->next = tx->base;
}

/* Chooses what goes out next: an acknowledgement, a frame of the message, or nothing. */
static bool begin_frame(upcall_serial_tx_t *tx, uint32_t now)
{
    if (tx->acknowledge) {
        tx->acknowledge = false;
        begin_acknowledgement(tx);
    } else {
        if (tx->message != NULL) {
            note_silence(tx, now);
        }
        uint8_t window = tx->window < UPCALL_TX_WINDOW ? tx->window : UPCALL_TX_WINDOW;
        if (tx->message == NULL || tx->next == tx->parts || tx->next - tx->base >= window) {
            return false;
        }
        begin_data(tx);
    }
    upcall_cobs_encode(&tx->cobs, frame_byte, tx, tx->frame_length);
    tx->stage = LEAD;
    return true;
}

static void end_frame(upcall_serial_tx_t *tx, uint32_t now)
{
    tx->stage = BETWEEN;
    if (!tx->is_control) {
        /* Counted from the end of the last frame, so that a slow line's own time is not in it. */
        uint32_t wait = REPEAT_MS << (tx->silences < 8u ? tx->silences : 8u);
        tx->repeat_at = now + (wait < REPEAT_MAX_MS ? wait : REPEAT_MAX_MS);
    }
}

bool upcall_serial_tx_next(upcall_serial_tx_t *tx, uint32_t now, uint8_t *byte)
{
    if (tx->stage == BETWEEN && !begin_frame(tx, now)) {
        return false;
    }
    *byte = 0;
    if (tx->stage == LEAD) {
        tx->stage = BODY;
    } else if (tx->stage == TRAIL || !upcall_cobs_next(&tx->cobs, byte)) {
        end_frame(tx, now);
    }
    return true;
}

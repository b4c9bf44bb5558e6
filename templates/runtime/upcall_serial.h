/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* The serial link's two halves. Frames, before COBS:
 *
 *   data            | part | parts >= 1 | data, 1 to 634 B         | CRC-32C |
 *   acknowledgement |  0   |     0      | mark of a data frame     | CRC-32C |
 *   hello           |  1   |     0      | version | window | 0 | 0 | CRC-32C |
 *
 * A message's key is its first part's checksum, exclusive-or the last four bytes of that part's
 * data. (A message in one part ends in its own CRC-32C, and a CRC over that is the same for all
 * messages of a length.) A frame's mark is the key for the first part, the checksum exclusive-or
 * the key for the others: so an acknowledgement that comes late is not taken for one of equal data
 * in the next message.
 */
#ifndef UPCALL_SERIAL_H
#define UPCALL_SERIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "upcall_cobs.h"
#include "upcall_link.h"

#define UPCALL_FRAME_DATA (UPCALL_FRAME_MAX - UPCALL_FRAME_OVERHEAD)
#define UPCALL_CONTROL_BYTES 10
#define UPCALL_REMEMBERED 4

/** Receiving half: bytes to frames to the message under way. */
typedef struct {
    uint8_t frame[UPCALL_FRAME_BYTES];
    upcall_cobs_decoder_t cobs;
    upcall_incoming_t incoming;
    uint32_t key;       /* of the message under way or last finished */
    uint8_t parts;      /* of that message; 0: none */
    uint8_t expected;   /* the part that comes next; parts: the message is finished */
    uint8_t oldest;     /* index into finished */
    uint8_t remembered; /* entries of finished in use */
    uint32_t finished[UPCALL_REMEMBERED]; /* keys of finished messages */
    bool acknowledge;      /* an acknowledgement is due */
    uint32_t acknowledged; /* of the frame with this mark */
    bool heard;            /* the other end acknowledged a frame */
    uint32_t heard_mark;
    bool hello;     /* the host said hello */
    uint8_t window; /* frames it takes */
    upcall_wire_error_t error; /* of the last dropped frame */
    uint32_t dropped;
} upcall_serial_rx_t;

void upcall_serial_rx_start(upcall_serial_rx_t *rx);

/** Takes one byte of the line. After each call the caller looks at acknowledge, heard and hello. */
void upcall_serial_rx_push(upcall_serial_rx_t *rx, uint8_t byte);

/** Forgets messages; bytes of an unfinished frame are kept. */
void upcall_serial_rx_reset(upcall_serial_rx_t *rx);

#if UPCALL_SAMPLES_IN_ARENA
/** Forgets the message that is coming, which comes again from its first part. */
void upcall_serial_rx_drop(upcall_serial_rx_t *rx);
#endif

/** Sending half: a message, a window of its frames unacknowledged, and one control frame. */
typedef struct {
    const upcall_message_t *message; /* null: none under way */
    uint8_t parts;
    uint8_t base;   /* first frame that is not acknowledged */
    uint8_t next;   /* frame that goes out next */
    uint8_t window; /* frames the other end takes */
    uint8_t silences;
    bool lost;
    bool delivered;
    uint32_t repeat_at;
    uint32_t key;
    uint32_t mark[UPCALL_TX_WINDOW]; /* of frames base to next - 1, by part modulo the window */
    uint32_t resent;

    bool acknowledge;      /* an acknowledgement waits to go out */
    uint32_t acknowledged; /* of the frame with this mark */
    uint8_t control[UPCALL_CONTROL_BYTES]; /* the control frame going out */

    uint8_t stage; /* where the frame going out stands */
    bool is_control; /* what goes out is control, else a part of message */
    uint8_t part;
    uint16_t frame_length;
    uint8_t frame_crc[4];
    upcall_cobs_encoder_t cobs;
} upcall_serial_tx_t;

void upcall_serial_tx_start(upcall_serial_tx_t *tx);
void upcall_serial_tx_send(upcall_serial_tx_t *tx, const upcall_message_t *message);
void upcall_serial_tx_cancel(upcall_serial_tx_t *tx);

/** Queues the acknowledgement of the frame with this mark; it covers one that still waits. */
void upcall_serial_tx_acknowledge(upcall_serial_tx_t *tx, uint32_t mark);

/** The other end acknowledged the frame with this mark. */
void upcall_serial_tx_heard(upcall_serial_tx_t *tx, uint32_t mark, uint32_t now);

/** Whether no acknowledgement waits or is going out. */
bool upcall_serial_tx_settled(const upcall_serial_tx_t *tx);

/** The line's next byte; false when there is nothing to send now. */
bool upcall_serial_tx_next(upcall_serial_tx_t *tx, uint32_t now, uint8_t *byte);

#endif

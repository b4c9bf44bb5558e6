/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* Consistent Overhead Byte Stuffing (Cheshire and Baker, 1999), a byte at a time: neither direction
 * needs a second buffer. Each block is a code byte n and n - 1 non-zero bytes; a code below 0xFF
 * stands for a zero behind them, except at the end.
 */
#ifndef UPCALL_COBS_H
#define UPCALL_COBS_H

#include <stdbool.h>
#include <stdint.h>

/** Byte `index` of the data to encode. */
typedef uint8_t (*upcall_cobs_source_t)(const void *context, uint32_t index);

/** Encoder: yields the bytes of one block after the other. */
typedef struct {
    upcall_cobs_source_t source;
    const void *context;
    uint32_t length; /* of the data */
    uint32_t next;   /* index of the next data byte */
    uint8_t left;    /* bytes of the block still to come */
    bool skip;       /* a zero, which the code stands for, follows the block */
    bool more;       /* another block follows */
} upcall_cobs_encoder_t;

void upcall_cobs_encode(upcall_cobs_encoder_t *encoder, upcall_cobs_source_t source,
                        const void *context, uint32_t length);

/** Writes the next encoded byte; false at the end. */
bool upcall_cobs_next(upcall_cobs_encoder_t *encoder, uint8_t *byte);

/** Decoder into a buffer of the caller's. */
typedef struct {
    uint8_t *data;
    uint16_t capacity;
    uint16_t length;  /* decoded so far; past capacity: counted, not stored */
    uint16_t encoded; /* received so far */
    uint8_t left;     /* bytes the block still has */
    bool zero;        /* a zero goes before the next block */
} upcall_cobs_decoder_t;

void upcall_cobs_decode(upcall_cobs_decoder_t *decoder, uint8_t *data, uint16_t capacity);

/** Takes one encoded byte, which is not 0. Lengths stop counting long before they would wrap. */
void upcall_cobs_push(upcall_cobs_decoder_t *decoder, uint8_t byte);

#endif

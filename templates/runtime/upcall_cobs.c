/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_cobs.h"

#define FULL_BLOCK 254u
#define COUNT_LIMIT 0x4000u

void upcall_cobs_encode(upcall_cobs_encoder_t *encoder, upcall_cobs_source_t source,
                        const void *context, uint32_t length)
{
    encoder->source = source;
    encoder->context = context;
    encoder->length = length;
    encoder->next = 0;
    encoder->left = 0;
    encoder->skip = false;
    encoder->more = true;
}

/* Looks ahead for the block's end, at most 254 bytes, and returns its code. */
static uint8_t begin_block(upcall_cobs_encoder_t *encoder)
{
    uint32_t left = encoder->length - encoder->next;
    uint8_t count = 0;
    while (count < FULL_BLOCK && count < left
           && encoder->source(encoder->context, encoder->next + count) != 0) {
        count++;
    }
    encoder->left = count;
    /* A full block stands for no zero; with nothing behind it, it is the last. */
    encoder->skip = count < FULL_BLOCK && count < left;
    encoder->more = count < left;
    return (uint8_t)(count + 1u);
}

bool upcall_cobs_next(upcall_cobs_encoder_t *encoder, uint8_t *byte)
{
    if (encoder->left > 0) {
        *byte = encoder->source(encoder->context, encoder->next);
        encoder->next++;
        encoder->left--;
        return true;
    }
    if (!encoder->more) {
        return false;
    }
    if (encoder->skip) {
        encoder->next++;
    }
    *byte = begin_block(encoder);
    return true;
}

void upcall_cobs_decode(upcall_cobs_decoder_t *decoder, uint8_t *data, uint16_t capacity)
{
    decoder->data = data;
    decoder->capacity = capacity;
    decoder->length = 0;
    decoder->encoded = 0;
    decoder->left = 0;
    decoder->zero = false;
}

static void store(upcall_cobs_decoder_t *decoder, uint8_t byte)
{
    if (decoder->length < decoder->capacity) {
        decoder->data[decoder->length] = byte;
    }
    if (decoder->length < COUNT_LIMIT) {
        decoder->length++;
    }
}

void upcall_cobs_push(upcall_cobs_decoder_t *decoder, uint8_t byte)
{
    if (decoder->encoded < COUNT_LIMIT) {
        decoder->encoded++;
    }
    if (decoder->left > 0) {
        decoder->left--;
        store(decoder, byte);
        return;
    }
    if (decoder->zero) {
        store(decoder, 0);
    }
    decoder->left = (uint8_t)(byte - 1u);
    decoder->zero = byte != 0xFFu;
}

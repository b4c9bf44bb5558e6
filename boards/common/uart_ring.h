/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * The bytes between a UART's receive interrupt (the only writer) and the main program (the only
 * reader). Single core, so that volatile indices are enough: each index has one writer, and a byte
 * is stored before the index that publishes it.
 *
 * The ring holds a whole serial frame (at most 645 bytes as sent) and acknowledgements besides, all
 * that a host may send before it has to wait. A host that sends more finds the ring full; the
 * interrupt then leaves the bytes in the UART, which holds the sender back where there is flow
 * control (RTS, or QEMU), and loses them where there is none: the frame's CRC notices.
 */
#ifndef UPCALL_UART_RING_H
#define UPCALL_UART_RING_H

#include <stdint.h>

/* A power of two, so that indices may wrap; smaller where no message fills a frame. */
#ifndef UART_RING_BYTES
#define UART_RING_BYTES 1024u
#endif

typedef struct {
    volatile uint32_t head; /* bytes ever stored */
    volatile uint32_t tail; /* bytes ever taken */
    volatile uint8_t bytes[UART_RING_BYTES];
} uart_ring_t;

static inline int uart_ring_is_empty(const uart_ring_t *ring)
{
    return ring->head == ring->tail;
}

static inline int uart_ring_is_full(const uart_ring_t *ring)
{
    return ring->head - ring->tail == UART_RING_BYTES;
}

/* Called with room in the ring. */
static inline void uart_ring_put(uart_ring_t *ring, uint8_t byte)
{
    const uint32_t head = ring->head;
    ring->bytes[head % UART_RING_BYTES] = byte;
    ring->head = head + 1u;
}

/* Takes at most capacity bytes; returns how many. */
static inline int uart_ring_take(uart_ring_t *ring, uint8_t *data, int capacity)
{
    int taken = 0;
    uint32_t tail = ring->tail;
    while (taken < capacity && tail != ring->head) {
        data[taken++] = ring->bytes[tail % UART_RING_BYTES];
        tail++;
    }
    ring->tail = tail;
    return taken;
}

#endif

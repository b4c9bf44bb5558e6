/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_serial.h"

#include <stddef.h>

#define CHUNK 32

/* One line per firmware. */
static struct {
    const upcall_port_t *port;
    upcall_serial_rx_t rx;
    upcall_serial_tx_t tx;
    uint8_t out[CHUNK]; /* bytes the port has not taken yet */
    uint8_t out_at;
    uint8_t out_end;
    upcall_link_counts_t counts;
} serial;

static upcall_status_t serial_start(const upcall_port_t *port, const char *name)
{
    (void)name;
    serial.port = port;
    serial.out_at = 0;
    serial.out_end = 0;
    upcall_serial_rx_start(&serial.rx);
    upcall_serial_tx_start(&serial.tx);
    return UPCALL_OK;
}

static void look(uint32_t now)
{
    upcall_serial_rx_t *rx = &serial.rx;
    if (rx->heard) {
        rx->heard = false;
        upcall_serial_tx_heard(&serial.tx, rx->heard_mark, now);
    }
    if (rx->acknowledge) {
        rx->acknowledge = false;
        upcall_serial_tx_acknowledge(&serial.tx, rx->acknowledged);
    }
    if (rx->hello) {
        rx->hello = false;
        upcall_serial_rx_reset(rx);
        upcall_serial_tx_cancel(&serial.tx);
        serial.tx.window = rx->window;
        upcall_on_hello();
    }
}

static void receive(uint32_t now)
{
    uint8_t in[CHUNK];
    /* Bounded, so that a babbling line does not keep the application from its turn. */
    for (int rounds = 0; rounds < 64; rounds++) {
        int count = serial.port->read(in, CHUNK);
        if (count < 0) {
            serial.port->fault(UPCALL_LINK_FAILED);
            return;
        }
        for (int i = 0; i < count; i++) {
            upcall_serial_rx_push(&serial.rx, in[i]);
            look(now);
        }
        if (count == 0) {
            return;
        }
    }
}

static void transmit(uint32_t now)
{
    for (;;) {
        if (serial.out_at == serial.out_end) {
            serial.out_at = 0;
            serial.out_end = 0;
            while (serial.out_end < CHUNK
                   && upcall_serial_tx_next(&serial.tx, now, serial.out + serial.out_end)) {
                serial.out_end++;
            }
            if (serial.out_end == 0) {
                return;
            }
        }
        int taken = serial.port->write(serial.out + serial.out_at, serial.out_end - serial.out_at);
        if (taken < 0) {
            serial.port->fault(UPCALL_LINK_FAILED);
            return;
        }
        if (taken == 0) {
            return;
        }
        serial.out_at = (uint8_t)(serial.out_at + taken);
    }
}

static void serial_poll(uint32_t now)
{
    receive(now);
    transmit(now);
}

static void serial_send(const upcall_message_t *message, uint32_t now)
{
    upcall_serial_tx_send(&serial.tx, message);
    transmit(now);
}

static upcall_link_state_t serial_state(void)
{
    upcall_serial_tx_t *tx = &serial.tx;
    if (tx->delivered || tx->lost) {
        upcall_link_state_t state = tx->delivered ? UPCALL_LINK_DELIVERED : UPCALL_LINK_LOST;
        tx->delivered = false;
        tx->lost = false;
        return state;
    }
    return tx->message != NULL ? UPCALL_LINK_SENDING : UPCALL_LINK_IDLE;
}

static void serial_cancel(void)
{
    upcall_serial_tx_cancel(&serial.tx);
    serial.tx.delivered = false;
    serial.tx.lost = false;
}

#if UPCALL_SAMPLES_IN_ARENA
static void serial_drop(void)
{
    upcall_serial_rx_drop(&serial.rx);
}
#endif

static bool serial_settled(void)
{
    return upcall_serial_tx_settled(&serial.tx) && serial.out_at == serial.out_end;
}

static const upcall_link_counts_t *serial_counts(void)
{
    serial.counts.dropped = serial.rx.dropped;
    serial.counts.resent = serial.tx.resent;
    return &serial.counts;
}

const upcall_link_t upcall_serial_link = {
    .start = serial_start,
    .poll = serial_poll,
    .send = serial_send,
    .state = serial_state,
    .cancel = serial_cancel,
#if UPCALL_SAMPLES_IN_ARENA
    .drop = serial_drop,
#endif
    .settled = serial_settled,
    .counts = serial_counts,
    .idle_ms = 100,
};

#if !UPCALL_LINK_MQTT
const upcall_link_t *upcall_link_select(void)
{
    return &upcall_serial_link;
}
#endif

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * megaAVR with USART0 and the 16-bit timer 1 (ATmega48 to 328P, ATmega640 to 2561); registers are
 * those of Microchip's data sheets DS40002061 and DS40002211, chapters USART and timer 1, at the same
 * addresses in all of these.
 *
 * Timer 1 runs at clock / 1024: it is the clock, and its compare register ends a sleep. Its overflow,
 * every 4.2 s at 16 MHz, is the only interrupt besides the UART's that is taken.
 *
 * UPCALL_CLOCK_HZ, and the numbers of the vectors UPCALL_VECTOR_COMPARE, _OVERFLOW and _RECEIVE.
 */
#include "identity.h"
#include "uart_ring.h"
#include "upcall_port.h"

#define BYTE_AT(address) (*(volatile uint8_t *)(address))
#define WORD_AT(address) (*(volatile uint16_t *)(address))
#define TIFR1 BYTE_AT(0x36)
#define SMCR BYTE_AT(0x53)
#define SREG BYTE_AT(0x5F)
#define TIMSK1 BYTE_AT(0x6F)
#define TCCR1A BYTE_AT(0x80)
#define TCCR1B BYTE_AT(0x81)
#define TCNT1 WORD_AT(0x84)
#define OCR1A WORD_AT(0x88)
#define UCSR0A BYTE_AT(0xC0)
#define UCSR0B BYTE_AT(0xC1)
#define UCSR0C BYTE_AT(0xC2)
#define UBRR0 WORD_AT(0xC4)
#define UDR0 BYTE_AT(0xC6)

enum {
    CLOCK_BY_1024 = 5,
    OVERFLOW = 1 << 0, /* in TIFR1 and TIMSK1 */
    COMPARE_A = 1 << 1,
    RECEIVED = 1 << 7, /* UCSR0A */
    ROOM = 1 << 5,
    DOUBLE_SPEED = 1 << 1,
    INTERRUPT_RECEIVED = 1 << 7, /* UCSR0B */
    RECEIVER = 1 << 4,
    TRANSMITTER = 1 << 3,
    EIGHT_BITS = 3 << 1, /* UCSR0C */
    SLEEP_IDLE = 1       /* SMCR: enabled, idle */
};

#define TICKS_PER_SECOND (UPCALL_CLOCK_HZ / 1024ul)
#define LONGEST_SLEEP_TICKS 0xF000u

#define VECTOR_NAME(number) __vector_##number
#define VECTOR(number) VECTOR_NAME(number)
#define INTERRUPT __attribute__((signal, used, section(".text.upcall_isr")))
void VECTOR(UPCALL_VECTOR_COMPARE)(void);
void VECTOR(UPCALL_VECTOR_OVERFLOW)(void);
void VECTOR(UPCALL_VECTOR_RECEIVE)(void);
__attribute__((noreturn)) void avr_restart(void);

static uart_ring_t ring;
static upcall_port_t port;
static volatile uint16_t overflows;
static uint32_t clock_ticks; /* timer value up to which time has been counted */
static uint32_t clock_ms;    /* milliseconds up to clock_ticks */

static uint32_t port_lock(void)
{
    const uint8_t state = SREG;
    __asm__ volatile("cli" : : : "memory");
    return state;
}

static void port_unlock(uint32_t state)
{
    __asm__ volatile("" : : : "memory");
    SREG = (uint8_t)state;
}

/* Moves what has come into the ring; with the ring full the interrupt goes off and it stays. */
static inline __attribute__((always_inline)) void receive(void)
{
    while ((UCSR0A & RECEIVED) != 0u) {
        if (uart_ring_is_full(&ring)) {
            UCSR0B = RECEIVER | TRANSMITTER;
            return;
        }
        uart_ring_put(&ring, UDR0);
    }
}

INTERRUPT void VECTOR(UPCALL_VECTOR_RECEIVE)(void)
{
    receive();
}

INTERRUPT void VECTOR(UPCALL_VECTOR_OVERFLOW)(void)
{
    overflows++;
}

/* Only wakes. */
INTERRUPT void VECTOR(UPCALL_VECTOR_COMPARE)(void)
{
    TIMSK1 = OVERFLOW;
}

static int port_read(uint8_t *data, int capacity)
{
    /* The ring's indices take four loads and stores here, between which a byte may come. */
    const uint32_t state = port_lock();
    const int taken = uart_ring_take(&ring, data, capacity);
    if (taken > 0) {
        UCSR0B = INTERRUPT_RECEIVED | RECEIVER | TRANSMITTER;
    }
    port_unlock(state);
    return taken;
}

static int port_write(const uint8_t *data, int length)
{
    int sent = 0;
    while (sent < length && (UCSR0A & ROOM) != 0u) {
        UDR0 = data[sent++];
    }
    return sent;
}

/* Called with interrupts masked: an overflow that is pending then has not been counted yet. */
static uint32_t timer_now(void)
{
    uint16_t now = TCNT1;
    uint16_t above = overflows;
    if ((TIFR1 & OVERFLOW) != 0u) {
        now = TCNT1;
        above++;
    }
    return (uint32_t)above << 16 | now;
}

/* Right as long as it is called once in three days, when the overflows wrap. */
static uint32_t port_millis(void)
{
    const uint32_t state = port_lock();
    const uint32_t now = timer_now();
    port_unlock(state);
    /* 16 ms are TICKS_PER_SECOND * 2 / 125 ticks, a whole number for clocks of whole MHz. */
    const uint32_t step = TICKS_PER_SECOND * 2u / 125u;
    const uint32_t steps = (now - clock_ticks) / step;
    clock_ticks += steps * step;
    clock_ms += steps * 16u;
    return clock_ms + (now - clock_ticks) * 1000u / TICKS_PER_SECOND;
}

static void port_sleep(uint32_t milliseconds)
{
    const uint32_t most = LONGEST_SLEEP_TICKS * 1000ul / TICKS_PER_SECOND;
    const uint32_t bounded = milliseconds < most ? milliseconds : most;
    const uint16_t ticks = (uint16_t)(bounded * TICKS_PER_SECOND / 1000u);
    if (ticks == 0u) {
        return;
    }
    const uint32_t state = port_lock();
    if (uart_ring_is_empty(&ring)) {
        OCR1A = (uint16_t)(TCNT1 + ticks);
        TIFR1 = COMPARE_A;
        TIMSK1 = OVERFLOW | COMPARE_A;
        SMCR = SLEEP_IDLE;
        /* The instruction behind SEI runs before any interrupt: none is slept over. */
        __asm__ volatile("sei\n\tsleep" : : : "memory");
        SMCR = 0;
    }
    port_unlock(state);
}

static void port_fault(upcall_status_t status)
{
    (void)status;
    avr_restart();
}

const upcall_port_t *upcall_board_init(void)
{
    TCCR1A = 0;
    TCCR1B = CLOCK_BY_1024;
    TIMSK1 = OVERFLOW;
    UCSR0A = DOUBLE_SPEED;
    UBRR0 = (uint16_t)((UPCALL_CLOCK_HZ + 4u * UPCALL_UART_BAUD) / (8u * UPCALL_UART_BAUD) - 1u);
    UCSR0C = EIGHT_BITS;
    UCSR0B = INTERRUPT_RECEIVED | RECEIVER | TRANSMITTER;
    __asm__ volatile("sei" : : : "memory");

    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    port.lock = port_lock;
    port.unlock = port_unlock;
    port.device_id = upcall_device_id;
    port.boot = upcall_next_boot(0);
    upcall_identity_keep(&port);
    return &port;
}

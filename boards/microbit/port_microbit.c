/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * BBC micro:bit v1, Nordic nRF51822. Register names are those of the nRF51 Series Reference
 * Manual v3.0, chapters UART, TIMER and RNG.
 *
 * The chip has no SysTick. TIMER0 runs free at 31 250 Hz: it is the clock, and its compare register
 * ends a sleep. Pins as on the board's edge: TXD P0.24, RXD P0.25 (the interface chip's USB serial).
 */
#include "cortex_m.h"
#include "identity.h"
#include "uart_ring.h"
#include "upcall_port.h"

#define UART_STARTRX REGISTER(0x40002000u)
#define UART_STARTTX REGISTER(0x40002008u)
#define UART_RXDRDY REGISTER(0x40002108u)
#define UART_TXDRDY REGISTER(0x4000211Cu)
#define UART_INTENSET REGISTER(0x40002304u)
#define UART_INTENCLR REGISTER(0x40002308u)
#define UART_INT_RXDRDY (1u << 2)
#define UART_ENABLE REGISTER(0x40002500u)
#define UART_ENABLED 4u
#define UART_PSELTXD REGISTER(0x4000250Cu)
#define UART_PSELRXD REGISTER(0x40002514u)
#define UART_RXD REGISTER(0x40002518u)
#define UART_TXD REGISTER(0x4000251Cu)
#define UART_BAUDRATE REGISTER(0x40002524u)
/* 2^32 / 16 MHz a baud, the lower twelve bits 0. */
#define UART_RATE ((((uint64_t)UPCALL_UART_BAUD << 32) / 16000000u + 0x800u) & 0xFFFFF000u)
#define UART_INTERRUPT 2u
#define PIN_TX 24u
#define PIN_RX 25u
#define GPIO_OUTSET REGISTER(0x50000508u)
#define GPIO_DIRSET REGISTER(0x50000518u)

#define TIMER_START REGISTER(0x40008000u)
#define TIMER_CAPTURE_NOW REGISTER(0x40008040u)
#define TIMER_COMPARE_WAKE REGISTER(0x40008144u)
#define TIMER_INTENSET REGISTER(0x40008304u)
#define TIMER_INTENCLR REGISTER(0x40008308u)
#define TIMER_INT_WAKE (1u << 17)
#define TIMER_BITMODE REGISTER(0x40008508u)
#define TIMER_32_BITS 3u
#define TIMER_PRESCALER REGISTER(0x40008510u)
#define TIMER_16MHZ_BY_512 9u
#define TIMER_CC_NOW REGISTER(0x40008540u)
#define TIMER_CC_WAKE REGISTER(0x40008544u)
#define TIMER_INTERRUPT 8u

#define RNG_START REGISTER(0x4000D000u)
#define RNG_STOP REGISTER(0x4000D004u)
#define RNG_VALRDY REGISTER(0x4000D100u)
#define RNG_VALUE REGISTER(0x4000D508u)

/* 31 250 ticks a second: 125 ticks are exactly 4 ms. */
#define TICKS_PER_STEP 125u
#define MILLISECONDS_PER_STEP 4u
#define LONGEST_SLEEP_MS 60000u

static uart_ring_t ring;
static upcall_port_t port;
static uint32_t clock_ticks; /* timer value up to which time has been counted */
static uint32_t clock_ms;    /* milliseconds up to clock_ticks */
static uint32_t sending;     /* a byte is under way: its TXDRDY has not been seen */

/*
 * Moves what the UART's six-byte FIFO holds into the ring; with the ring full the interrupt goes off
 * and the bytes stay. Runs with interrupts masked or in the interrupt.
 */
INLINE void receive(void)
{
    while (UART_RXDRDY != 0u) {
        if (uart_ring_is_full(&ring)) {
            UART_INTENCLR = UART_INT_RXDRDY;
            return;
        }
        UART_RXDRDY = 0u; /* before reading: the next byte of the FIFO sets it again */
        uart_ring_put(&ring, (uint8_t)UART_RXD);
    }
}

INTERRUPT_CODE void upcall_isr_uart(void)
{
    receive();
}

static int port_read(uint8_t *data, int capacity)
{
    const int was_full = uart_ring_is_full(&ring);
    const int taken = uart_ring_take(&ring, data, capacity);
    if (was_full && taken > 0) {
        const uint32_t primask = cortex_m_lock();
        UART_INTENSET = UART_INT_RXDRDY;
        receive();
        cortex_m_unlock(primask);
    }
    return taken;
}

static int port_write(const uint8_t *data, int length)
{
    int sent = 0;
    while (sent < length && (sending == 0u || UART_TXDRDY != 0u)) {
        UART_TXDRDY = 0u;
        UART_TXD = data[sent++];
        sending = 1u;
    }
    return sent;
}

static uint32_t timer_now(void)
{
    TIMER_CAPTURE_NOW = 1u;
    return TIMER_CC_NOW;
}

/* Right as long as it is called once in 38 hours, when the timer wraps. */
static uint32_t port_millis(void)
{
    const uint32_t steps = (timer_now() - clock_ticks) / TICKS_PER_STEP;
    clock_ticks += steps * TICKS_PER_STEP;
    clock_ms += steps * MILLISECONDS_PER_STEP;
    return clock_ms;
}

static void port_sleep(uint32_t milliseconds)
{
    const uint32_t bounded = milliseconds < LONGEST_SLEEP_MS ? milliseconds : LONGEST_SLEEP_MS;
    const uint32_t ticks = bounded * TICKS_PER_STEP / MILLISECONDS_PER_STEP;
    if (ticks == 0u) {
        return;
    }
    const uint32_t primask = cortex_m_lock();
    if (uart_ring_is_empty(&ring)) {
        TIMER_COMPARE_WAKE = 0u;
        TIMER_CC_WAKE = timer_now() + ticks;
        TIMER_INTENSET = TIMER_INT_WAKE;
        cortex_m_wait();
        TIMER_INTENCLR = TIMER_INT_WAKE;
        TIMER_COMPARE_WAKE = 0u;
        cortex_m_clear_pending(TIMER_INTERRUPT);
    }
    cortex_m_unlock(primask);
}

static void port_fault(upcall_status_t status)
{
    (void)status;
    cortex_m_restart();
}

static uint32_t random_word(void)
{
    uint32_t word = 0u;
    RNG_START = 1u;
    for (int i = 0; i < 4; i++) {
        while (RNG_VALRDY == 0u) {
        }
        RNG_VALRDY = 0u;
        word = word << 8 | (RNG_VALUE & 0xFFu);
    }
    RNG_STOP = 1u;
    return word;
}

const upcall_port_t *upcall_board_init(void)
{
    TIMER_BITMODE = TIMER_32_BITS;
    TIMER_PRESCALER = TIMER_16MHZ_BY_512;
    TIMER_START = 1u;
    cortex_m_enable_interrupt(TIMER_INTERRUPT); /* wakes from sleep; masked then, so never taken */

    GPIO_OUTSET = 1u << PIN_TX; /* the line idles high before the UART takes the pin over */
    GPIO_DIRSET = 1u << PIN_TX;
    UART_PSELTXD = PIN_TX;
    UART_PSELRXD = PIN_RX;
    UART_BAUDRATE = (uint32_t)UART_RATE;
    UART_ENABLE = UART_ENABLED;
    UART_STARTTX = 1u;
    UART_STARTRX = 1u;
    UART_INTENSET = UART_INT_RXDRDY;
    cortex_m_enable_interrupt(UART_INTERRUPT);

    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    port.lock = cortex_m_lock;
    port.unlock = cortex_m_unlock;
    port.device_id = upcall_device_id;
    port.boot = upcall_next_boot(random_word());
    upcall_identity_keep(&port);
    return &port;
}

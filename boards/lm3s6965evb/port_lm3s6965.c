/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * TI Stellaris LM3S6965 (data sheet DS-LM3S6965): UART0, a PL011, on PA0 and PA1; 50 MHz by the PLL
 * from the kit's crystal of 8 MHz.
 *
 * Receiving is by interrupt into a ring; sending polls, as many bytes as the FIFO takes.
 */
#include "identity.h"
#include "systick.h"
#include "uart_ring.h"
#include "upcall_port.h"

#define CLOCK_HZ 50000000u
#define RCC REGISTER(0x400FE060u)
#define RCC_BYPASS (1u << 11)
#define RCC_POWER_DOWN (1u << 13)
#define RCC_USE_DIVIDER (1u << 22)
#define RCC_DIVIDER_MASK (15u << 23)
#define RCC_DIVIDE_BY_4 (3u << 23) /* 200 MHz / 4 */
#define RCC_CRYSTAL_MASK ((15u << 6) | (3u << 4))
#define RCC_CRYSTAL_8MHZ (14u << 6) /* main oscillator */
#define RCC_MAIN_OSCILLATOR_OFF 1u
#define RIS REGISTER(0x400FE050u)
#define RIS_PLL_LOCKED (1u << 6)
#define RCGC1 REGISTER(0x400FE104u)
#define RCGC1_UART0 1u
#define RCGC2 REGISTER(0x400FE108u)
#define RCGC2_GPIOA 1u
#define GPIOA_AFSEL REGISTER(0x40004420u)
#define GPIOA_DEN REGISTER(0x4000451Cu)
#define GPIOA_UART0 3u

#define UART_DR REGISTER(0x4000C000u)
#define UART_FR REGISTER(0x4000C018u)
#define UART_FR_RX_EMPTY (1u << 4)
#define UART_FR_TX_FULL (1u << 5)
#define UART_IBRD REGISTER(0x4000C024u)
#define UART_FBRD REGISTER(0x4000C028u)
#define UART_LCRH REGISTER(0x4000C02Cu)
#define UART_LCRH_8N1_FIFO 0x70u
#define UART_CTL REGISTER(0x4000C030u)
#define UART_CTL_ON 0x301u /* UART, transmitter, receiver */
#define UART_IM REGISTER(0x4000C038u)
#define UART_INT_RX 0x50u /* FIFO filled, or something in it for 32 bits' time */
#define UART_ICR REGISTER(0x4000C044u)
#define UART_INTERRUPT 5u

static uart_ring_t ring;
static upcall_port_t port;

/*
 * Moves what the FIFO holds into the ring. With the ring full the interrupt goes off and the bytes
 * stay. Runs with interrupts masked or in the interrupt.
 */
INLINE void receive(void)
{
    UART_ICR = UART_INT_RX;
    while ((UART_FR & UART_FR_RX_EMPTY) == 0u) {
        if (uart_ring_is_full(&ring)) {
            UART_IM = 0u;
            return;
        }
        uart_ring_put(&ring, (uint8_t)UART_DR);
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
        UART_IM = UART_INT_RX;
        receive();
        cortex_m_unlock(primask);
    }
    return taken;
}

static int port_write(const uint8_t *data, int length)
{
    int sent = 0;
    while (sent < length && (UART_FR & UART_FR_TX_FULL) == 0u) {
        UART_DR = data[sent++];
    }
    return sent;
}

static void port_sleep(uint32_t milliseconds)
{
    const uint32_t primask = cortex_m_lock();
    if (uart_ring_is_empty(&ring)) {
        systick_sleep(milliseconds);
    }
    cortex_m_unlock(primask);
}

static void port_fault(upcall_status_t status)
{
    (void)status;
    cortex_m_restart();
}

/* Data sheet, system control, "Initialization and Configuration". */
static void start_clock(void)
{
    uint32_t rcc = (RCC | RCC_BYPASS) & ~RCC_USE_DIVIDER;
    RCC = rcc;
    rcc &= ~(RCC_CRYSTAL_MASK | RCC_MAIN_OSCILLATOR_OFF | RCC_POWER_DOWN | RCC_DIVIDER_MASK);
    rcc |= RCC_CRYSTAL_8MHZ;
    RCC = rcc;
    rcc |= RCC_DIVIDE_BY_4 | RCC_USE_DIVIDER;
    RCC = rcc;
    while ((RIS & RIS_PLL_LOCKED) == 0u) {
    }
    RCC = rcc & ~RCC_BYPASS;
}

static void start_uart(void)
{
    RCGC1 |= RCGC1_UART0;
    RCGC2 |= RCGC2_GPIOA;
    (void)RCGC2; /* a clock comes three cycles after it is asked for */
    GPIOA_AFSEL |= GPIOA_UART0;
    GPIOA_DEN |= GPIOA_UART0;
    /* The divisor in 64ths: clock * 64 / (16 * baud), rounded. */
    const uint32_t divisor = (CLOCK_HZ * 4u + UPCALL_UART_BAUD / 2u) / UPCALL_UART_BAUD;
    UART_CTL = 0u;
    UART_IBRD = divisor / 64u;
    UART_FBRD = divisor % 64u;
    UART_LCRH = UART_LCRH_8N1_FIFO;
    UART_CTL = UART_CTL_ON;
    UART_IM = UART_INT_RX;
    cortex_m_enable_interrupt(UART_INTERRUPT);
}

const upcall_port_t *upcall_board_init(void)
{
    start_clock();
    systick_start(CLOCK_HZ);
    start_uart();

    port.read = port_read;
    port.write = port_write;
    port.millis = systick_ms;
    port.sleep = port_sleep;
    port.fault = port_fault;
    port.lock = cortex_m_lock;
    port.unlock = cortex_m_unlock;
    port.device_id = upcall_device_id;
    port.boot = upcall_next_boot(0u);
    upcall_identity_keep(&port);
    return &port;
}

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * STM32 with the USART of F1, F2, F4 and L1 (reference manuals RM0041, RM0033, RM0090, chapter
 * USART). From the board's board.yaml:
 *
 *   UPCALL_USART_BASE  UPCALL_USART_IRQ  UPCALL_USART_HZ  UPCALL_CLOCK_HZ
 *
 * Receiving is by interrupt into a ring; sending polls, a byte at a time.
 */
#include "identity.h"
#include "stm32.h"
#include "systick.h"
#include "uart_ring.h"
#include "upcall_port.h"

#define USART_SR REGISTER(UPCALL_USART_BASE + 0x00u)
#define USART_SR_RXNE (1u << 5)
#define USART_SR_TXE (1u << 7)
#define USART_DR REGISTER(UPCALL_USART_BASE + 0x04u)
#define USART_BRR REGISTER(UPCALL_USART_BASE + 0x08u)
#define USART_CR1 REGISTER(UPCALL_USART_BASE + 0x0Cu)
#define USART_CR1_ON 0x202Cu /* USART, transmitter, receiver, receive interrupt */

static uart_ring_t ring;
static upcall_port_t port;

/*
 * Moves what the USART holds into the ring. With the ring full the interrupt goes off and the byte
 * stays: off in the NVIC, because QEMU's USART goes on asking when its own enable bit is cleared. Runs
 * with interrupts masked or in the interrupt.
 */
INLINE void receive(void)
{
    while ((USART_SR & USART_SR_RXNE) != 0u) {
        if (uart_ring_is_full(&ring)) {
            cortex_m_disable_interrupt(UPCALL_USART_IRQ);
            return;
        }
        uart_ring_put(&ring, (uint8_t)USART_DR);
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
        cortex_m_enable_interrupt(UPCALL_USART_IRQ);
        receive();
        cortex_m_unlock(primask);
    }
    return taken;
}

static int port_write(const uint8_t *data, int length)
{
    int sent = 0;
    while (sent < length && (USART_SR & USART_SR_TXE) != 0u) {
        USART_DR = data[sent++];
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

const upcall_port_t *upcall_board_init(void)
{
    stm32_start();
    systick_start(UPCALL_CLOCK_HZ);
    USART_BRR = (UPCALL_USART_HZ + UPCALL_UART_BAUD / 2u) / UPCALL_UART_BAUD;
    USART_CR1 = USART_CR1_ON;
    cortex_m_enable_interrupt(UPCALL_USART_IRQ);

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

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * Arm MPS2 and MPS3 boards: CMSDK APB UART, and the FPGAIO block's prescaled counter as a clock of
 * milliseconds. Addresses and the interrupt come from the board's board.yaml:
 *
 *   UPCALL_UART_BASE  UPCALL_UART_IRQ  UPCALL_FPGAIO_BASE  UPCALL_CLOCK_HZ
 *
 * Receiving is by interrupt into a ring; sending polls, as many bytes as the UART takes at once.
 */
#include "cortex_m.h"
#include "identity.h"
#include "uart_ring.h"
#include "upcall_port.h"

/* CMSDK APB UART: Arm DDI 0479, "APB UART". */
#define UART_DATA REGISTER(UPCALL_UART_BASE + 0x00u)
#define UART_STATE REGISTER(UPCALL_UART_BASE + 0x04u)
#define UART_STATE_TX_FULL 1u
#define UART_STATE_RX_FULL 2u
#define UART_CTRL REGISTER(UPCALL_UART_BASE + 0x08u)
#define UART_CTRL_TX 1u
#define UART_CTRL_RX 2u
#define UART_CTRL_RX_INTERRUPT 8u
#define UART_INTCLEAR REGISTER(UPCALL_UART_BASE + 0x0Cu)
#define UART_INTCLEAR_RX 2u
#define UART_BAUDDIV REGISTER(UPCALL_UART_BASE + 0x10u) /* at least 16 */

/* FPGAIO: Arm application notes AN385, AN386 and AN547, "FPGA system control and I/O". */
#define FPGAIO_PRESCALE REGISTER(UPCALL_FPGAIO_BASE + 0x1Cu)
#define FPGAIO_COUNTER REGISTER(UPCALL_FPGAIO_BASE + 0x18u)

static uart_ring_t ring;
static upcall_port_t port;

/*
 * Moves what the UART holds into the ring. With the ring full the interrupt goes off and the byte
 * stays in the UART. Runs with interrupts masked or in the interrupt.
 */
INLINE void receive(void)
{
    UART_INTCLEAR = UART_INTCLEAR_RX; /* first: a byte that comes during the loop interrupts again */
    while ((UART_STATE & UART_STATE_RX_FULL) != 0u) {
        if (uart_ring_is_full(&ring)) {
            UART_CTRL = UART_CTRL_TX | UART_CTRL_RX;
            return;
        }
        uart_ring_put(&ring, (uint8_t)UART_DATA);
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
        UART_CTRL = UART_CTRL_TX | UART_CTRL_RX | UART_CTRL_RX_INTERRUPT;
        receive();
        cortex_m_unlock(primask);
    }
    return taken;
}

static int port_write(const uint8_t *data, int length)
{
    int sent = 0;
    while (sent < length && (UART_STATE & UART_STATE_TX_FULL) == 0u) {
        UART_DATA = data[sent++];
    }
    return sent;
}

static uint32_t port_millis(void)
{
    return FPGAIO_COUNTER;
}

static void port_sleep(uint32_t milliseconds)
{
    const uint32_t primask = cortex_m_lock();
    if (uart_ring_is_empty(&ring)) {
        cortex_m_sleep(milliseconds, UPCALL_CLOCK_HZ);
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
    FPGAIO_PRESCALE = UPCALL_CLOCK_HZ / 1000u - 1u;
    UART_BAUDDIV = UPCALL_CLOCK_HZ / UPCALL_UART_BAUD;
    UART_CTRL = UART_CTRL_TX | UART_CTRL_RX | UART_CTRL_RX_INTERRUPT;
    cortex_m_enable_interrupt(UPCALL_UART_IRQ);

    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    port.lock = cortex_m_lock;
    port.unlock = cortex_m_unlock;
    port.device_id = upcall_device_id;
    port.boot = upcall_next_boot(0u);
    upcall_identity_keep(&port);
    return &port;
}

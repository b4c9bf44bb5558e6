/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * QEMU's generic RISC-V machine, as a stand-in for an RV32IMAC microcontroller: 16550 UART, CLINT
 * timer of 10 MHz, PLIC. Addresses: qemu/hw/riscv/virt.c, "virt_memmap"; CLINT and PLIC as in
 * the SiFive FE310-G000 manual.
 */
#include "identity.h"
#include "uart_ring.h"
#include "upcall_port.h"

#define BYTE(address) (*(volatile uint8_t *)(uintptr_t)(address))
#define WORD(address) (*(volatile uint32_t *)(uintptr_t)(address))
#define INLINE static inline __attribute__((always_inline))

#define UART_DATA BYTE(0x10000000u)
#define UART_INTERRUPT_ENABLE BYTE(0x10000001u)
#define UART_RX_INTERRUPT 1u
#define UART_FIFO_CONTROL BYTE(0x10000002u)
#define UART_FIFO_ON 1u
#define UART_LINE_CONTROL BYTE(0x10000003u)
#define UART_8N1 3u
#define UART_LINE_STATUS BYTE(0x10000005u)
#define UART_RX_READY 0x01u
#define UART_TX_EMPTY 0x20u
#define UART_TX_FIFO_BYTES 16
#define UART_INTERRUPT 10u

#define PLIC_PRIORITY(source) WORD(0x0C000000u + 4u * (source))
#define PLIC_ENABLE WORD(0x0C002000u)
#define PLIC_THRESHOLD WORD(0x0C200000u)
#define PLIC_CLAIM WORD(0x0C200004u)

#define CLINT_MTIMECMP_LOW WORD(0x02004000u)
#define CLINT_MTIMECMP_HIGH WORD(0x02004004u)
#define CLINT_MTIME_LOW WORD(0x0200BFF8u)
#define CLINT_MTIME_HIGH WORD(0x0200BFFCu)
#define TICKS_PER_MS 10000u
#define LONGEST_SLEEP_MS 60000u

#define MSTATUS_MIE 0x08u
#define MIE_TIMER 0x80u
#define MIE_EXTERNAL 0x800u
#define PMP_LOCKED_NAPOT_READ_EXECUTE 0x9Du

#define TEST_DEVICE WORD(0x00100000u)
#define TEST_RESET 0x7777u

static uart_ring_t ring;
static upcall_port_t port;
static uint32_t clock_ticks; /* low word of mtime up to which time has been counted */
static uint32_t clock_ms;    /* milliseconds up to clock_ticks */

/* From the linker script: the address is the value. */
extern const uint8_t upcall_flash_napot[];

void upcall_isr_uart(void);
void riscv_restart(void);

void riscv_restart(void)
{
    TEST_DEVICE = TEST_RESET;
    for (;;) {
    }
}

static uint32_t port_lock(void)
{
    uint32_t status;
    __asm volatile("csrrci %0, mstatus, 8" : "=r"(status) : : "memory");
    return status & MSTATUS_MIE;
}

static void port_unlock(uint32_t status)
{
    __asm volatile("csrs mstatus, %0" : : "r"(status) : "memory");
}

/*
 * Moves what the UART's FIFO holds into the ring; with the ring full the interrupt goes off and the
 * bytes stay. Runs with interrupts masked or in the trap.
 */
INLINE void receive(void)
{
    while ((UART_LINE_STATUS & UART_RX_READY) != 0u) {
        if (uart_ring_is_full(&ring)) {
            UART_INTERRUPT_ENABLE = 0u;
            return;
        }
        uart_ring_put(&ring, UART_DATA);
    }
}

/* The only interrupt that is taken: the timer's only wakes from sleep. */
__attribute__((interrupt("machine"), section(".text.upcall_isr"))) void upcall_isr_uart(void)
{
    const uint32_t source = PLIC_CLAIM;
    receive();
    PLIC_CLAIM = source;
}

static int port_read(uint8_t *data, int capacity)
{
    const int was_full = uart_ring_is_full(&ring);
    const int taken = uart_ring_take(&ring, data, capacity);
    if (was_full && taken > 0) {
        const uint32_t status = port_lock();
        UART_INTERRUPT_ENABLE = UART_RX_INTERRUPT;
        receive();
        port_unlock(status);
    }
    return taken;
}

/* An empty transmitter takes as many bytes as its FIFO holds. */
static int port_write(const uint8_t *data, int length)
{
    int sent = 0;
    if ((UART_LINE_STATUS & UART_TX_EMPTY) != 0u) {
        while (sent < length && sent < UART_TX_FIFO_BYTES) {
            UART_DATA = data[sent++];
        }
    }
    return sent;
}

/* Right as long as it is called once in seven minutes, when the low word wraps. */
static uint32_t port_millis(void)
{
    const uint32_t passed = (CLINT_MTIME_LOW - clock_ticks) / TICKS_PER_MS;
    clock_ticks += passed * TICKS_PER_MS;
    clock_ms += passed;
    return clock_ms;
}

/* mtime + ticks to mtimecmp, the high word raised first so that no early match is seen. */
static void set_alarm(uint32_t ticks)
{
    uint32_t high;
    uint32_t low;
    do {
        high = CLINT_MTIME_HIGH;
        low = CLINT_MTIME_LOW;
    } while (high != CLINT_MTIME_HIGH);
    CLINT_MTIMECMP_HIGH = UINT32_MAX;
    CLINT_MTIMECMP_LOW = low + ticks;
    CLINT_MTIMECMP_HIGH = high + (low + ticks < low ? 1u : 0u);
}

static void port_sleep(uint32_t milliseconds)
{
    const uint32_t bounded = milliseconds < LONGEST_SLEEP_MS ? milliseconds : LONGEST_SLEEP_MS;
    const uint32_t status = port_lock();
    if (bounded > 0u && uart_ring_is_empty(&ring)) {
        set_alarm(bounded * TICKS_PER_MS);
        __asm volatile("csrs mie, %0" : : "r"(MIE_TIMER));
        __asm volatile("wfi" : : : "memory");
        __asm volatile("csrc mie, %0" : : "r"(MIE_TIMER));
    }
    port_unlock(status);
}

static void port_fault(upcall_status_t status)
{
    (void)status;
    riscv_restart();
}

/*
 * Flash is RAM here. Locked against this core's own writes, as flash would be, it faults when the
 * stack, which lies above it, overflows.
 */
static void protect_flash(void)
{
    __asm volatile("csrw pmpaddr0, %0" : : "r"(upcall_flash_napot));
    __asm volatile("csrw pmpcfg0, %0" : : "r"(PMP_LOCKED_NAPOT_READ_EXECUTE));
}

const upcall_port_t *upcall_board_init(void)
{
    protect_flash();
    UART_LINE_CONTROL = UART_8N1;
    UART_FIFO_CONTROL = UART_FIFO_ON;
    UART_INTERRUPT_ENABLE = UART_RX_INTERRUPT;
    PLIC_PRIORITY(UART_INTERRUPT) = 1u;
    PLIC_ENABLE = 1u << UART_INTERRUPT;
    PLIC_THRESHOLD = 0u;
    __asm volatile("csrs mie, %0" : : "r"(MIE_EXTERNAL));
    port_unlock(MSTATUS_MIE);

    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    port.lock = port_lock;
    port.unlock = port_unlock;
    port.device_id = upcall_device_id;
    port.boot = upcall_next_boot(0u);
    upcall_identity_keep(&port);
    return &port;
}

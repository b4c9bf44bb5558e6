/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* What every Cortex-M port needs of the core: critical sections, interrupts, sleep, restart. */
#ifndef UPCALL_CORTEX_M_H
#define UPCALL_CORTEX_M_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))

/*
 * Code that runs in an interrupt: kept together, so that an instruction counter can leave it out.
 * Such code calls nothing outside that section.
 */
#define INTERRUPT_CODE __attribute__((section(".text.upcall_isr")))
#define INLINE static inline __attribute__((always_inline))

/* The one external interrupt a port enables; defined by the port. */
void upcall_isr_uart(void);

/* SysTick's, where it is on: systick.c. */
void upcall_isr_tick(void);

/* Masks interrupts; returns what unlock needs, so that critical sections nest. */
INLINE uint32_t cortex_m_lock(void)
{
    uint32_t primask;
    __asm volatile("mrs %0, primask\n\tcpsid i" : "=r"(primask) : : "memory");
    return primask;
}

INLINE void cortex_m_unlock(uint32_t primask)
{
    __asm volatile("msr primask, %0" : : "r"(primask) : "memory");
}

/* Waits for an interrupt to become pending. With interrupts masked it is not taken: nothing races. */
INLINE void cortex_m_wait(void)
{
    __asm volatile("dsb\n\twfi" : : : "memory");
}

/* NVIC set-enable (ISER; the same on Armv6-M, v7-M and v8-M). */
INLINE void cortex_m_enable_interrupt(uint32_t number)
{
    REGISTER(0xE000E100u + 4u * (number / 32u)) = 1u << (number % 32u);
}

/* NVIC clear-enable (ICER). */
INLINE void cortex_m_disable_interrupt(uint32_t number)
{
    REGISTER(0xE000E180u + 4u * (number / 32u)) = 1u << (number % 32u);
}

/* NVIC clear-pending (ICPR). */
INLINE void cortex_m_clear_pending(uint32_t number)
{
    REGISTER(0xE000E280u + 4u * (number / 32u)) = 1u << (number % 32u);
}

/* Restarts the chip (AIRCR.SYSRESETREQ): what a device in the field does about a fault. */
__attribute__((noreturn)) void cortex_m_restart(void);

/*
 * Sleeps until an interrupt is pending or at most milliseconds have passed by SysTick, less where
 * its 24 bits do not reach. Called with interrupts masked.
 */
void cortex_m_sleep(uint32_t milliseconds, uint32_t clock_hz);

#endif

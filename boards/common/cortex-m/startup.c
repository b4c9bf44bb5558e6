/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * Start-up of any Cortex-M: vector table, FPU on, stack painted, data copied, bss cleared, main.
 * The stack lies at the bottom of RAM, so that one that overflows faults instead of overwriting the
 * arena; the paint shows how deep it ever went.
 */
#include "cortex_m.h"

/* The highest external interrupt any board here uses is 33. */
#define EXTERNAL_INTERRUPTS 48
#define EIGHT(entry) entry, entry, entry, entry, entry, entry, entry, entry
#define UART {.handler = upcall_isr_uart}
#define FAULT {.handler = cortex_m_restart}
#define STACK_PAINT "0xC5C5C5C5"

/* From the linker script. */
extern uint32_t upcall_stack_top[];
extern uint32_t upcall_data_start[], upcall_data_end[], upcall_data_image[];
extern uint32_t upcall_bss_start[], upcall_bss_end[];

int main(void);
void upcall_reset(void);
void upcall_start(void);

typedef union {
    void *stack;
    void (*handler)(void);
} vector_t;

/* Ports that count time by SysTick bring their own. */
__attribute__((weak)) void upcall_isr_tick(void)
{
    cortex_m_restart();
}

/* Faults and exceptions nothing here asks for: a restart. External interrupts: only the UART's is on. */
__attribute__((section(".vectors"), used)) static const vector_t vectors[16 + EXTERNAL_INTERRUPTS] = {
    {.stack = upcall_stack_top}, {.handler = upcall_reset}, FAULT, FAULT, FAULT, FAULT, FAULT, FAULT,
    FAULT, FAULT, FAULT, FAULT, FAULT, FAULT, FAULT, {.handler = upcall_isr_tick}, EIGHT(UART), EIGHT(UART), EIGHT(UART), EIGHT(UART), EIGHT(UART), EIGHT(UART),
};

/*
 * Assembly, because the compiler may use FP registers and the stack anywhere in C: the FPU has to be
 * on (CPACR: full access to CP10 and CP11) and the stack painted before the first C function.
 */
__attribute__((naked, noreturn)) void upcall_reset(void)
{
    __asm volatile(
        ".syntax unified\n\t"
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
        "ldr r0, =0xE000ED88\n\t"
        "ldr r1, [r0]\n\t"
        "ldr r2, =0x00F00000\n\t"
        "orrs r1, r1, r2\n\t"
        "str r1, [r0]\n\t"
        "dsb\n\t"
        "isb\n\t"
#endif
        "ldr r0, =upcall_stack_limit\n\t"
        "ldr r1, =upcall_stack_top\n\t"
        "ldr r2, =" STACK_PAINT "\n"
        "1:\n\t"
        "str r2, [r0]\n\t"
        "adds r0, #4\n\t"
        "cmp r0, r1\n\t"
        "blo 1b\n\t"
        "ldr r0, =upcall_start\n\t"
        "bx r0\n\t"
        ".ltorg");
}

__attribute__((noreturn, used)) void upcall_start(void)
{
    const uint32_t *from = upcall_data_image;
    for (uint32_t *to = upcall_data_start; to < upcall_data_end;) {
        *to++ = *from++;
    }
    for (uint32_t *to = upcall_bss_start; to < upcall_bss_end;) {
        *to++ = 0u;
    }
    (void)main();
    cortex_m_restart();
}

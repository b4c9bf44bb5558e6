/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "systick.h"

#define ICSR REGISTER(0xE000ED04u)
#define ICSR_PENDSTCLR (1u << 25)
#define ICSR_PENDSTSET (1u << 26)
#define SYST_CSR REGISTER(0xE000E010u)
#define SYST_RVR REGISTER(0xE000E014u)
#define SYST_CVR REGISTER(0xE000E018u)
#define SYST_RUN 7u /* core clock, interrupt, enable */
#define SYST_PERIOD 0x01000000u

static uint32_t per_ms; /* ticks a millisecond */
static uint32_t period; /* ticks from one reload to the next */
static uint32_t over;   /* ticks of periods that are over, without those in ms */
static uint32_t ms;

/* Ticks since the period began. A new one has begun, but for the interrupt, when the counter is 0. */
INLINE uint32_t into_period(void)
{
    const uint32_t left = SYST_CVR;
    return left == 0u ? 0u : period - left;
}

/* The same with a period whose end has not been told yet. With interrupts masked. */
INLINE uint32_t passed(void)
{
    const uint32_t ticks = into_period();
    return (ICSR & ICSR_PENDSTSET) == 0u ? ticks : period + into_period();
}

/* Divides by subtracting: this also runs in the interrupt, which calls nothing, and on a Cortex-M0. */
INLINE void count(uint32_t ticks)
{
    over += ticks;
    while (over >= per_ms) {
        over -= per_ms;
        ms++;
    }
}

/* With the counter at 0 nothing ends before the new period does, so what was pending is old. */
static void begin(uint32_t new_period)
{
    period = new_period;
    SYST_RVR = new_period - 1u;
    SYST_CVR = 0u;
    ICSR = ICSR_PENDSTCLR;
}

INTERRUPT_CODE void upcall_isr_tick(void)
{
    const uint32_t primask = cortex_m_lock();
    count(period);
    cortex_m_unlock(primask);
}

void systick_start(uint32_t clock_hz)
{
    per_ms = clock_hz / 1000u;
    begin(SYST_PERIOD);
    SYST_CSR = SYST_RUN;
}

uint32_t systick_ms(void)
{
    const uint32_t primask = cortex_m_lock();
    const uint32_t now = ms + (over + passed()) / per_ms;
    cortex_m_unlock(primask);
    return now;
}

void systick_sleep(uint32_t milliseconds)
{
    const uint32_t longest = (SYST_PERIOD - 1u) / per_ms;
    const uint32_t bounded = milliseconds < longest ? milliseconds : longest;
    if (bounded == 0u) {
        return;
    }
    count(passed());
    begin(bounded * per_ms);
    cortex_m_wait();
    count(passed());
    begin(SYST_PERIOD);
}

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "cortex_m.h"

#define ICSR REGISTER(0xE000ED04u)
#define ICSR_PENDSTCLR (1u << 25)
#define AIRCR REGISTER(0xE000ED0Cu)
#define AIRCR_RESET 0x05FA0004u /* key, SYSRESETREQ */
#define SYST_CSR REGISTER(0xE000E010u)
#define SYST_RVR REGISTER(0xE000E014u)
#define SYST_CVR REGISTER(0xE000E018u)
#define SYST_RUN 7u /* core clock, interrupt, enable */
#define SYST_MAX 0x00FFFFFFu

void cortex_m_restart(void)
{
    __asm volatile("cpsid i\n\tdsb" : : : "memory");
    AIRCR = AIRCR_RESET;
    for (;;) {
        __asm volatile("dsb" : : : "memory");
    }
}

void cortex_m_sleep(uint32_t milliseconds, uint32_t clock_hz)
{
    const uint32_t per_millisecond = clock_hz / 1000u;
    const uint32_t longest = SYST_MAX / per_millisecond;
    const uint32_t sleep = milliseconds < longest ? milliseconds : longest;
    if (sleep == 0u) {
        return;
    }
    SYST_RVR = sleep * per_millisecond - 1u;
    SYST_CVR = 0u;
    SYST_CSR = SYST_RUN;
    cortex_m_wait();
    SYST_CSR = 0u;
    ICSR = ICSR_PENDSTCLR;
}

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* What start-up code wants of a port, where there is none: no interrupt is on, and a fault stays. */
void upcall_isr_uart(void);
void riscv_restart(void);

void upcall_isr_uart(void)
{
    for (;;) {
    }
}

void riscv_restart(void)
{
    for (;;) {
    }
}

/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* What the port of an STM32 needs of its family: clocks and pins, which differ from one to the next. */
#ifndef UPCALL_STM32_H
#define UPCALL_STM32_H

#include "cortex_m.h"

/* Brings the core to UPCALL_CLOCK_HZ, the USART's bus to UPCALL_USART_HZ, USART and pins to life. */
void stm32_start(void);

#endif

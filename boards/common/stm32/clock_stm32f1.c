/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * STM32F100 value line (RM0041): 24 MHz from the internal oscillator by the PLL, without wait states;
 * USART1 on PA9 and PA10, on a bus as fast as the core.
 */
#include "stm32.h"

#define RCC_CR REGISTER(0x40021000u)
#define RCC_CR_HSIRDY (1u << 1)
#define RCC_CR_PLLON (1u << 24)
#define RCC_CR_PLLRDY (1u << 25)
#define RCC_CFGR REGISTER(0x40021004u)
#define RCC_CFGR_SW_PLL 2u
#define RCC_CFGR_SWS 0xCu
#define RCC_CFGR_SWS_PLL 8u
#define RCC_CFGR_PLLMUL6 (4u << 18) /* of the oscillator's half: 8 MHz / 2 * 6 */
#define RCC_APB2ENR REGISTER(0x40021018u)
#define RCC_APB2ENR_IOPA (1u << 2)
#define RCC_APB2ENR_USART1 (1u << 14)
#define GPIOA_CRH REGISTER(0x40010804u)
#define GPIOA_CRH_USART1_MASK 0xFF0u
#define GPIOA_CRH_USART1 0x4B0u /* PA9: alternate function, push-pull; PA10: floating input */

void stm32_start(void)
{
    /* An emulator without a clock tree reads zeros, and has its full rate from the start. */
    if ((RCC_CR & RCC_CR_HSIRDY) != 0u) {
        RCC_CFGR = RCC_CFGR_PLLMUL6;
        RCC_CR |= RCC_CR_PLLON;
        while ((RCC_CR & RCC_CR_PLLRDY) == 0u) {
        }
        RCC_CFGR = RCC_CFGR_PLLMUL6 | RCC_CFGR_SW_PLL;
        while ((RCC_CFGR & RCC_CFGR_SWS) != RCC_CFGR_SWS_PLL) {
        }
    }
    RCC_APB2ENR |= RCC_APB2ENR_IOPA | RCC_APB2ENR_USART1;
    GPIOA_CRH = (GPIOA_CRH & ~GPIOA_CRH_USART1_MASK) | GPIOA_CRH_USART1;
}

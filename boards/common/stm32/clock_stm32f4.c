/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * STM32F2 and F4 (RM0033, RM0090, RM0390): the PLL on the internal oscillator, 16 MHz / 16 * N / 2, so
 * that boards with any crystal are alike; and the USART with its pins, both of which are of port A and
 * have alternate function 7. From the board's board.yaml:
 *
 *   UPCALL_CLOCK_HZ      up to 120 MHz (F2), 168 MHz (F405, F407), 180 MHz less overdrive (F446: 168)
 *   UPCALL_WAIT_STATES   of the flash at that rate and 3.3 V
 *   UPCALL_USART_TX_PIN  UPCALL_USART_RX_PIN   9 and 10: USART1; 2 and 3: USART2
 */
#include "stm32.h"

#define RCC_CR REGISTER(0x40023800u)
#define RCC_CR_HSIRDY (1u << 1)
#define RCC_CR_PLLON (1u << 24)
#define RCC_CR_PLLRDY (1u << 25)
#define RCC_PLLCFGR REGISTER(0x40023804u)
#define RCC_PLLCFGR_M16 16u /* the PLL's input is 1 MHz */
#define RCC_PLLCFGR_N(factor) ((factor) << 6)
#define RCC_PLLCFGR_Q(divider) ((divider) << 24) /* P is 0: divide by 2 */
#define RCC_CFGR REGISTER(0x40023808u)
#define RCC_CFGR_APB1_BY_4 (5u << 10)
#define RCC_CFGR_APB2_BY_2 (4u << 13)
#define RCC_CFGR_SW_PLL 2u
#define RCC_CFGR_SWS 0xCu
#define RCC_CFGR_SWS_PLL 8u
#define RCC_AHB1ENR REGISTER(0x40023830u)
#define RCC_AHB1ENR_GPIOA 1u
#define RCC_APB1ENR REGISTER(0x40023840u)
#define RCC_APB1ENR_USART2 (1u << 17)
#define RCC_APB2ENR REGISTER(0x40023844u)
#define RCC_APB2ENR_USART1 (1u << 4)
#define FLASH_ACR REGISTER(0x40023C00u)
#define FLASH_ACR_CACHES 0x700u /* prefetch, instruction and data cache */

#define GPIOA_MODER REGISTER(0x40020000u)
#define GPIO_MODE_ALTERNATE 2u
#define GPIOA_AFR(pin) REGISTER(0x40020020u + 4u * ((pin) / 8u))
#define GPIO_AF_USART 7u

static void to_usart(uint32_t pin)
{
    const uint32_t mode = 2u * pin;
    const uint32_t function = 4u * (pin % 8u);
    GPIOA_AFR(pin) = (GPIOA_AFR(pin) & ~(15u << function)) | GPIO_AF_USART << function;
    GPIOA_MODER = (GPIOA_MODER & ~(3u << mode)) | GPIO_MODE_ALTERNATE << mode;
}

void stm32_start(void)
{
    /* An emulator without a clock tree reads zeros, and has its full rate from the start. */
    if ((RCC_CR & RCC_CR_HSIRDY) != 0u) {
        RCC_PLLCFGR = RCC_PLLCFGR_M16 | RCC_PLLCFGR_N(UPCALL_CLOCK_HZ / 500000u) | RCC_PLLCFGR_Q(7u);
        RCC_CR |= RCC_CR_PLLON;
        FLASH_ACR = FLASH_ACR_CACHES | UPCALL_WAIT_STATES;
        while ((RCC_CR & RCC_CR_PLLRDY) == 0u) {
        }
        RCC_CFGR = RCC_CFGR_APB1_BY_4 | RCC_CFGR_APB2_BY_2 | RCC_CFGR_SW_PLL;
        while ((RCC_CFGR & RCC_CFGR_SWS) != RCC_CFGR_SWS_PLL) {
        }
    }
    RCC_AHB1ENR |= RCC_AHB1ENR_GPIOA;
    RCC_APB1ENR |= RCC_APB1ENR_USART2;
    RCC_APB2ENR |= RCC_APB2ENR_USART1;
    to_usart(UPCALL_USART_TX_PIN);
    to_usart(UPCALL_USART_RX_PIN);
}

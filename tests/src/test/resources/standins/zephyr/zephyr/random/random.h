/* Zephyr's random numbers, as far as the port uses them. */
#pragma once
#include <stdint.h>
uint32_t sys_rand32_get(void);

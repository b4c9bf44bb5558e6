/* SPDX-License-Identifier: 0BSD */
/*
 * Constants that stay in program memory where data is read by other instructions than constants are
 * (AVR: LPM, in the first 64 KB). Elsewhere they are constants like any others.
 */
#ifndef UPCALL_FLASH_H
#define UPCALL_FLASH_H

#include <stdint.h>
#include <string.h>

#if defined(__AVR__)

#define UPCALL_FLASH __attribute__((__progmem__))

static inline uint8_t upcall_flash_byte(const void *at) {
    const uint8_t *from = at;
    uint8_t byte;
    __asm__("lpm %0, Z" : "=r"(byte) : "z"(from));
    return byte;
}

static inline void upcall_flash_copy(void *to, const void *from, size_t bytes) {
    uint8_t *target = to;
    const uint8_t *source = from;
    while (bytes > 0) {
        *target++ = upcall_flash_byte(source++);
        bytes--;
    }
}

#else

#define UPCALL_FLASH

static inline uint8_t upcall_flash_byte(const void *at) {
    return *(const uint8_t *)at;
}

static inline void upcall_flash_copy(void *to, const void *from, size_t bytes) {
    memcpy(to, from, bytes);
}

#endif

#endif

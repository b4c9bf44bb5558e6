/* SPDX-License-Identifier: 0BSD */
#include "upcall_unpack.h"

enum { ESCAPE = 15 };

/* The bits from `at` on, at least 25 of them, the first being the highest. */
static inline uint32_t upcall_bits(const uint8_t *packed, uint32_t at) {
    const uint8_t *byte = packed + (at >> 3);
    const uint32_t word = (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 |
                          (uint32_t)byte[2] << 8 | (uint32_t)byte[3];
    return word << (at & 7u);
}

/* Of 32 bits that are not all 0; AVR's int has 16. */
static inline int32_t upcall_leading_zeros(uint32_t bits) {
    return sizeof(int) == sizeof bits ? __builtin_clz((unsigned)bits)
                                      : __builtin_clzl((unsigned long)bits);
}

void upcall_unpack(const uint8_t *packed, int32_t count, uint8_t *to) {
    const int32_t k = packed[0] & 7;
    const uint32_t raised = packed[0] & 0x80u;
    uint32_t at = 8;
    while (count-- > 0) {
        const uint32_t bits = upcall_bits(packed, at);
        const int32_t ones = upcall_leading_zeros(~bits | 1u);
        uint32_t z;
        if (ones < ESCAPE) {
            z = (uint32_t)ones << k | bits << (ones + 1) >> 1 >> (31 - k);
            at += (uint32_t)(ones + 1 + k);
        } else {
            z = bits << ESCAPE >> 24;
            at += ESCAPE + 8;
        }
        *to++ = (uint8_t)(z >> 1 ^ (0u - (z & 1u)) ^ raised);
    }
}

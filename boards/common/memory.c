/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * memcpy, memmove, memset and memcmp for boards without a C library: words where both ends are
 * aligned, bytes elsewhere, because a Cortex-M0 faults on an unaligned word.
 */
#include <stdint.h>
#include <string.h>

/* Words read and written through this type may alias anything. */
typedef uint32_t __attribute__((may_alias)) word_t;

#define WORD sizeof(word_t)

/* Without this the compiler turns the loops below into calls of the functions they define. */
#if defined(__GNUC__) && !defined(__clang__)
#define NO_IDIOMS __attribute__((optimize("no-tree-loop-distribute-patterns")))
#else
#define NO_IDIOMS
#endif

static int aligned(uintptr_t addresses)
{
    return (addresses & (WORD - 1u)) == 0u;
}

/* Going up, all whole words, if both ends are aligned: how many bytes that were. */
NO_IDIOMS static size_t copy_words(void *to, const void *from, size_t length)
{
    if (!aligned((uintptr_t)to | (uintptr_t)from)) {
        return 0;
    }
    word_t *target = to;
    const word_t *source = from;
    size_t left = length / WORD;
    for (; left >= 4u; left -= 4u) {
        target[0] = source[0];
        target[1] = source[1];
        target[2] = source[2];
        target[3] = source[3];
        target += 4;
        source += 4;
    }
    while (left-- > 0u) {
        *target++ = *source++;
    }
    return length / WORD * WORD;
}

NO_IDIOMS void *memcpy(void *restrict to, const void *restrict from, size_t length)
{
    uint8_t *target = to;
    const uint8_t *source = from;
    for (size_t i = copy_words(to, from, length); i < length; i++) {
        target[i] = source[i];
    }
    return to;
}

NO_IDIOMS void *memmove(void *to, const void *from, size_t length)
{
    uint8_t *target = to;
    const uint8_t *source = from;
    if ((uintptr_t)to - (uintptr_t)from >= length) {
        /* The target starts outside the source: going up, nothing is overwritten unread. */
        for (size_t i = copy_words(to, from, length); i < length; i++) {
            target[i] = source[i];
        }
    } else {
        while (length-- > 0u) {
            target[length] = source[length];
        }
    }
    return to;
}

NO_IDIOMS void *memset(void *to, int value, size_t length)
{
    uint8_t *target = to;
    const uint8_t byte = (uint8_t)value;
    if (aligned((uintptr_t)to)) {
        const word_t word = (word_t)byte * 0x01010101u;
        word_t *target_word = to;
        for (; length >= WORD; length -= WORD) {
            *target_word++ = word;
        }
        target = (uint8_t *)target_word;
    }
    while (length-- > 0u) {
        *target++ = byte;
    }
    return to;
}

int memcmp(const void *left, const void *right, size_t length)
{
    const uint8_t *a = left;
    const uint8_t *b = right;
    for (; length > 0u; length--, a++, b++) {
        if (*a != *b) {
            return (int)*a - (int)*b;
        }
    }
    return 0;
}

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

/* Those that are copied together. */
#if defined(__arm__)
#define WORDS 8u
#else
#define WORDS 4u
#endif

typedef struct __attribute__((may_alias)) {
    word_t word[WORDS];
} words_t;

/* Arm compilers copy such a structure by pairs of LDM and STM; others might call memcpy for it. */
static void copy_some(words_t *to, const words_t *from)
{
#if defined(__arm__)
    *to = *from;
#else
    to->word[0] = from->word[0];
    to->word[1] = from->word[1];
    to->word[2] = from->word[2];
    to->word[3] = from->word[3];
#endif
}

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
    const size_t words = length / WORD;
    const words_t *sources = from;
    words_t *targets = to;
    for (size_t left = words / WORDS; left > 0u; left--) {
        copy_some(targets++, sources++);
    }
    const word_t *source = (const word_t *)sources;
    word_t *target = (word_t *)targets;
    for (size_t left = words % WORDS; left > 0u; left--) {
        *target++ = *source++;
    }
    return words * WORD;
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

/* SPDX-License-Identifier: 0BSD */
#include "upcall_scalar_fully_connected.h"

#include <string.h>

#define RAISE ((int32_t)0x80808080u)

/* Bytes as words. */
#if defined(__GNUC__)
#define READS_WORDS 1
typedef int32_t __attribute__((__may_alias__)) upcall_word_t;
#else
#define READS_WORDS 0
typedef int32_t upcall_word_t;
#endif

/* Bytes + 128, eight at a time. */
static void upcall_raise(const upcall_word_t *from, int32_t *to, const int32_t *end) {
    do {
        to[0] = from[0] ^ RAISE;
        to[1] = from[1] ^ RAISE;
        from += 2;
        to += 2;
    } while (to != end);
}

void upcall_scalar_fully_connected(const upcall_scalar_fully_connected_t *layer,
                                   const int8_t *input, int8_t *output, int32_t *scratch) {
    const upcall_scalar_t *whole = &layer->layer;
    const int32_t *end = scratch + whole->taps / 4;
    if (READS_WORDS && layer->depth == whole->taps && (uintptr_t)input % sizeof *scratch == 0) {
        upcall_raise((const upcall_word_t *)(const void *)input, scratch, end);
    } else {
        scratch[whole->taps / 4 - 1] = 0;
        scratch[whole->taps / 4 - 2] = 0;
        memcpy(scratch, input, (size_t)layer->depth);
        upcall_raise((const upcall_word_t *)(const void *)scratch, scratch, end);
    }
    const uint8_t *x = (const uint8_t *)scratch;
    upcall_scalar_1x4(whole, x, layer->weights, output);
    if (layer->channels > 4 * whole->blocks) {
        upcall_scalar_t last = *whole;
        last.blocks = 1;
        upcall_scalar_1x4(&last, x,
                          layer->weights + whole->blocks * upcall_scalar_words(whole, 4),
                          output + layer->channels - 4);
    }
}

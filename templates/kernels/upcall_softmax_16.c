/* SPDX-License-Identifier: 0BSD */
#include "upcall_softmax_16.h"

#include "upcall_elements.h"
#include "upcall_requantize.h"

/* Between two entries of a table, from its first at -32768 on. */
static int32_t upcall_softmax_16_look(const int8_t *table, int32_t x) {
    const int32_t at = upcall_limit(x, -32768, 32767);
    const int8_t *entry = table + 2 * (256 + (at >> 7));
    const int32_t from = upcall_load(entry, 2);
    const int32_t slope = upcall_load(entry + 2, 2) - from;
    return from + ((slope * (at & 127) + 64) >> 7);
}

static void upcall_softmax_16_row(const upcall_softmax_16_t *layer, const int8_t *input,
                                  int8_t *output) {
    int32_t max = -32768;
    for (int32_t i = 0; i < layer->depth; i++) {
        const int32_t x = upcall_load(input + 2 * i, 2);
        max = x > max ? x : max;
    }
    uint32_t sum = 0; /* Q16.15 */
    for (int32_t i = 0; i < layer->depth; i++) {
        const int32_t difference = upcall_load(input + 2 * i, 2) - max;
        const int32_t steps = upcall_requantize(difference, layer->multiplier, layer->shift);
        const int32_t exponential =
            upcall_softmax_16_look(layer->exponentials, upcall_wrapping_add(steps, 32767));
        upcall_store(output + 2 * i, 2, exponential);
        sum += (uint32_t)exponential;
    }
    int32_t shift = 30; /* less the bits by which the sum is shifted up to the 30th */
    while ((sum & 0x40000000u) == 0u) {
        sum <<= 1;
        shift--;
    }
    const int32_t fraction = (int32_t)((sum + (1u << 13)) >> 14);
    const int32_t scale =
        upcall_softmax_16_look(layer->reciprocals, fraction - ((int32_t)1 << 15) - ((int32_t)1 << 16));
    for (int32_t i = 0; i < layer->depth; i++) {
        const int32_t product = upcall_load(output + 2 * i, 2) * scale;
        upcall_store(output + 2 * i, 2,
                     upcall_limit((product + (1 << (shift - 1))) >> shift, 0, 32767));
    }
}

void upcall_softmax_16(const upcall_softmax_16_t *layer, const int8_t *input, int8_t *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        upcall_softmax_16_row(layer, input, output);
        input += 2 * layer->depth;
        output += 2 * layer->depth;
    }
}

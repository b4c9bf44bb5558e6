/* SPDX-License-Identifier: 0BSD */
#include "upcall_column_walk.h"

#if UPCALL_DSP

/* In upcall_column_walk_dsp.S: a function for each window and shift. */
typedef void upcall_walk_function_t(const upcall_column_walk_t *walk, const int32_t *pairs,
                                    int8_t *output, int8_t *end);
extern upcall_walk_function_t upcall_walk_upper_10, upcall_walk_lower_10, upcall_walk_half_10;
extern upcall_walk_function_t upcall_walk_upper_12, upcall_walk_lower_12, upcall_walk_half_12;

void upcall_walk(int32_t window, int32_t shift, const upcall_column_walk_t *walk,
                 const int32_t *pairs, int8_t *output, int8_t *end) {
    static upcall_walk_function_t *const functions[2][3] = {
        {upcall_walk_upper_10, upcall_walk_lower_10, upcall_walk_half_10},
        {upcall_walk_upper_12, upcall_walk_lower_12, upcall_walk_half_12},
    };
    functions[shift == 12][window](walk, pairs, output, end);
}

#else

static inline int32_t upcall_low(int32_t word) {
    return (int16_t)(uint16_t)((uint32_t)word & 0xFFFFu);
}

static inline int32_t upcall_high(int32_t word) {
    return (int16_t)(uint16_t)((uint32_t)word >> 16);
}

static inline int32_t upcall_halves(int32_t low, int32_t high) {
    return (int32_t)(((uint32_t)low & 0xFFFFu) | (uint32_t)high << 16);
}

void upcall_gather_pair(const upcall_row_pair_t *rows, int32_t *pairs, int32_t columns) {
    const int8_t *upper = rows->upper;
    const int8_t *lower = rows->lower;
    for (int32_t column = 0; column < columns; column++) {
        for (int32_t channel = 0; channel < UPCALL_WALK_CHANNELS; channel++) {
            *pairs++ = upcall_halves(upper[channel], lower[channel]);
        }
        if (column + 1 < columns) {
            upper += rows->upper_step;
            lower += rows->lower_step;
        }
    }
}

/* What one column adds to an accumulator. */
static uint32_t upcall_tap(int32_t window, const upcall_column_walk_t *walk, int32_t column,
                           int32_t pair, int32_t below) {
    const int32_t both = window == UPCALL_WALK_LOWER ? below : pair;
    const int32_t single =
        window == UPCALL_WALK_LOWER ? upcall_high(pair) : upcall_low(below);
    const int32_t weight =
        column == 1 ? upcall_high(walk->single[0]) : upcall_low(walk->single[column / 2]);
    return (uint32_t)(upcall_low(both) * upcall_low(walk->both[column])) +
           (uint32_t)(upcall_high(both) * upcall_high(walk->both[column])) +
           (uint32_t)(single * weight);
}

void upcall_walk(int32_t window, int32_t shift, const upcall_column_walk_t *walk,
                 const int32_t *pairs, int8_t *output, int8_t *end) {
    const int32_t stride = window == UPCALL_WALK_HALF ? 2 : 1;
    const int32_t ahead = walk->ahead / 4;
    for (; output != end; output += UPCALL_WALK_CHANNELS) {
        uint32_t acc = (uint32_t)walk->bias;
        for (int32_t column = 0; column < 3; column++) {
            const int32_t *pair = pairs + UPCALL_WALK_CHANNELS * column;
            acc += upcall_tap(window, walk, column, pair[0], pair[ahead]);
        }
        const int64_t product = (int64_t)(int32_t)acc * walk->multiplier;
        const int32_t y = (int32_t)((product + ((int64_t)1 << 31)) >> 32) >> shift;
        *output = (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
        pairs += UPCALL_WALK_CHANNELS * stride;
    }
}

#endif

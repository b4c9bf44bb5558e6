/* SPDX-License-Identifier: 0BSD */
#include "upcall_column_walk.h"

#include <string.h>

#if UPCALL_DSP

/* In upcall_column_walk_dsp.S: a loop for each window and shift, which only these two call. */
typedef void upcall_walk_loop_t(void);
extern upcall_walk_loop_t upcall_walk_upper_10, upcall_walk_lower_10, upcall_walk_half_10;
extern upcall_walk_loop_t upcall_walk_upper_12, upcall_walk_lower_12, upcall_walk_half_12;
extern void upcall_channels_upper(const upcall_column_walk_t *walk, const int32_t *pairs,
                                  int8_t *output, const int8_t *end, upcall_walk_loop_t *loop);
extern void upcall_channels_lower(const upcall_column_walk_t *walk, const int32_t *pairs,
                                  int8_t *output, const int8_t *end, upcall_walk_loop_t *loop);

void upcall_walk(int32_t window, int32_t shift, const upcall_column_walk_t *walk,
                 const int32_t *pairs, int8_t *output, const int8_t *end) {
    static upcall_walk_loop_t *const loops[2][3] = {
        {upcall_walk_upper_10, upcall_walk_lower_10, upcall_walk_half_10},
        {upcall_walk_upper_12, upcall_walk_lower_12, upcall_walk_half_12},
    };
    if (window == UPCALL_WALK_LOWER) {
        upcall_channels_lower(walk, pairs, output, end, loops[shift == 12][window]);
    } else {
        upcall_channels_upper(walk, pairs, output, end, loops[shift == 12][window]);
    }
}

#else

enum { COLUMN_WORDS = UPCALL_WALK_CHANNELS };

static inline int32_t upcall_low(int32_t word) {
    return (int16_t)(uint16_t)((uint32_t)word & 0xFFFFu);
}

static inline int32_t upcall_high(int32_t word) {
    return (int16_t)(uint16_t)((uint32_t)word >> 16);
}

static inline int32_t upcall_halves(int32_t low, int32_t high) {
    return (int32_t)(((uint32_t)low & 0xFFFFu) | (uint32_t)high << 16);
}

static void upcall_gather(const upcall_row_pairs_t *rows, int32_t *pairs, int32_t columns,
                          int32_t scale) {
    const int32_t pitch = COLUMN_WORDS * columns + rows->skip / 4;
    for (int32_t row = 0; row < rows->rows; row++) {
        const int32_t upper = row * (columns * rows->upper_step + rows->next);
        const int32_t lower = row * (columns * rows->lower_step + rows->next);
        for (int32_t i = 0; i < COLUMN_WORDS * columns; i++) {
            const int32_t column = i / COLUMN_WORDS;
            const int32_t channel = i % COLUMN_WORDS;
            pairs[row * pitch + i] =
                upcall_halves(scale * rows->upper[upper + column * rows->upper_step + channel],
                              scale * rows->lower[lower + column * rows->lower_step + channel]);
        }
    }
}

void upcall_gather_pair(const upcall_row_pairs_t *rows, int32_t *pairs, int32_t columns) {
    upcall_gather(rows, pairs, columns, 1);
}

void upcall_gather_row(const int8_t *row, int32_t *pairs, int32_t columns, int32_t step) {
    for (int32_t i = 0; i < COLUMN_WORDS * columns; i++) {
        pairs[i] = row[i / COLUMN_WORDS * step + i % COLUMN_WORDS];
    }
}

void upcall_gather_weights(const upcall_row_pairs_t *rows, int32_t *pairs, int32_t columns) {
    upcall_gather(rows, pairs, columns, 256);
}

/* What one column adds to an accumulator.
 *
 * weight: index of the column's and channel's weights */
static uint32_t upcall_tap(int32_t window, const upcall_column_walk_t *walk, int32_t weight,
                           int32_t pair, int32_t below) {
    const int32_t both = walk->both[weight];
    const int32_t single = walk->single[weight];
    if (window == UPCALL_WALK_LOWER) {
        return (uint32_t)(upcall_low(below) * upcall_low(both)) +
               (uint32_t)(upcall_high(below) * upcall_high(both)) +
               (uint32_t)(upcall_high(pair) * upcall_low(single));
    }
    return (uint32_t)(upcall_low(pair) * upcall_low(both)) +
           (uint32_t)(upcall_high(pair) * upcall_high(both)) +
           (uint32_t)(upcall_low(below) * upcall_high(single));
}

void upcall_walk(int32_t window, int32_t shift, const upcall_column_walk_t *walk,
                 const int32_t *pairs, int8_t *output, const int8_t *end) {
    const int32_t stride = window == UPCALL_WALK_HALF ? 2 : 1;
    const int32_t ahead = walk->ahead / 4;
    for (; output != end; output += COLUMN_WORDS) {
        for (int32_t channel = 0; channel < COLUMN_WORDS; channel++) {
            uint32_t acc = (uint32_t)walk->bias[channel];
            for (int32_t i = channel; i < 3 * COLUMN_WORDS; i += COLUMN_WORDS) {
                acc += upcall_tap(window, walk, i, pairs[i], pairs[i + ahead]);
            }
            const int64_t product = (int64_t)(int32_t)acc * walk->multiplier[channel];
            const int32_t y = (int32_t)((product + ((int64_t)1 << 31)) >> 32) >> shift;
            output[channel] = (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
        }
        pairs += COLUMN_WORDS * stride;
    }
}

void upcall_scatter_rows(const upcall_output_rows_t *rows, const int8_t *from, int8_t *to) {
    for (int32_t row = 0; row < rows->rows; row++) {
        for (int32_t x = 0; x < rows->width; x++) {
            memcpy(to, from, UPCALL_WALK_CHANNELS);
            from += UPCALL_WALK_CHANNELS;
            to += rows->step;
        }
        from += rows->skip;
        to += rows->next;
    }
}

#endif

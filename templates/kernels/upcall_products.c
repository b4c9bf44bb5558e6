/* SPDX-License-Identifier: 0BSD */
#include "upcall_products.h"

#if !UPCALL_DSP

enum { MAX_LANES = 6 };

static inline int32_t low_half(uint32_t word) {
    return (int16_t)(uint16_t)(word & 0xFFFFu);
}

static inline int32_t high_half(uint32_t word) {
    return (int16_t)(uint16_t)(word >> 16);
}

static inline int32_t low_byte(uint32_t word) {
    return (int8_t)(uint8_t)(word & 0xFFu);
}

static inline uint32_t halves(int32_t low, int32_t high) {
    return ((uint32_t)low & 0xFFFFu) | (uint32_t)high << 16;
}

/* What the words a, b and w of a group add to an accumulator. */
static uint32_t group_product(uint32_t a, uint32_t b, uint32_t w) {
    const int32_t of_a = low_half(a) * low_half(w) + high_half(a) * high_half(w);
    const int32_t of_b = low_half(b) * low_byte(w) + high_half(b) * low_byte(w >> 16);
    return (uint32_t)of_a + (uint32_t)of_b;
}

/* One group of `count` inputs, the others being 0. */
static void expand_group(const int8_t *x, int32_t count, int32_t *to, int32_t step) {
    int32_t value[4] = {0, 0, 0, 0};
    for (int32_t k = 0; k < count; k++) {
        value[k] = x[k];
    }
    const int32_t odd1 = value[1] - 127;
    const int32_t odd3 = value[3] - 127;
    to[0] = (int32_t)halves(odd1, odd3);
    to[step] = (int32_t)halves(256 * value[0] - odd1, 256 * value[2] - odd3);
}

static void expand_pixel(const upcall_rows_t *rows, const int8_t *x, int32_t *to, int32_t step) {
    const int shared = rows->tail == UPCALL_SHARED_TAIL;
    int8_t tail[UPCALL_SHARED_TAIL] = {0};
    for (int32_t row = 0; row < rows->rows; row++) {
        const int32_t inputs = 4 * rows->words + (shared ? 0 : rows->tail);
        for (int32_t i = 0; i < inputs; i += 4) {
            expand_group(x + i, inputs - i < 4 ? inputs - i : 4, to, step);
            to += 2 * step;
        }
        if (shared) {
            tail[rows->rows - 1 - row] = x[inputs];
        }
        x += 4 * rows->words + rows->skip;
    }
    if (shared) {
        expand_group(tail, rows->rows, to, step);
    }
}

void upcall_expand_3(const upcall_rows_t *rows, const int8_t *x, int32_t *to, int32_t pixels) {
    for (int32_t pixel = 0; pixel < pixels; pixel++) {
        expand_pixel(rows, x + pixel * rows->step, to + pixel, 3);
    }
}

void upcall_expand_1(const upcall_rows_t *rows, const int8_t *x, int32_t *to, int32_t pixels) {
    for (int32_t pixel = 0; pixel < pixels; pixel++) {
        expand_pixel(rows, x + pixel * rows->step, to + pixel, 1);
    }
}

/* All accumulators of one block: acc[channel * pixels + pixel], which begin with their channel's. */
static void accumulate(int32_t groups, int32_t pixels, int32_t channels, const int32_t *begin,
                       const int32_t *x, const int32_t *w, uint32_t *acc) {
    for (int32_t channel = 0; channel < channels; channel++) {
        for (int32_t pixel = 0; pixel < pixels; pixel++) {
            uint32_t sum = (uint32_t)begin[channel];
            for (int32_t group = 0; group < groups; group++) {
                const int32_t *a = x + 2 * pixels * group + pixel;
                sum += group_product((uint32_t)a[0], (uint32_t)a[pixels],
                                     (uint32_t)w[channels * group + channel]);
            }
            acc[channel * pixels + pixel] = sum;
        }
    }
}

void upcall_products_blocks(const upcall_products_t *products, int32_t pixels, int32_t channels,
                            const int32_t *x, const int32_t *w, void *output) {
    int8_t *bytes = output;
    int32_t *raw = output;
    for (int32_t block = 0; block < products->blocks; block++) {
        uint32_t acc[MAX_LANES];
        const int sums = products->form == UPCALL_SUM;
        const int32_t *weights = sums ? w : w + channels;
        accumulate(products->groups, pixels, channels, sums ? raw : w, x, weights, acc);
        const int32_t *multiplier = weights + channels * products->groups;
        for (int32_t channel = 0; channel < channels; channel++) {
            for (int32_t pixel = 0; pixel < pixels; pixel++) {
                const uint32_t sum = acc[channel * pixels + pixel];
                if (products->form >= UPCALL_RAW) {
                    *raw++ = (int32_t)sum;
                } else {
                    const int32_t correction =
                        products->form == UPCALL_SIGNED ? multiplier[channels + channel] : 0;
                    bytes[pixel * products->pitch + channel] =
                        upcall_products_scale(products, sum, multiplier[channel], correction);
                }
            }
        }
        bytes += channels;
        w += upcall_block_words(products, channels);
    }
}

void upcall_products_1x4(const upcall_products_t *products, const int32_t *x, const int32_t *w,
                         void *output) {
    upcall_products_blocks(products, 1, 4, x, w, output);
}

#else

/* Nothing here: upcall_products_dsp.S has it. */
typedef int upcall_products_in_assembly_t;

#endif

/* SPDX-License-Identifier: 0BSD */
#include "upcall_scalar.h"

#include "upcall_short_output.h"

#if !UPCALL_SCALAR_ASSEMBLY

enum { LANES = 4 };

static inline uint32_t upcall_byte(const int32_t *word, int32_t i) {
    return (uint32_t)(int32_t)((const int8_t *)word)[i];
}

/* int16 number `i` of a word. */
static inline uint32_t upcall_half(const int32_t *word, int32_t i) {
#if defined(__GNUC__)
    typedef int16_t __attribute__((__may_alias__)) upcall_half_t;
    return (uint32_t)(int32_t)((const upcall_half_t *)(const void *)word)[i];
#else
    return (uint32_t)(int32_t)(int16_t)(uint16_t)((uint32_t)*word >> 16 * i & 0xFFFFu);
#endif
}

/* Sums of runs, and of their upper parts, for two words of pixels. */
typedef struct {
    uint32_t run0;
    uint32_t upper0;
    uint32_t run1;
    uint32_t upper1;
} upcall_sums_t;

static inline uint32_t upcall_upper(uint32_t run) {
    return (uint32_t)((int32_t)run >> 16);
}

static inline void upcall_add_runs(upcall_sums_t *sums, uint32_t run0, uint32_t run1) {
    sums->run0 += run0;
    sums->upper0 += upcall_upper(run0);
    sums->run1 += run1;
    sums->upper1 += upcall_upper(run1);
}

/* A run of a channel with weights w. */
static inline void upcall_run(upcall_sums_t *sums, const uint32_t *x, const int8_t *w) {
    const uint32_t w0 = (uint32_t)(int32_t)w[0];
    const uint32_t w1 = (uint32_t)(int32_t)w[1];
    upcall_add_runs(sums, w0 * x[0] + w1 * x[2] + 0x8000u, w0 * x[1] + w1 * x[3] + 0x8000u);
}

/* Runs of two channels side by side, so that words of inputs are loaded once for both. */
static inline void upcall_accumulate(int32_t taps, const uint32_t *x, const int8_t *w,
                                     const int8_t *v, upcall_sums_t *of_w, upcall_sums_t *of_v) {
    upcall_sums_t sums = {0, 0, 0, 0};
    upcall_sums_t others = {0, 0, 0, 0};
    const int8_t *end = w + taps;
    do {
        upcall_run(&sums, x, w);
        upcall_run(&others, x, v);
        x += 4;
        w += 2;
        v += 2;
    } while (w != end);
    *of_w = sums;
    *of_v = others;
}

static int8_t upcall_scale_short(const upcall_scalar_t *layer, uint32_t a, int32_t multiplier,
                                 int32_t correction) {
    const uint32_t taken = (int32_t)a < 0 ? (uint32_t)correction : 0u;
    return upcall_short_output((int32_t)(a - taken), multiplier, layer->offset, layer->shift);
}

/* One channel's outputs; `w` points behind its weights. */
static void upcall_scale_pixels(const upcall_scalar_t *layer, const upcall_sums_t *sums,
                                const int32_t *w, int8_t *output) {
    const uint32_t start = (uint32_t)w[0];
    const uint32_t lower_start = start - ((uint32_t)layer->taps << 22); /* 2^15 of each run */
    const int32_t correction = layer->is_signed != 0 ? w[2] : 0;
    const uint32_t a[UPCALL_SCALAR_PIXELS] = {
        lower_start + (sums->run0 << 8) - (sums->upper0 << 24),
        start + (sums->upper0 << 8),
        lower_start + (sums->run1 << 8) - (sums->upper1 << 24),
        start + (sums->upper1 << 8),
    };
    for (int32_t pixel = 0; pixel < UPCALL_SCALAR_PIXELS; pixel++) {
        output[pixel * layer->pitch] = upcall_scale_short(layer, a[pixel], w[1], correction);
    }
}

void upcall_scalar_4x1(const upcall_scalar_t *layer, const int32_t *x, const int32_t *w,
                       int8_t *output) {
    const int32_t words = upcall_scalar_words(layer, 1);
    const int32_t behind = layer->taps / 4;
    for (int32_t left = layer->blocks; left > 0; left -= 2) {
        /* A last channel without a neighbour stands in for it. */
        const int32_t *other = left > 1 ? w + words : w;
        upcall_sums_t sums;
        upcall_sums_t others;
        upcall_accumulate(layer->taps, (const uint32_t *)x, (const int8_t *)w,
                          (const int8_t *)other, &sums, &others);
        upcall_scale_pixels(layer, &sums, w + behind, output);
        if (left > 1) {
            upcall_scale_pixels(layer, &others, other + behind, output + 1);
        }
        w = other + words;
        output += 2;
    }
}

/* Sums of a block of four channels: of w0 x, of (256 w1 + w0) x, and so of the other two. */
typedef struct {
    uint32_t sum[LANES];
} upcall_block_t;

static inline void upcall_tap(upcall_block_t *block, const int32_t *w, uint32_t x) {
    block->sum[0] += x * upcall_byte(w, 0);
    block->sum[1] += x * upcall_half(w, 0);
    block->sum[2] += x * upcall_byte(w, 2);
    block->sum[3] += x * upcall_half(w, 1);
}

/* A block's outputs; `w` points behind its weights. */
static void upcall_scale_block(const upcall_scalar_t *layer, const upcall_block_t *block,
                               const int32_t *w, int8_t *output) {
    const uint32_t acc[LANES] = {
        block->sum[0] << 8,
        block->sum[1] - block->sum[0],
        block->sum[2] << 8,
        block->sum[3] - block->sum[2],
    };
    for (int32_t lane = 0; lane < LANES; lane++) {
        const int32_t correction = layer->is_signed != 0 ? w[2 * LANES + lane] : 0;
        output[lane] = upcall_scale_short(layer, acc[lane] + (uint32_t)w[lane], w[LANES + lane],
                                          correction);
    }
}

/* Two blocks side by side, so that inputs are loaded once for both. */
void upcall_scalar_1x4(const upcall_scalar_t *layer, const uint8_t *x, const int32_t *w,
                       int8_t *output) {
    const int32_t words = upcall_scalar_words(layer, LANES);
    for (int32_t left = layer->blocks; left > 0; left -= 2) {
        /* A last block without a neighbour stands in for it. */
        const int32_t *other = left > 1 ? w + words : w;
        upcall_block_t block = {{0, 0, 0, 0}};
        upcall_block_t next = {{0, 0, 0, 0}};
        const int32_t *end = w + layer->taps;
        const uint8_t *at = x;
        const int32_t *v = other;
        do {
            upcall_tap(&block, w, at[0]);
            upcall_tap(&next, v, at[0]);
            at++;
            w++;
            v++;
        } while (w != end);
        upcall_scale_block(layer, &block, w, output);
        if (left > 1) {
            upcall_scale_block(layer, &next, v, output + LANES);
        }
        w = other + words;
        output += 2 * LANES;
    }
}

#else

/* Nothing here: upcall_scalar_thumb1.S or upcall_scalar_thumb2.S has it. */
typedef int upcall_scalar_in_assembly_t;

#endif

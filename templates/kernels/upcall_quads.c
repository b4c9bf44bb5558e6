/* SPDX-License-Identifier: 0BSD */
#include "upcall_quads.h"

#include "upcall_short_output.h"

#if !UPCALL_RV32_ASSEMBLY

enum { WORDS = UPCALL_SCALAR_PIXELS / 2, LANES = 4, MAX_CHANNELS = 16, MIDDLE = 128 };

/* Sums of runs, and of their upper parts. */
typedef struct {
    uint32_t run;
    uint32_t upper;
} upcall_run_sums_t;

static void upcall_add_run(upcall_run_sums_t *sums, uint32_t run) {
    sums->run += run;
    sums->upper += (uint32_t)((int32_t)(run + 0x8000u) >> 16);
}

/* 256 times what the lower halves of the runs' words add up to, then what the upper ones do. */
static uint32_t upcall_lower_sum(const upcall_run_sums_t *sums) {
    return (sums->run << 8) - (sums->upper << 24);
}

static uint32_t upcall_upper_sum(const upcall_run_sums_t *sums) {
    return sums->upper << 8;
}

static int8_t upcall_scale_quad(const upcall_scalar_t *layer, const int32_t *record, uint32_t sum) {
    const int32_t a = (int32_t)(sum + (uint32_t)record[0]);
    const int32_t correction = layer->is_signed != 0 && a < 0 ? record[2] : 0;
    return upcall_floored_output((int32_t)((uint32_t)a - (uint32_t)correction), record[1],
                                 layer->offset, layer->shift);
}

/* One of `step` channels side by side; returns what is behind the weights of all of them. */
static const int8_t *upcall_quad_channel(int32_t taps, const uint32_t *x, const int8_t *w,
                                         int32_t step, upcall_run_sums_t *sums) {
    for (int32_t tap = 0; tap < taps; tap += 2) {
        const uint32_t first = (uint32_t)(int32_t)w[0];
        const uint32_t second = (uint32_t)(int32_t)w[1];
        for (int32_t word = 0; word < WORDS; word++) {
            upcall_add_run(&sums[word], first * x[word] + second * x[WORDS + word]);
        }
        x += 2 * WORDS;
        w += 2 * step;
    }
    return w;
}

void upcall_quads_4x4(const upcall_scalar_t *layer, const int32_t *x, const int32_t *w,
                      int8_t *output) {
    int32_t left = layer->blocks;
    while (left > 0) {
        const int32_t channels = left >= UPCALL_QUADS_CHANNELS ? UPCALL_QUADS_CHANNELS : 1;
        const int32_t *record = w + channels * layer->taps / LANES;
        for (int32_t channel = 0; channel < channels; channel++) {
            upcall_run_sums_t sums[WORDS] = {{0, 0}, {0, 0}};
            upcall_quad_channel(layer->taps, (const uint32_t *)x, (const int8_t *)w + 2 * channel,
                                channels, sums);
            for (int32_t word = 0; word < WORDS; word++) {
                int8_t *to = output + 2 * word * layer->pitch;
                to[0] = upcall_scale_quad(layer, record, upcall_lower_sum(&sums[word]));
                to[layer->pitch] = upcall_scale_quad(layer, record, upcall_upper_sum(&sums[word]));
            }
            record += 2 + layer->is_signed;
            output++;
        }
        w = record;
        left -= channels;
    }
}

/* A pair of channels that lie in the halves of a word, the lower one's weights at w. */
static void upcall_vector_pair(int32_t taps, const int8_t *x, const uint8_t *w, int32_t step,
                               upcall_run_sums_t *sums) {
    for (int32_t tap = 0; tap < taps; tap += 2) {
        uint32_t run = 0;
        for (int32_t i = 0; i < 2; i++) {
            const int32_t even = w[i * step] - MIDDLE;
            const int32_t upper = w[i * step + 2] - MIDDLE;
            run += (uint32_t)x[tap + i] * (uint32_t)upcall_both(even, upper);
        }
        upcall_add_run(sums, run);
        w += 2 * step;
    }
}

void upcall_quads_1x16(const upcall_scalar_t *layer, const int8_t *x, const int32_t *w,
                       int8_t *output) {
    int32_t left = layer->blocks * LANES;
    /* The assembly adds 2^15 to runs, which starts make up for. */
    const uint32_t taken = (uint32_t)layer->taps << 22;
    while (left > 0) {
        const int32_t channels = left >= MAX_CHANNELS ? MAX_CHANNELS : LANES;
        const int32_t record = 2 + layer->is_signed;
        const int32_t *records = w + channels * layer->taps / LANES;
        for (int32_t channel = 0; channel < channels; channel += LANES) {
            for (int32_t odd = 0; odd < 2; odd++) {
                upcall_run_sums_t sums = {0, 0};
                upcall_vector_pair(layer->taps, x, (const uint8_t *)w + channel + odd, channels,
                                   &sums);
                const int32_t *lower = records + record * (channel + odd);
                output[channel + odd] =
                    upcall_scale_quad(layer, lower, upcall_lower_sum(&sums) + taken);
                output[channel + odd + 2] =
                    upcall_scale_quad(layer, lower + 2 * record, upcall_upper_sum(&sums));
            }
        }
        w = records + record * channels;
        output += channels;
        left -= channels;
    }
}

#else

/* Nothing here: upcall_quads_rv32.S has it. */
typedef int upcall_quads_in_assembly_t;

#endif

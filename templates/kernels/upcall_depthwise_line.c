/* SPDX-License-Identifier: 0BSD */
#include "upcall_depthwise_line.h"

#include <string.h>

enum { CHANNELS = UPCALL_WALK_CHANNELS };

#if !UPCALL_DSP

/* Both halves of x times those of w. */
static uint32_t upcall_line_product(int32_t x, int32_t w) {
    const int32_t low = (int16_t)(uint16_t)((uint32_t)x & 0xFFFFu) *
                        (int16_t)(uint16_t)((uint32_t)w & 0xFFFFu);
    const int32_t high = (int16_t)(uint16_t)((uint32_t)x >> 16) *
                         (int16_t)(uint16_t)((uint32_t)w >> 16);
    return (uint32_t)low + (uint32_t)high;
}

void upcall_line_walk(const upcall_line_walk_t *walk, const int32_t *pairs, int8_t *output,
                      int32_t outputs) {
    for (int32_t i = 0; i < outputs; i++) {
        const int32_t *weights = walk->weights + (i % 2 == 0 ? CHANNELS * walk->columns : 0);
        uint32_t acc = (uint32_t)walk->bias;
        for (int32_t column = 0; column < walk->columns; column++) {
            acc += upcall_line_product(pairs[CHANNELS * (i / 2 + column)],
                                       weights[CHANNELS * column]);
        }
        acc -= (int32_t)acc < 0 ? (uint32_t)walk->correction : 0u;
        const int64_t product = (int64_t)(int32_t)acc * walk->multiplier;
        const int32_t high = (int32_t)((product + ((int64_t)1 << 31)) >> 32);
        const int32_t y = (walk->offset + high) >> walk->shift;
        output[i * walk->pitch] = (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
    }
}

#endif

/* The inputs of four channels; beyond the last one come numbers whose weights are 0. */
static void upcall_line_inputs(const upcall_depthwise_line_t *layer, const int8_t *input,
                               int32_t *pairs) {
    const int32_t step = layer->channels;
    const int32_t whole = layer->inputs / 2;
    if (whole > 0) {
        const upcall_row_pairs_t rows = {input, input + step, 2 * step, 2 * step, 1, 0, 0};
        upcall_gather_pair(&rows, pairs, whole);
        pairs += whole * CHANNELS;
    }
    if (layer->inputs % 2 != 0) {
        const int8_t *last = input + (layer->inputs - 1) * step;
        const upcall_row_pairs_t rows = {last, last, 0, 0, 1, 0, 0};
        upcall_gather_pair(&rows, pairs, 1);
        pairs += CHANNELS;
    }
    memset(pairs, 0, CHANNELS * sizeof *pairs);
}

/* The weights of four channels in both ways; `rows` is memory for taps + 3 words. */
static void upcall_line_weights(const upcall_depthwise_line_t *layer, const int8_t *weights,
                                int32_t *pairs, int8_t *rows) {
    const int32_t columns = layer->taps / 2 + 1;
    memset(rows, 0, CHANNELS);
    for (int32_t tap = 1; tap <= layer->taps; tap++) {
        memcpy(rows + tap * CHANNELS, weights, CHANNELS);
        weights += layer->channels;
    }
    memset(rows + (layer->taps + 1) * CHANNELS, 0, 2 * CHANNELS);
    const upcall_row_pairs_t both = {
        rows, rows + CHANNELS, 2 * CHANNELS, 2 * CHANNELS, 2, (1 - 2 * columns) * CHANNELS, 0,
    };
    upcall_gather_weights(&both, pairs, columns);
}

void upcall_depthwise_line(const upcall_depthwise_line_t *layer, const int8_t *input,
                           int8_t *output, int32_t *scratch) {
    const int32_t columns = layer->taps / 2 + 1;
    const int32_t outputs = layer->inputs - layer->taps + 1;
    int32_t *weights = scratch + (layer->inputs + 3) / 2 * CHANNELS;
    upcall_line_walk_t walk = {
        0, 0, layer->offset, layer->shift, 0, columns, layer->channels, 0,
    };
    for (int32_t channel = 0; channel < layer->channels; channel += CHANNELS) {
        upcall_line_inputs(layer, input + channel, scratch);
        upcall_line_weights(layer, layer->weights + channel, weights,
                            (int8_t *)(weights + 2 * columns * CHANNELS));
        for (int32_t k = 0; k < CHANNELS; k++) {
            walk.correction = layer->correction[channel + k];
            walk.multiplier = layer->multiplier[channel + k];
            walk.bias = layer->bias[channel + k];
            walk.weights = weights + k;
            upcall_line_walk(&walk, scratch + k, output + channel + k, outputs);
        }
    }
}

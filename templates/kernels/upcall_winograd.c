/* SPDX-License-Identifier: 0BSD */
#include "upcall_winograd.h"

#include "upcall_short_output.h"

#if !UPCALL_DSP

/* The two inputs that a row of B takes, and the sign of the second. */
typedef struct {
    int8_t first;
    int8_t second;
    int8_t sign;
} upcall_winograd_row_t;

static const upcall_winograd_row_t UPCALL_ROWS[4] = {{0, 2, -1}, {1, 2, 1}, {2, 1, -1}, {1, 3, -1}};

/* One number of B d B'; `x` is the tile's first input of a channel. */
static int32_t transformed(const int8_t *x, int32_t pitch, int32_t channels, int32_t row,
                           int32_t column) {
    const upcall_winograd_row_t *r = &UPCALL_ROWS[row];
    const upcall_winograd_row_t *c = &UPCALL_ROWS[column];
    const int8_t *above = x + r->first * pitch;
    const int8_t *below = x + r->second * pitch;
    const int32_t left = above[c->first * channels] + r->sign * below[c->first * channels];
    const int32_t right = above[c->second * channels] + r->sign * below[c->second * channels];
    return left + c->sign * right;
}

void upcall_winograd_inputs(const int8_t *x, int32_t pitch, int32_t channels, int32_t *to) {
    for (int32_t step = 0; step < channels / 2; step++) {
        const int8_t *first = x + step / 2 * 4 + step % 2;
        for (int32_t i = 0; i < 16; i++) {
            for (int32_t tile = 0; tile < UPCALL_WINOGRAD_TILES; tile++) {
                const int8_t *at = first + 2 * tile * channels;
                const int32_t low = transformed(at, pitch, channels, i / 4, i % 4);
                const int32_t high = transformed(at + 2, pitch, channels, i / 4, i % 4);
                *to++ = (int32_t)(((uint32_t)low & 0xFFFFu) | (uint32_t)high << 16);
            }
        }
    }
}

static int32_t low_half(int32_t word) {
    return (int16_t)(uint16_t)((uint32_t)word & 0xFFFFu);
}

static int32_t high_half(int32_t word) {
    return (int16_t)(uint16_t)((uint32_t)word >> 16);
}

void upcall_winograd_products(const int32_t *x, const int32_t *w, int32_t steps,
                              int32_t *products) {
    for (int32_t i = 0; i < 16; i++) {
        for (int32_t channel = 0; channel < 2; channel++) {
            for (int32_t tile = 0; tile < UPCALL_WINOGRAD_TILES; tile++) {
                uint32_t sum = 0;
                for (int32_t step = 0; step < steps; step++) {
                    const int32_t a = x[(16 * step + i) * UPCALL_WINOGRAD_TILES + tile];
                    const int32_t b = w[2 * (steps * i + step) + channel];
                    sum += (uint32_t)(low_half(a) * low_half(b) + high_half(a) * high_half(b));
                }
                *products++ = (int32_t)sum;
            }
        }
    }
}

/* An output from four times its sum. */
static int8_t output_of(const upcall_winograd_outputs_t *to, uint32_t sum, const int32_t *scale) {
    uint32_t acc = (uint32_t)scale[0] + (sum << 6);
    if (to->form == UPCALL_SIGNED && (int32_t)acc < 0) {
        acc -= (uint32_t)scale[4];
    }
    return upcall_short_output((int32_t)acc, scale[2], to->offset, to->shift);
}

/* Outputs of a tile from its products, of which every eighth word is. */
static void outputs_of(const upcall_winograd_outputs_t *to, const int32_t *products,
                       const int32_t *scale, int8_t *output) {
    uint32_t upper[4];
    uint32_t lower[4];
    for (int32_t column = 0; column < 4; column++) {
        uint32_t p[4];
        for (int32_t row = 0; row < 4; row++) {
            p[row] = (uint32_t)products[8 * (4 * row + column)];
        }
        upper[column] = p[0] + p[1] + p[2];
        lower[column] = p[1] - p[2] - p[3];
    }
    output[0] = output_of(to, upper[0] + upper[1] + upper[2], scale);
    output[to->pitch] = output_of(to, upper[1] - upper[2] - upper[3], scale);
    output[to->row] = output_of(to, lower[0] + lower[1] + lower[2], scale);
    output[to->row + to->pitch] = output_of(to, lower[1] - lower[2] - lower[3], scale);
}

void upcall_winograd_outputs(const upcall_winograd_outputs_t *to, const int32_t *products,
                             const int32_t *scale, int8_t *output) {
    for (int32_t channel = 0; channel < 2; channel++) {
        for (int32_t tile = 0; tile < UPCALL_WINOGRAD_TILES; tile++) {
            outputs_of(to, products + 4 * channel + tile, scale + channel,
                       output + 2 * tile * to->pitch + channel);
        }
    }
}

#else

/* Nothing here: upcall_winograd_dsp.S has it. */
typedef int upcall_winograd_in_assembly_t;

#endif

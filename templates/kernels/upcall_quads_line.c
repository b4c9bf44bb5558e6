/* SPDX-License-Identifier: 0BSD */
#include "upcall_quads_line.h"

#include "upcall_short_output.h"

enum { LANES = 4, LOWEST = -128 };

/* x * w as an addend of a wrapping sum. */
static inline uint32_t upcall_line_product(int8_t x, int8_t w) {
    return (uint32_t)((int32_t)x * (int32_t)w);
}

static inline int8_t upcall_line_output(const upcall_quads_line_t *layer, const int32_t *record,
                                        uint32_t sum) {
    int32_t a = (int32_t)((sum << 8) + (uint32_t)record[0]);
    if (a < 0) {
        if (layer->is_signed == 0) {
            return LOWEST;
        }
        a = (int32_t)((uint32_t)a - (uint32_t)record[2]);
    }
    return upcall_floored_output(a, record[1], layer->offset, layer->shift);
}

/* Four channels of one output. */
static inline void upcall_line_position(const upcall_quads_line_t *layer, const int8_t *x,
                                        const int8_t *w, const int32_t *records, int8_t *output) {
    const int32_t step = layer->channels;
    const int32_t record = 2 + layer->is_signed;
    const int8_t *end = w + layer->taps * step;
    uint32_t sum0 = 0;
    uint32_t sum1 = 0;
    uint32_t sum2 = 0;
    uint32_t sum3 = 0;
    do {
        sum0 += upcall_line_product(x[0], w[0]);
        sum1 += upcall_line_product(x[1], w[1]);
        sum2 += upcall_line_product(x[2], w[2]);
        sum3 += upcall_line_product(x[3], w[3]);
        x += step;
        w += step;
    } while (w != end);
    output[0] = upcall_line_output(layer, records, sum0);
    output[1] = upcall_line_output(layer, records + record, sum1);
    output[2] = upcall_line_output(layer, records + 2 * record, sum2);
    output[3] = upcall_line_output(layer, records + 3 * record, sum3);
}

void upcall_quads_line(const upcall_quads_line_t *layer, const int8_t *input, int8_t *output) {
    const int32_t channels = layer->channels;
    const int32_t words = LANES * (2 + layer->is_signed);
    for (int32_t left = layer->inputs - layer->taps; left >= 0; left--) {
        const int32_t *records = layer->records;
        for (int32_t channel = 0; channel < channels; channel += LANES) {
            upcall_line_position(layer, input + channel, layer->weights + channel, records,
                                 output + channel);
            records += words;
        }
        input += channels;
        output += channels;
    }
}

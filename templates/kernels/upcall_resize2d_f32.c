/* SPDX-License-Identifier: 0BSD */
#include "upcall_resize2d_f32.h"

/* One element of a row: x is the row in the element's channel. */
static float upcall_resize2d_f32_line(const upcall_resize_taps_t *taps, int32_t first,
                                      int32_t channels, const float *x) {
    float sum = 0.0f;
    for (int32_t tap = first; tap < first + taps->count; tap++) {
        sum += taps->weight[tap] * x[taps->index[tap] * channels];
    }
    return sum;
}

static void upcall_resize2d_f32_pixel(const upcall_resize2d_f32_t *layer, int32_t y, int32_t x,
                                      const float *input, float *output) {
    const int32_t channels = layer->input.channels;
    const int32_t row = layer->input.width * channels;
    const int32_t first = y * layer->rows.count;
    for (int32_t c = 0; c < channels; c++) {
        float sum = 0.0f;
        for (int32_t tap = first; tap < first + layer->rows.count; tap++) {
            const float line =
                upcall_resize2d_f32_line(&layer->columns, x * layer->columns.count, channels,
                                         input + layer->rows.index[tap] * row + c);
            sum += layer->rows.weight[tap] * line;
        }
        output[c] = sum;
    }
}

void upcall_resize2d_f32(const upcall_resize2d_f32_t *layer, const float *input, float *output) {
    for (int32_t image = 0; image < layer->batch; image++) {
        for (int32_t y = 0; y < layer->output.height; y++) {
            for (int32_t x = 0; x < layer->output.width; x++) {
                upcall_resize2d_f32_pixel(layer, y, x, input, output);
                output += layer->output.channels;
            }
        }
        input += layer->input.height * layer->input.width * layer->input.channels;
    }
}

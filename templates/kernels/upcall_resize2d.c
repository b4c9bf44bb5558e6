/* SPDX-License-Identifier: 0BSD */
#include "upcall_resize2d.h"

#include "upcall_elements.h"

/* The sum for one element of the pixel at (y, x) of the output; `input` is that channel. */
static int64_t upcall_resize2d_sum(const upcall_resize2d_t *layer, const int8_t *input, int32_t y,
                                   int32_t x) {
    int64_t sum = 0;
    for (int32_t i = y * layer->row_taps; i < (y + 1) * layer->row_taps; i++) {
        for (int32_t k = x * layer->column_taps; k < (x + 1) * layer->column_taps; k++) {
            const int32_t pixel = layer->rows[i] * layer->input.width + layer->columns[k];
            const int32_t value =
                upcall_load(input + pixel * layer->input.channels * layer->bytes, layer->bytes);
            sum += (int64_t)(layer->row_weights[i] * layer->column_weights[k]) * value;
        }
    }
    return sum;
}

void upcall_resize2d(const upcall_resize2d_t *layer, const int8_t *input, int8_t *output) {
    const int64_t half = (int64_t)1 << 19;
    const int64_t one = (int64_t)1 << 20;
    for (int32_t y = 0; y < layer->output.height; y++) {
        for (int32_t x = 0; x < layer->output.width; x++) {
            for (int32_t c = 0; c < layer->output.channels; c++) {
                const int64_t sum = upcall_resize2d_sum(layer, input + c * layer->bytes, y, x);
                upcall_store(output, layer->bytes,
                             (int32_t)((sum + (sum > 0 ? half : -half)) / one));
                output += layer->bytes;
            }
        }
    }
}

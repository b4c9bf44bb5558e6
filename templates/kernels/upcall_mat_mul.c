/* SPDX-License-Identifier: 0BSD */
#include "upcall_mat_mul.h"

#include "upcall_elements.h"
#include "upcall_requantize.h"

static int32_t upcall_mat_mul_short(const upcall_mat_mul_t *layer, const int8_t *left,
                                    const int8_t *right) {
    int64_t sum = 0;
    for (int32_t k = 0; k < layer->depth; k++) {
        sum += (int64_t)(upcall_load(left + 2 * k, 2) - layer->left_zero_point) *
               (upcall_load(right + 2 * k * layer->columns, 2) - layer->right_zero_point);
    }
    const int32_t total = 15 - layer->shift;
    return (int32_t)((sum * layer->multiplier + ((int64_t)1 << (total - 1))) >> total);
}

static int32_t upcall_mat_mul_byte(const upcall_mat_mul_t *layer, const int8_t *left,
                                   const int8_t *right) {
    uint32_t sum = 0;
    for (int32_t k = 0; k < layer->depth; k++) {
        sum += (uint32_t)((left[k] - layer->left_zero_point) *
                          (right[k * layer->columns] - layer->right_zero_point));
    }
    return upcall_requantize((int32_t)sum, layer->multiplier, layer->shift);
}

static void upcall_mat_mul_one(const upcall_mat_mul_t *layer, const int8_t *left,
                               const int8_t *right, int8_t *output) {
    const int32_t bytes = layer->bytes;
    const int32_t max = bytes == 1 ? 127 : 32767;
    for (int32_t row = 0; row < layer->rows; row++) {
        for (int32_t column = 0; column < layer->columns; column++) {
            const int8_t *from = right + column * bytes;
            const int32_t value = bytes == 1 ? upcall_mat_mul_byte(layer, left, from)
                                             : upcall_mat_mul_short(layer, left, from);
            const int32_t sum = upcall_wrapping_add(value, layer->output_zero_point);
            upcall_store(output, bytes, upcall_limit(sum, -max - 1, max));
            output += bytes;
        }
        left += layer->depth * bytes;
    }
}

void upcall_mat_mul(const upcall_mat_mul_t *layer, const int8_t *left, const int8_t *right,
                    int8_t *output) {
    const int32_t bytes = layer->bytes;
    for (int32_t i = 0; i < layer->batches[0]; i++) {
        for (int32_t k = 0; k < layer->batches[1]; k++) {
            upcall_mat_mul_one(
                layer, left + (i * layer->left_stride[0] + k * layer->left_stride[1]) * bytes,
                right + (i * layer->right_stride[0] + k * layer->right_stride[1]) * bytes, output);
            output += layer->rows * layer->columns * bytes;
        }
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_mul_short.h"

void upcall_mul_short(const upcall_mul_short_t *layer, const int8_t *left, const int8_t *right,
                      int8_t *output) {
    const int32_t left_zero_point = layer->left_zero_point;
    const int32_t right_zero_point = layer->right_zero_point;
    const upcall_long_rounding_t rounding = layer->rounding;
    for (int32_t row = layer->rows; row > 0; row--) {
        const int8_t *z = right;
        const int8_t *end = output + layer->count;
        while (output != end) {
            const int32_t product = (*left++ - left_zero_point) * (*z++ - right_zero_point);
            *output++ = upcall_long_round(&rounding, product);
        }
        right += layer->right_step;
    }
}

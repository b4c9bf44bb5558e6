/* SPDX-License-Identifier: 0BSD */
#include "upcall_l2_normalization.h"

#include "upcall_gemmlowp.h"
#include "upcall_requantize.h"

typedef struct {
    int32_t multiplier;
    int32_t shift;
} upcall_l2_normalization_factor_t;

/* 1 / sqrt(x); x Q3.28, by five Newton-Raphson steps from 1. */
static int32_t upcall_l2_normalization_root(int32_t x) {
    const int32_t half = upcall_rounding_shift_right(x, 1);
    int32_t root = 1 << 28;
    for (int32_t i = 0; i < 5; i++) {
        const int32_t square = upcall_high_mul(root, root);
        const int32_t cube = upcall_shift_left(upcall_high_mul(square, root), 6);
        const int32_t next = upcall_high_mul(402653184 /* 3/2 */, root);
        root = upcall_shift_left(next - upcall_high_mul(half, cube), 3);
    }
    return root;
}

/* 128 / sqrt(sum); 0 counts as 1. */
static upcall_l2_normalization_factor_t upcall_l2_normalization_factor(int32_t sum) {
    upcall_l2_normalization_factor_t factor = {INT32_MAX, 7};
    if (sum <= 1) {
        return factor;
    }
    int32_t right = 11;
    while (sum >= 1 << 29) {
        sum /= 4;
        right++;
    }
    while (sum < 1 << 27) {
        sum *= 4;
        right--;
    }
    factor.multiplier = upcall_high_mul(upcall_l2_normalization_root(sum >> 1), 1518500250);
    if (right < 0) {
        factor.multiplier = upcall_shift_left(factor.multiplier, -right);
        right = 0;
    }
    factor.shift = 7 - right;
    return factor;
}

void upcall_l2_normalization(const upcall_l2_normalization_t *layer, const int8_t *input,
                             int8_t *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        int32_t sum = 0;
        for (int32_t i = 0; i < layer->depth; i++) {
            const int32_t x = input[i] - layer->zero_point;
            sum += x * x;
        }
        const upcall_l2_normalization_factor_t factor = upcall_l2_normalization_factor(sum);
        for (int32_t i = 0; i < layer->depth; i++) {
            const int32_t x = input[i] - layer->zero_point;
            output[i] = upcall_clamp_to(upcall_requantize(x, factor.multiplier, factor.shift), -128,
                                        127);
        }
        input += layer->depth;
        output += layer->depth;
    }
}

/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_INVERSE_ROOT_H
#define UPCALL_INVERSE_ROOT_H

#include <stdint.h>

#include "upcall_gemmlowp.h"
#include "upcall_requantize.h"

/* multiplier * 2^(shift - 31) */
typedef struct {
    int32_t multiplier;
    int32_t shift; /* at most 0 */
} upcall_inverse_root_t;

/* 1 / sqrt(x); x Q3.28, by five Newton-Raphson steps from 1. */
static inline int32_t upcall_inverse_root_q3(int32_t x) {
    const int32_t half = upcall_rounding_shift_right(x, 1);
    int32_t root = (int32_t)1 << 28;
    for (int32_t i = 0; i < 5; i++) {
        const int32_t square = upcall_high_mul(root, root);
        const int32_t cube = upcall_shift_left(upcall_high_mul(square, root), 6);
        const int32_t next = upcall_high_mul(402653184 /* 3/2 */, root);
        root = upcall_shift_left(next - upcall_high_mul(half, cube), 3);
    }
    return root;
}

/* 1 / sqrt(sum), by the arithmetic of TensorFlow Lite's reference kernels; 0 counts as 1. */
static inline upcall_inverse_root_t upcall_inverse_root(int32_t sum) {
    upcall_inverse_root_t factor = {INT32_MAX, 0};
    if (sum <= 1) {
        return factor;
    }
    int32_t right = 11;
    while (sum >= (int32_t)1 << 29) {
        sum /= 4;
        right++;
    }
    while (sum < (int32_t)1 << 27) {
        sum *= 4;
        right--;
    }
    factor.multiplier = upcall_high_mul(upcall_inverse_root_q3(sum >> 1), 1518500250);
    if (right < 0) {
        factor.multiplier = upcall_shift_left(factor.multiplier, -right);
        right = 0;
    }
    factor.shift = -right;
    return factor;
}

#endif

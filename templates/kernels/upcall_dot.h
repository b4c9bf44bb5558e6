/* SPDX-License-Identifier: 0BSD */
/* Inner products of int8 vectors, the inner loops of convolution and matrix product. */
#ifndef UPCALL_DOT_H
#define UPCALL_DOT_H

#include <stdint.h>

/* A product of two int8 as an addend of a wrapping accumulator. */
static inline uint32_t upcall_product(int8_t a, int8_t b) {
    return (uint32_t)((int32_t)a * (int32_t)b);
}

/* acc + sum of x[i] * w[i] over i < n. */
static inline uint32_t upcall_dot(const int8_t *x, const int8_t *w, int32_t n, uint32_t acc) {
    for (; n >= 4; n -= 4) {
        acc += upcall_product(x[0], w[0]);
        acc += upcall_product(x[1], w[1]);
        acc += upcall_product(x[2], w[2]);
        acc += upcall_product(x[3], w[3]);
        x += 4;
        w += 4;
    }
    for (; n > 0; n--) {
        acc += upcall_product(*x++, *w++);
    }
    return acc;
}

/* Two of them over the same x, which is loaded once. */
static inline void upcall_dot2(const int8_t *x, const int8_t *w0, const int8_t *w1, int32_t n,
                               uint32_t acc[2]) {
    uint32_t acc0 = acc[0];
    uint32_t acc1 = acc[1];
    for (; n >= 4; n -= 4) {
        acc0 += upcall_product(x[0], w0[0]);
        acc1 += upcall_product(x[0], w1[0]);
        acc0 += upcall_product(x[1], w0[1]);
        acc1 += upcall_product(x[1], w1[1]);
        acc0 += upcall_product(x[2], w0[2]);
        acc1 += upcall_product(x[2], w1[2]);
        acc0 += upcall_product(x[3], w0[3]);
        acc1 += upcall_product(x[3], w1[3]);
        x += 4;
        w0 += 4;
        w1 += 4;
    }
    for (; n > 0; n--) {
        acc0 += upcall_product(*x, *w0++);
        acc1 += upcall_product(*x++, *w1++);
    }
    acc[0] = acc0;
    acc[1] = acc1;
}

#endif

/* SPDX-License-Identifier: 0BSD */
/* Sigmoid and tanh of 16-bit fixed-point numbers, as TensorFlow Lite's reference kernels compute them: a
   table of the sigmoid, with straight lines between its entries. */
#ifndef UPCALL_CURVE_16_H
#define UPCALL_CURVE_16_H

#include <stdint.h>

typedef struct {
    int32_t tanh;       /* 1, or 0 for sigmoid */
    int32_t multiplier; /* brings an element, shifted right afterwards, to steps of 1 / (3 * 2^12) */
    int32_t shift;      /* 0..30 */
} upcall_curve_16_t;

/* Of a number in steps of 1 / (3 * 2^12); the result is Q0.15. */
int32_t upcall_sigmoid_16(int32_t x);
int32_t upcall_tanh_16(int32_t x);

/* The curve of one element; the result is Q0.15. */
int32_t upcall_curve_16_of(const upcall_curve_16_t *curve, int32_t x);

/* Of `count` elements of 16 bits. Output may be input, or lie below it. */
void upcall_curve_16(const upcall_curve_16_t *layer, const int8_t *input, int8_t *output,
                     int32_t count);

#endif

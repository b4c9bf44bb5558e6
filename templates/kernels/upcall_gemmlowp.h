/* SPDX-License-Identifier: 0BSD */
/* Functions of fixed-point numbers, as in gemmlowp's fixedpoint.h. Comments give Q formats: Qm.n has m
   integer and n fraction bits. */
#ifndef UPCALL_GEMMLOWP_H
#define UPCALL_GEMMLOWP_H

#include <stdint.h>

#include "upcall_requantize.h"

/* x * 2^bits, saturated. */
static inline int32_t upcall_shift_left(int32_t x, int32_t bits) {
    const int64_t shifted = (int64_t)x * ((int64_t)1 << bits);
    if (shifted > INT32_MAX) {
        return INT32_MAX;
    }
    return shifted < INT32_MIN ? INT32_MIN : (int32_t)shifted;
}

/* e^x for x in [-1/4, 0), Q0.31 both: Taylor expansion around -1/8. */
static inline int32_t upcall_exp_quarter(int32_t x) {
    const int32_t at = 1895147668; /* e^(-1/8) */
    const int32_t a = x + ((int32_t)1 << 28);
    const int32_t a2 = upcall_high_mul(a, a);
    const int32_t a3 = upcall_high_mul(a2, a);
    const int32_t a4 = upcall_high_mul(a2, a2);
    const int32_t third = upcall_high_mul(upcall_rounding_shift_right(a4, 2) + a3, 715827883);
    return at + upcall_high_mul(at, a + upcall_rounding_shift_right(third + a2, 1));
}

/* e^x; x Q5.26 and at most 0, result Q0.31. */
static inline int32_t upcall_exp_q5(int32_t x) {
    /* e^(-2^k), k = -2..4 */
    static const int32_t factor[7] = {1672461947, 1302514674, 790015084, 290630308,
                                      39332535,   720401,     242};
    const int32_t quarter = (int32_t)1 << 24;
    if (x == 0) {
        return INT32_MAX;
    }
    const int32_t remainder_below = (x & (quarter - 1)) - quarter;
    const uint32_t quarters = (uint32_t)remainder_below - (uint32_t)x;
    int32_t result = upcall_exp_quarter(remainder_below * 32);
    for (int32_t k = 0; k < 7; k++) {
        if ((quarters & ((uint32_t)1 << (24 + k))) != 0u) {
            result = upcall_high_mul(result, factor[k]);
        }
    }
    return result;
}

/* 1 / (1 + x) for x in [0, 1), Q0.31 both, by three Newton-Raphson steps in Q2.29. */
static inline int32_t upcall_reciprocal_q0(int32_t x) {
    const int32_t half_denominator = (int32_t)(((int64_t)x + INT32_MAX + 1) >> 1);
    int32_t y =
        1515870810 /* 48/17 */ + upcall_high_mul(half_denominator, -1010580540 /* -32/17 */);
    for (int32_t i = 0; i < 3; i++) {
        const int32_t error = ((int32_t)1 << 29) - upcall_high_mul(half_denominator, y);
        y += upcall_shift_left(upcall_high_mul(y, error), 2);
    }
    return upcall_shift_left(y, 1);
}

#endif

/* SPDX-License-Identifier: 0BSD */
/* Functions of whole numbers, computed as int64 and wrapping; the caller casts them to the type. */
#ifndef UPCALL_WHOLE_H
#define UPCALL_WHOLE_H

#include <stdint.h>

static inline int64_t upcall_whole_add(int64_t x, int64_t y) {
    return (int64_t)((uint64_t)x + (uint64_t)y);
}

static inline int64_t upcall_whole_sub(int64_t x, int64_t y) {
    return (int64_t)((uint64_t)x - (uint64_t)y);
}

static inline int64_t upcall_whole_mul(int64_t x, int64_t y) {
    return (int64_t)((uint64_t)x * (uint64_t)y);
}

static inline int64_t upcall_whole_squared_difference(int64_t x, int64_t y) {
    const int64_t difference = upcall_whole_sub(x, y);
    return upcall_whole_mul(difference, difference);
}

/* Towards 0; by 0 it gives 0. */
static inline int64_t upcall_whole_div(int64_t x, int64_t y) {
    return y == 0 ? 0 : y == -1 ? upcall_whole_sub(0, x) : x / y;
}

/* By squaring; with a negative exponent the quotient 1 / x^-y, towards 0. */
static inline int64_t upcall_whole_pow(int64_t x, int64_t y) {
    if (y < 0) {
        return x == 1 || (x == -1 && y % 2 == 0) ? 1 : x == -1 ? -1 : 0;
    }
    int64_t power = 1;
    for (; y > 0; y >>= 1) {
        power = (y & 1) != 0 ? upcall_whole_mul(power, x) : power;
        x = upcall_whole_mul(x, x);
    }
    return power;
}

static inline int64_t upcall_whole_max(int64_t x, int64_t y) {
    return x > y ? x : y;
}

static inline int64_t upcall_whole_min(int64_t x, int64_t y) {
    return x < y ? x : y;
}

static inline int64_t upcall_whole_abs(int64_t x) {
    return x < 0 ? upcall_whole_sub(0, x) : x;
}

static inline int64_t upcall_whole_sign(int64_t x) {
    return x > 0 ? 1 : x < 0 ? -1 : 0;
}

static inline int64_t upcall_whole_prelu(int64_t x, int64_t slope) {
    return x < 0 ? upcall_whole_mul(x, slope) : x;
}

/* A float towards 0; NaN gives 0, what is too large the nearest int64. */
static inline int64_t upcall_whole_of(float x) {
    if (x > -9223372036854775808.0f && x < 9223372036854775808.0f) {
        return (int64_t)x;
    }
    return x != x ? 0 : x < 0.0f ? INT64_MIN : INT64_MAX;
}

/* A float that is within int32, or NaN: without the 64-bit conversion, which few FPUs have. */
static inline int32_t upcall_whole_of_small(float x) {
    return x != x ? 0 : (int32_t)x;
}

/* An index within 0..length-1, or the nearest to it; negative ones count from the end. */
static inline int32_t upcall_index(int64_t index, int32_t length) {
    const int64_t at = index < 0 ? index + length : index;
    return at < 0 ? 0 : at < length ? (int32_t)at : length - 1;
}

#endif

/* SPDX-License-Identifier: 0BSD */
/* One rounding where the reference has several: the compiler has proved for every number that can
   come that the result is the reference's, and that nothing overflows. */
#ifndef UPCALL_ROUNDING_H
#define UPCALL_ROUNDING_H

#include <stdint.h>

/* clamp8((x * factor + offset) >> shift) */
typedef struct {
    int32_t factor;
    int32_t offset;
    int32_t shift; /* 0..30 */
} upcall_rounding_t;

static inline int8_t upcall_clamp8(int32_t y) {
#if defined(__ARM_FEATURE_SAT)
    int32_t clamped;
    __asm__("ssat %0, #8, %1" : "=r"(clamped) : "r"(y));
    return (int8_t)clamped;
#else
    const int32_t raised = y < -128 ? -128 : y;
    return (int8_t)(raised > 127 ? 127 : raised);
#endif
}

/* clamp8((x * factor + offset) / 2^32), rounded down; `below` instead of `offset` for x < 0, because
   the reference rounds away from zero there */
typedef struct {
    int32_t factor;
    int64_t offset;
    int64_t below;
} upcall_long_rounding_t;

static inline int8_t upcall_long_round(const upcall_long_rounding_t *rounding, int32_t x) {
    const int64_t offset = x < 0 ? rounding->below : rounding->offset;
    const int64_t scaled = (int64_t)x * rounding->factor + offset;
    return upcall_clamp8((int32_t)(scaled >> 32));
}

static inline int8_t upcall_round(const upcall_rounding_t *rounding, int32_t x) {
    return upcall_clamp8((x * rounding->factor + rounding->offset) >> rounding->shift);
}

#endif

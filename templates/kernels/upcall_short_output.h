/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_SHORT_OUTPUT_H
#define UPCALL_SHORT_OUTPUT_H

#include <stdint.h>

/* clamp8((offset + round(a * multiplier / 2^32)) >> shift): an output by the short form. The product
   is rounded by the highest bit that is cut off. */
static inline int8_t upcall_short_output(int32_t a, int32_t multiplier, int32_t offset,
                                         int32_t shift) {
    const int64_t product = (int64_t)a * multiplier;
    const int32_t high = (int32_t)(product >> 32) + (int32_t)((uint64_t)product >> 31 & 1u);
    const int32_t y = (offset + high) >> shift;
    return (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
}

/* clamp8((offset + floor(a * multiplier / 2^32)) >> shift): the same without rounding. */
static inline int8_t upcall_floored_output(int32_t a, int32_t multiplier, int32_t offset,
                                           int32_t shift) {
    const int32_t y = (offset + (int32_t)((int64_t)a * multiplier >> 32)) >> shift;
    return (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
}

#endif

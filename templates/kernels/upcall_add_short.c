/* SPDX-License-Identifier: 0BSD */
#include "upcall_add_short.h"

#if !defined(__ARM_FEATURE_MVE) || defined(UPCALL_PLAIN_C)

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

void upcall_add_short(const upcall_add_short_t *layer, const int8_t *left, const int8_t *right,
                      int8_t *output, int32_t count) {
    const int32_t left_factor = layer->left;
    const int32_t right_factor = layer->right;
    const int32_t offset = layer->offset;
    const int32_t shift = layer->shift;
    const int8_t *end = output + count;
    while (output != end) {
        const int32_t sum = *left++ * left_factor + (*right++ * right_factor + offset);
        *output++ = upcall_clamp8(sum >> shift);
    }
}

#endif

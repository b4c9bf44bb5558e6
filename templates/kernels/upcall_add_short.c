/* SPDX-License-Identifier: 0BSD */
#include "upcall_add_short.h"

#include "upcall_rounding.h"

#if !defined(__ARM_FEATURE_MVE) || defined(UPCALL_PLAIN_C)

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

/* SPDX-License-Identifier: 0BSD */
#include "upcall_dot_w4.h"

/* The products of a pair of channels' weights with x, added to two wrapping accumulators. */
static inline void upcall_dot_w4_pair(int32_t x, int8_t pair, uint32_t *low, uint32_t *high) {
    *low += (uint32_t)(x * upcall_w4_low(pair));
    *high += (uint32_t)(x * upcall_w4_high(pair));
}

static inline void upcall_dot4_w4(const upcall_patch_t *patch, const int8_t *x, const int8_t *w,
                                  const int32_t *start, uint32_t *acc) {
    const int32_t zero_point = patch->zero_point;
    uint32_t acc0 = (uint32_t)start[0];
    uint32_t acc1 = (uint32_t)start[1];
    uint32_t acc2 = (uint32_t)start[2];
    uint32_t acc3 = (uint32_t)start[3];
    w += 2 * patch->tap;
    for (int32_t row = patch->rows; row > 0; row--) {
        const int8_t *end = x + patch->run;
        do {
            const int32_t value = *x++ - zero_point;
            upcall_dot_w4_pair(value, w[0], &acc0, &acc1);
            upcall_dot_w4_pair(value, w[1], &acc2, &acc3);
            w += 2;
        } while (x != end);
        x += patch->skip_x;
        w += 2 * patch->skip_w;
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}

/* Two channels, or one, whose neighbour's weights are not there and count nothing. */
static inline void upcall_dot2_w4(const upcall_patch_t *patch, int32_t count, const int8_t *x,
                                  const int8_t *w, const int32_t *start, uint32_t *acc) {
    const int32_t zero_point = patch->zero_point;
    uint32_t acc0 = (uint32_t)start[0];
    uint32_t acc1 = count > 1 ? (uint32_t)start[1] : 0;
    w += patch->tap;
    for (int32_t row = patch->rows; row > 0; row--) {
        const int8_t *end = x + patch->run;
        do {
            upcall_dot_w4_pair(*x++ - zero_point, *w++, &acc0, &acc1);
        } while (x != end);
        x += patch->skip_x;
        w += patch->skip_w;
    }
    acc[0] = acc0;
    if (count > 1) {
        acc[1] = acc1;
    }
}

void upcall_dot_w4(const upcall_patch_t *patch, int32_t count, const int8_t *x, const int8_t *w,
                   const int32_t *start, uint32_t *acc) {
    for (; count >= 4; count -= 4) {
        upcall_dot4_w4(patch, x, w, start, acc);
        w += 2 * patch->filter;
        start += 4;
        acc += 4;
    }
    if (count >= 2) {
        upcall_dot2_w4(patch, 2, x, w, start, acc);
        w += patch->filter;
        start += 2;
        acc += 2;
        count -= 2;
    }
    if (count > 0) {
        upcall_dot2_w4(patch, 1, x, w, start, acc);
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_dot.h"

/* x * w as an addend of a wrapping accumulator. */
static inline uint32_t upcall_product(int32_t x, int8_t w) {
    return (uint32_t)(x * (int32_t)w);
}

static inline void upcall_dot1(const upcall_patch_t *patch, const int8_t *x, const int8_t *w,
                               const int32_t *start, uint32_t *acc) {
    const int32_t zero_point = patch->zero_point;
    uint32_t acc0 = (uint32_t)start[0];
    w += patch->tap;
    for (int32_t row = patch->rows; row > 0; row--) {
        const int8_t *end = x + patch->run;
        do {
            const int32_t value = *x++ - zero_point;
            acc0 += upcall_product(value, w[0]);
            w++;
        } while (x != end);
        x += patch->skip_x;
        w += patch->skip_w;
    }
    acc[0] = acc0;
}

static inline void upcall_dot2(const upcall_patch_t *patch, const int8_t *x, const int8_t *w,
                               const int32_t *start, uint32_t *acc) {
    const int32_t zero_point = patch->zero_point;
    uint32_t acc0 = (uint32_t)start[0];
    uint32_t acc1 = (uint32_t)start[1];
    w += 2 * patch->tap;
    for (int32_t row = patch->rows; row > 0; row--) {
        const int8_t *end = x + patch->run;
        do {
            const int32_t value = *x++ - zero_point;
            acc0 += upcall_product(value, w[0]);
            acc1 += upcall_product(value, w[1]);
            w += 2;
        } while (x != end);
        x += patch->skip_x;
        w += 2 * patch->skip_w;
    }
    acc[0] = acc0;
    acc[1] = acc1;
}

static inline void upcall_dot4(const upcall_patch_t *patch, const int8_t *x, const int8_t *w,
                               const int32_t *start, uint32_t *acc) {
    const int32_t zero_point = patch->zero_point;
    uint32_t acc0 = (uint32_t)start[0];
    uint32_t acc1 = (uint32_t)start[1];
    uint32_t acc2 = (uint32_t)start[2];
    uint32_t acc3 = (uint32_t)start[3];
    w += 4 * patch->tap;
    for (int32_t row = patch->rows; row > 0; row--) {
        const int8_t *end = x + patch->run;
        do {
            const int32_t value = *x++ - zero_point;
            acc0 += upcall_product(value, w[0]);
            acc1 += upcall_product(value, w[1]);
            acc2 += upcall_product(value, w[2]);
            acc3 += upcall_product(value, w[3]);
            w += 4;
        } while (x != end);
        x += patch->skip_x;
        w += 4 * patch->skip_w;
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}

void upcall_dot(const upcall_patch_t *patch, int32_t count, const int8_t *x, const int8_t *w,
                const int32_t *start, uint32_t *acc) {
    for (; count >= 4; count -= 4) {
        upcall_dot4(patch, x, w, start, acc);
        w += 4 * patch->filter;
        start += 4;
        acc += 4;
    }
    if (count >= 2) {
        upcall_dot2(patch, x, w, start, acc);
        w += 2 * patch->filter;
        start += 2;
        acc += 2;
        count -= 2;
    }
    if (count > 0) {
        upcall_dot1(patch, x, w, start, acc);
    }
}

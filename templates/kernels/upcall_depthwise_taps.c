/* SPDX-License-Identifier: 0BSD */
#include "upcall_depthwise_taps.h"

/* x * w as an addend of a wrapping accumulator. */
static inline uint32_t upcall_depthwise_product(int32_t x, int8_t w) {
    return (uint32_t)(x * (int32_t)w);
}

static inline void upcall_depthwise1(const upcall_depthwise_taps_t *taps, const int8_t *x,
                                     const int8_t *w, const int32_t *bias, uint32_t *acc) {
    const int32_t zero_point = taps->zero_point;
    uint32_t acc0 = (uint32_t)bias[0];
    for (int32_t row = taps->rows; row > 0; row--) {
        int32_t column = taps->columns;
        do {
            acc0 += upcall_depthwise_product(x[0] - zero_point, w[0]);
            x += taps->column_x;
            w += taps->column_w;
            column--;
        } while (column > 0);
        x += taps->row_x;
        w += taps->row_w;
    }
    acc[0] = acc0;
}

static inline void upcall_depthwise2(const upcall_depthwise_taps_t *taps, const int8_t *x,
                                     const int8_t *w, const int32_t *bias, uint32_t *acc) {
    const int32_t zero_point = taps->zero_point;
    uint32_t acc0 = (uint32_t)bias[0];
    uint32_t acc1 = (uint32_t)bias[1];
    for (int32_t row = taps->rows; row > 0; row--) {
        int32_t column = taps->columns;
        do {
            acc0 += upcall_depthwise_product(x[0] - zero_point, w[0]);
            acc1 += upcall_depthwise_product(x[1] - zero_point, w[1]);
            x += taps->column_x;
            w += taps->column_w;
            column--;
        } while (column > 0);
        x += taps->row_x;
        w += taps->row_w;
    }
    acc[0] = acc0;
    acc[1] = acc1;
}

static inline void upcall_depthwise4(const upcall_depthwise_taps_t *taps, const int8_t *x,
                                     const int8_t *w, const int32_t *bias, uint32_t *acc) {
    const int32_t zero_point = taps->zero_point;
    uint32_t acc0 = (uint32_t)bias[0];
    uint32_t acc1 = (uint32_t)bias[1];
    uint32_t acc2 = (uint32_t)bias[2];
    uint32_t acc3 = (uint32_t)bias[3];
    for (int32_t row = taps->rows; row > 0; row--) {
        int32_t column = taps->columns;
        do {
            acc0 += upcall_depthwise_product(x[0] - zero_point, w[0]);
            acc1 += upcall_depthwise_product(x[1] - zero_point, w[1]);
            acc2 += upcall_depthwise_product(x[2] - zero_point, w[2]);
            acc3 += upcall_depthwise_product(x[3] - zero_point, w[3]);
            x += taps->column_x;
            w += taps->column_w;
            column--;
        } while (column > 0);
        x += taps->row_x;
        w += taps->row_w;
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}

void upcall_depthwise_taps(const upcall_depthwise_taps_t *taps, int32_t count, const int8_t *x,
                           const int8_t *w, const int32_t *bias, uint32_t *acc) {
    for (; count >= 4; count -= 4) {
        upcall_depthwise4(taps, x, w, bias, acc);
        x += 4;
        w += 4;
        bias += 4;
        acc += 4;
    }
    if (count >= 2) {
        upcall_depthwise2(taps, x, w, bias, acc);
        x += 2;
        w += 2;
        bias += 2;
        acc += 2;
        count -= 2;
    }
    if (count > 0) {
        upcall_depthwise1(taps, x, w, bias, acc);
    }
}

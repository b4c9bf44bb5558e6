/* SPDX-License-Identifier: 0BSD */
#include "upcall_depthwise_conv2d_w4.h"

#include "upcall_depthwise_conv2d_loop.h"
#include "upcall_dot_w4.h"

/* Two channels, or one, whose neighbour is not there and counts nothing. */
static inline void upcall_depthwise2_w4(const upcall_depthwise_taps_t *taps, int32_t count,
                                        const int8_t *x, const int8_t *w, const int32_t *bias,
                                        uint32_t *acc) {
    const int32_t zero_point = taps->zero_point;
    const int32_t second = count - 1; /* where the second channel's input lies */
    uint32_t acc0 = (uint32_t)bias[0];
    uint32_t acc1 = (uint32_t)bias[second];
    for (int32_t row = taps->rows; row > 0; row--) {
        int32_t column = taps->columns;
        do {
            acc0 += (uint32_t)((x[0] - zero_point) * upcall_w4_low(*w));
            acc1 += (uint32_t)((x[second] - zero_point) * upcall_w4_high(*w));
            x += taps->column_x;
            w += taps->column_w;
            column--;
        } while (column > 0);
        x += taps->row_x;
        w += taps->row_w;
    }
    acc[second] = acc1;
    acc[0] = acc0;
}

static void upcall_depthwise_taps_w4(const upcall_depthwise_taps_t *taps, int32_t count,
                                     const int8_t *x, const int8_t *w, const int32_t *bias,
                                     uint32_t *acc) {
    for (; count >= 2; count -= 2) {
        upcall_depthwise2_w4(taps, 2, x, w, bias, acc);
        x += 2;
        w++;
        bias += 2;
        acc += 2;
    }
    if (count > 0) {
        upcall_depthwise2_w4(taps, 1, x, w, bias, acc);
    }
}

void upcall_depthwise_conv2d_w4(const upcall_depthwise_conv2d_t *layer, const int8_t *input,
                                int8_t *output) {
    upcall_depthwise_conv2d_loop(layer, upcall_depthwise_taps_w4, 2, input, output);
}

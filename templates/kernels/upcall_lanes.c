/* SPDX-License-Identifier: 0BSD */
#include "upcall_lanes.h"

#if !UPCALL_MVE

#include <string.h>

static int32_t product(const int8_t *x, const int8_t *w, int32_t depth) {
    uint32_t sum = 0;
    for (int32_t k = 0; k < depth; k++) {
        sum += (uint32_t)(x[k] * w[k]);
    }
    return (int32_t)sum;
}

void upcall_lanes_3x2(const int8_t *const *x, const int8_t *weights, int32_t depth, int32_t *acc,
                      int32_t pairs) {
    for (int32_t channel = 0; channel < 2 * pairs; channel++) {
        for (int32_t pixel = 0; pixel < UPCALL_LANES_PIXELS; pixel++) {
            acc[pixel * UPCALL_LANES_ROW + channel] =
                product(x[pixel], weights + channel * depth, depth);
        }
    }
}

void upcall_lanes_1x4(const int8_t *x, const int8_t *weights, int32_t depth, int32_t *acc,
                      int32_t blocks) {
    for (int32_t channel = 0; channel < 4 * blocks; channel++) {
        acc[channel] = product(x, weights + channel * depth, depth);
    }
}

static int8_t scaled(const upcall_lanes_scale_t *scale, int32_t channel, int32_t acc) {
    uint32_t a = 256u * (uint32_t)acc + (uint32_t)scale->start[channel];
    if (scale->correction != 0 && (int32_t)a < 0) {
        a -= (uint32_t)scale->correction[channel];
    }
    const int64_t product = (int64_t)(int32_t)a * scale->multiplier[channel];
    const int32_t high = (int32_t)((product + ((int64_t)1 << 31)) >> 32);
    const int32_t y = (int32_t)((uint32_t)high + (uint32_t)scale->offset) >> (24 - scale->up);
    return (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
}

void upcall_lanes_scale_1(const upcall_lanes_scale_t *scale, int32_t count, const int32_t *acc,
                          int8_t *y) {
    for (int32_t channel = 0; channel < count; channel++) {
        y[channel] = scaled(scale, channel, acc[channel]);
    }
}

void upcall_lanes_scale_3(const upcall_lanes_scale_t *scale, int32_t count, const int32_t *acc,
                          int8_t *const *y) {
    for (int32_t pixel = 0; pixel < UPCALL_LANES_PIXELS; pixel++) {
        upcall_lanes_scale_1(scale, count, acc + pixel * UPCALL_LANES_ROW, y[pixel]);
    }
}

void upcall_lanes_copy(const int8_t *from, int32_t from_pitch, int8_t *to, int32_t to_pitch,
                       int32_t rows, int32_t run) {
    for (; rows > 0; rows--) {
        memcpy(to, from, (size_t)run);
        from += from_pitch;
        to += to_pitch;
    }
}

#endif

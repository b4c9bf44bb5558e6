/* SPDX-License-Identifier: 0BSD */
/* Four sums side by side, in registers. */
#ifndef UPCALL_LANES_F32_H
#define UPCALL_LANES_F32_H

#include <float.h>

/* Clamps; NaN stays NaN. */
typedef struct {
    float min;
    float max;
} upcall_range_f32_t;

static inline float upcall_clamp_f32(float x, const upcall_range_f32_t *range) {
    x = x < range->min ? range->min : x;
    return x > range->max ? range->max : x;
}

/* sum + x w: rounded once where one instruction does both, as on a Cortex-M4F, twice elsewhere. */
static inline float upcall_mac_f32(float sum, float x, float w) {
#ifdef __FP_FAST_FMAF
    return __builtin_fmaf(x, w, sum);
#else
    return sum + x * w;
#endif
}

typedef struct {
    float a;
    float b;
    float c;
    float d;
} upcall_lanes_f32_t;

static inline upcall_lanes_f32_t upcall_load_f32(const float *x) {
    return (upcall_lanes_f32_t){x[0], x[1], x[2], x[3]};
}

/* Clamped; a bound that bounds nothing costs nothing. */
static inline void upcall_store_f32(float *y, upcall_lanes_f32_t x,
                                    const upcall_range_f32_t *range) {
    const float min = range->min;
    const float max = range->max;
    if (min >= -FLT_MAX) {
        x.a = x.a < min ? min : x.a;
        x.b = x.b < min ? min : x.b;
        x.c = x.c < min ? min : x.c;
        x.d = x.d < min ? min : x.d;
    }
    if (max <= FLT_MAX) {
        x.a = x.a > max ? max : x.a;
        x.b = x.b > max ? max : x.b;
        x.c = x.c > max ? max : x.c;
        x.d = x.d > max ? max : x.d;
    }
    y[0] = x.a;
    y[1] = x.b;
    y[2] = x.c;
    y[3] = x.d;
}

/* One input with four weights. */
static inline upcall_lanes_f32_t upcall_scale_f32(upcall_lanes_f32_t sum, float x,
                                                  upcall_lanes_f32_t w) {
    return (upcall_lanes_f32_t){upcall_mac_f32(sum.a, x, w.a), upcall_mac_f32(sum.b, x, w.b),
                                upcall_mac_f32(sum.c, x, w.c), upcall_mac_f32(sum.d, x, w.d)};
}

/* Four inputs with a weight each. */
static inline upcall_lanes_f32_t upcall_each_f32(upcall_lanes_f32_t sum, const float *x,
                                                 upcall_lanes_f32_t w) {
    return (upcall_lanes_f32_t){
        upcall_mac_f32(sum.a, x[0], w.a), upcall_mac_f32(sum.b, x[1], w.b),
        upcall_mac_f32(sum.c, x[2], w.c), upcall_mac_f32(sum.d, x[3], w.d)};
}

#endif

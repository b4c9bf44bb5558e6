/* SPDX-License-Identifier: 0BSD */
#include "upcall_dot_f32.h"

static void upcall_dot4_f32(const upcall_patch_f32_t *patch, const float *x, const float *w,
                            const float *bias, const upcall_range_f32_t *range, float *y) {
    float sum0 = bias[0];
    float sum1 = bias[1];
    float sum2 = bias[2];
    float sum3 = bias[3];
    w += 4 * patch->first;
    for (int32_t row = patch->rows; row > 0; row--) {
        const float *span = x;
        for (int32_t left = patch->spans; left > 0; left--) {
            const float *const end = span + patch->run;
            for (const float *at = span; at != end; at++) {
                const float value = *at;
                sum0 += value * w[0];
                sum1 += value * w[1];
                sum2 += value * w[2];
                sum3 += value * w[3];
                w += 4;
            }
            span += patch->step_x;
        }
        x += patch->step_y;
        w += 4 * patch->skip;
    }
    y[0] = upcall_clamp_f32(sum0, range);
    y[1] = upcall_clamp_f32(sum1, range);
    y[2] = upcall_clamp_f32(sum2, range);
    y[3] = upcall_clamp_f32(sum3, range);
}

static void upcall_dot1_f32(const upcall_patch_f32_t *patch, const float *x, const float *w,
                            const float *bias, const upcall_range_f32_t *range, float *y) {
    float sum = bias[0];
    w += patch->first;
    for (int32_t row = patch->rows; row > 0; row--) {
        const float *span = x;
        for (int32_t left = patch->spans; left > 0; left--) {
            const float *const end = span + patch->run;
            for (const float *at = span; at != end; at++) {
                sum += *at * *w++;
            }
            span += patch->step_x;
        }
        x += patch->step_y;
        w += patch->skip;
    }
    y[0] = upcall_clamp_f32(sum, range);
}

void upcall_dot_f32(const upcall_patch_f32_t *patch, int32_t count, const float *x, const float *w,
                    const float *bias, const upcall_range_f32_t *range, float *y) {
    for (; patch->block == 4 && count >= 4; count -= 4) {
        upcall_dot4_f32(patch, x, w, bias, range, y);
        w += 4 * patch->filter;
        bias += 4;
        y += 4;
    }
    for (; count > 0; count--) {
        upcall_dot1_f32(patch, x, w, bias, range, y);
        w += patch->filter;
        bias++;
        y++;
    }
}

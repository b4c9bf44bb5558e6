/* SPDX-License-Identifier: 0BSD */
#include "upcall_dot_f32.h"

static void upcall_dot4_f32(const upcall_patch_f32_t *patch, const float *x, const float *w,
                            const float *bias, const upcall_range_f32_t *range, float *y) {
    upcall_lanes_f32_t sum = upcall_load_f32(bias);
    w += 4 * patch->first;
    for (int32_t row = patch->rows; row > 0; row--) {
        const float *span = x;
        for (int32_t left = patch->spans; left > 0; left--) {
            const float *const end = span + patch->run;
            const float *at = span;
            for (int32_t odd = patch->run & 3; odd > 0; odd--) {
                sum = upcall_scale_f32(sum, *at++, upcall_load_f32(w));
                w += 4;
            }
            while (at != end) {
                sum = upcall_scale_f32(sum, at[0], upcall_load_f32(w));
                sum = upcall_scale_f32(sum, at[1], upcall_load_f32(w + 4));
                sum = upcall_scale_f32(sum, at[2], upcall_load_f32(w + 8));
                sum = upcall_scale_f32(sum, at[3], upcall_load_f32(w + 12));
                at += 4;
                w += 16;
            }
            span += patch->step_x;
        }
        x += patch->step_y;
        w += 4 * patch->skip;
    }
    upcall_store_f32(y, sum, range);
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
                sum = upcall_mac_f32(sum, *at, *w++);
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

/* SPDX-License-Identifier: 0BSD */
#include "upcall_standardize_f32.h"

#include "upcall_real.h"

/* Where element (i, j, k) lies. */
static int32_t upcall_axes_at(const upcall_axes_t *axes, int32_t i, int32_t j, int32_t k) {
    return i * axes->step[0] + j * axes->step[1] + k * axes->step[2];
}

/* Sum of (x - center)^2 where `square`, else of x. */
static float upcall_standardize_f32_sum(const upcall_axes_t *axes, const float *x, float center,
                                        int square) {
    float sum = 0.0f;
    for (int32_t i = 0; i < axes->size[0]; i++) {
        for (int32_t j = 0; j < axes->size[1]; j++) {
            for (int32_t k = 0; k < axes->size[2]; k++) {
                const float value = x[upcall_axes_at(axes, i, j, k)] - center;
                sum += square ? value * value : value;
            }
        }
    }
    return sum;
}

static void upcall_standardize_f32_group(const upcall_standardize_f32_t *layer, const float *x,
                                         float *y) {
    const upcall_axes_t *axes = &layer->elements;
    const float count = (float)(axes->size[0] * axes->size[1] * axes->size[2]);
    const float mean = upcall_standardize_f32_sum(axes, x, 0.0f, 0) / count;
    const float variance = upcall_standardize_f32_sum(axes, x, mean, 1) / count;
    const float factor = 1.0f / upcall_sqrt(variance + layer->epsilon);
    for (int32_t i = 0; i < axes->size[0]; i++) {
        for (int32_t j = 0; j < axes->size[1]; j++) {
            for (int32_t k = 0; k < axes->size[2]; k++) {
                const int32_t at = upcall_axes_at(axes, i, j, k);
                y[at] = (x[at] - mean) * factor;
            }
        }
    }
}

void upcall_standardize_f32(const upcall_standardize_f32_t *layer, const float *input,
                            float *output) {
    const upcall_axes_t *axes = &layer->groups;
    for (int32_t i = 0; i < axes->size[0]; i++) {
        for (int32_t j = 0; j < axes->size[1]; j++) {
            for (int32_t k = 0; k < axes->size[2]; k++) {
                const int32_t at = upcall_axes_at(axes, i, j, k);
                upcall_standardize_f32_group(layer, input + at, output + at);
            }
        }
    }
}

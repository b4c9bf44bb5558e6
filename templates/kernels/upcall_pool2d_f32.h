/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_POOL2D_F32_H
#define UPCALL_POOL2D_F32_H

#include <stdint.h>

#include "upcall_window.h"

typedef struct {
    int32_t batch; /* images one behind the other */
    upcall_image_t input;
    upcall_image_t output; /* same channels as the input */
    upcall_window_t window;
    int32_t divisor; /* a mean's: taps to divide by, or 0 for those inside the image */
    float min;       /* the result is clamped; NaN stays NaN */
    float max;
} upcall_pool2d_f32_t;

/* Maximum over windows of [batch,H,W,C]; of a window outside of the image minus infinity. Writes
   pixel by pixel in order, each as it reads its inputs. */
void upcall_max_pool2d_f32(const upcall_pool2d_f32_t *layer, const float *input, float *output);

/* Mean, likewise; of no element NaN. */
void upcall_average_pool2d_f32(const upcall_pool2d_f32_t *layer, const float *input,
                               float *output);

#endif

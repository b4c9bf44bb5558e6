/* SPDX-License-Identifier: 0BSD */
#include "upcall_softmax_f32.h"

#include "upcall_real.h"

static float upcall_softmax_f32_greatest(const upcall_softmax_f32_t *layer, const float *x) {
    float greatest = x[0];
    for (int32_t i = 1; i < layer->depth; i++) {
        greatest = upcall_max(x[i], greatest);
    }
    return greatest;
}

static void upcall_softmax_f32_row(const upcall_softmax_f32_t *layer, const float *x, float *y) {
    const float greatest = upcall_softmax_f32_greatest(layer, x);
    float sum = 0.0f;
    for (int32_t i = 0; i < layer->depth; i++) {
        /* The greatest is taken off, so that exp cannot overflow. */
        y[i] = upcall_exp(layer->beta * (x[i] - greatest));
        sum += y[i];
    }
    for (int32_t i = 0; i < layer->depth; i++) {
        y[i] /= sum;
    }
}

void upcall_softmax_f32(const upcall_softmax_f32_t *layer, const float *input, float *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        upcall_softmax_f32_row(layer, input, output);
        input += layer->depth;
        output += layer->depth;
    }
}

static void upcall_log_softmax_f32_row(const upcall_softmax_f32_t *layer, const float *x,
                                       float *y) {
    const float greatest = upcall_softmax_f32_greatest(layer, x);
    float sum = 0.0f;
    for (int32_t i = 0; i < layer->depth; i++) {
        sum += upcall_exp(layer->beta * (x[i] - greatest));
    }
    sum = upcall_log(sum);
    for (int32_t i = 0; i < layer->depth; i++) {
        y[i] = layer->beta * (x[i] - greatest) - sum;
    }
}

void upcall_log_softmax_f32(const upcall_softmax_f32_t *layer, const float *input, float *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        upcall_log_softmax_f32_row(layer, input, output);
        input += layer->depth;
        output += layer->depth;
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_l2_normalization_f32.h"

#include "upcall_real.h"

void upcall_l2_normalization_f32(const upcall_l2_normalization_f32_t *layer, const float *input,
                                 float *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        float sum = 0.0f;
        for (int32_t i = 0; i < layer->depth; i++) {
            sum += input[i] * input[i];
        }
        const float norm = upcall_max(upcall_sqrt(sum), layer->epsilon);
        for (int32_t i = 0; i < layer->depth; i++) {
            output[i] = input[i] / norm;
        }
        input += layer->depth;
        output += layer->depth;
    }
}

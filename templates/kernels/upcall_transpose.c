/* SPDX-License-Identifier: 0BSD */
#include "upcall_transpose.h"

void upcall_transpose(const upcall_transpose_t *layer, const int8_t *input, int8_t *output) {
    const int32_t *stride = layer->stride;
    for (int32_t a = 0; a < layer->dims[0]; a++) {
        for (int32_t b = 0; b < layer->dims[1]; b++) {
            for (int32_t c = 0; c < layer->dims[2]; c++) {
                const int8_t *x = input + a * stride[0] + b * stride[1] + c * stride[2];
                for (int32_t d = 0; d < layer->dims[3]; d++) {
                    *output++ = x[d * stride[3]];
                }
            }
        }
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_add_broadcast.h"

void upcall_add_broadcast(const upcall_add_broadcast_t *layer, const int8_t *left,
                          const int8_t *right, int8_t *output) {
    const int32_t *p = layer->left_stride;
    const int32_t *q = layer->right_stride;
    for (int32_t a = 0; a < layer->dims[0]; a++) {
        for (int32_t b = 0; b < layer->dims[1]; b++) {
            for (int32_t c = 0; c < layer->dims[2]; c++) {
                const int8_t *x = left + a * p[0] + b * p[1] + c * p[2];
                const int8_t *y = right + a * q[0] + b * q[1] + c * q[2];
                for (int32_t d = 0; d < layer->dims[3]; d++) {
                    *output++ = upcall_add_pair(&layer->add, x[d * p[3]], y[d * q[3]]);
                }
            }
        }
    }
}

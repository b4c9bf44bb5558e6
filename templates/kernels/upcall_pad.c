/* SPDX-License-Identifier: 0BSD */
#include "upcall_pad.h"

/* Whether position `at` of an output axis comes from the input. */
static int upcall_pad_is_inside(const upcall_pad_t *layer, int32_t axis, int32_t at) {
    return at >= layer->before[axis] && at < layer->before[axis] + layer->input[axis];
}

void upcall_pad(const upcall_pad_t *layer, const int8_t *input, int8_t *output) {
    for (int32_t a = 0; a < layer->output[0]; a++) {
        for (int32_t b = 0; b < layer->output[1]; b++) {
            for (int32_t c = 0; c < layer->output[2]; c++) {
                const int inside = upcall_pad_is_inside(layer, 0, a) &&
                                   upcall_pad_is_inside(layer, 1, b) &&
                                   upcall_pad_is_inside(layer, 2, c);
                for (int32_t d = 0; d < layer->output[3]; d++) {
                    /* The input's elements come up in the order in which they lie. */
                    *output++ =
                        inside && upcall_pad_is_inside(layer, 3, d) ? *input++ : layer->value;
                }
            }
        }
    }
}

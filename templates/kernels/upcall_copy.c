/* SPDX-License-Identifier: 0BSD */
#include "upcall_copy.h"

#include <string.h>

void upcall_copy(const upcall_copy_t *layer, const int8_t *input, int8_t *output) {
    int32_t at[UPCALL_COPY_AXES] = {0};
    const int8_t *from = input + layer->input_start;
    int8_t *to = output + layer->output_start;
    for (;;) {
        if (layer->run == 1) {
            *to = *from;
        } else {
            memcpy(to, from, (size_t)layer->run);
        }
        int32_t axis = UPCALL_COPY_AXES - 1;
        /* The next run: the last axis goes on first, as the digits of a number. */
        while (++at[axis] == layer->dims[axis]) {
            from -= (at[axis] - 1) * layer->input_stride[axis];
            to -= (at[axis] - 1) * layer->output_stride[axis];
            at[axis] = 0;
            if (axis-- == 0) {
                return;
            }
        }
        from += layer->input_stride[axis];
        to += layer->output_stride[axis];
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_gather.h"

#include <string.h>

void upcall_gather(const upcall_gather_t *layer, const int8_t *input, int8_t *output) {
    for (int32_t row = 0; row < layer->rows; row++) {
        for (int32_t i = 0; i < layer->count; i++) {
            memcpy(output, input + layer->indices[i] * layer->run, (size_t)layer->run);
            output += layer->run;
        }
        input += layer->length * layer->run;
    }
}

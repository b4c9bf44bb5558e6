/* SPDX-License-Identifier: 0BSD */
#include "upcall_bytes_layer.h"

#include <string.h>

int upcall_bytes_is_inside(const upcall_bytes_layer_t *layer, int top, int left) {
    return top >= 0 && left >= 0 && top + layer->rows <= layer->height &&
           left + layer->columns <= layer->width;
}

void upcall_bytes_cut(const upcall_bytes_layer_t *layer, const int8_t *input, int top, int left,
                      int8_t *window) {
    const int begin = left < 0 ? -left : 0;
    const int beyond = left + layer->columns - layer->width;
    const int end = beyond > 0 ? layer->columns - beyond : layer->columns;
    const int run = layer->columns * layer->channels;
    memset(window, layer->padding, (size_t)(layer->rows * run));
    for (int row = 0; row < layer->rows && begin < end; row++) {
        if (top + row >= 0 && top + row < layer->height) {
            const int from = ((top + row) * layer->width + left + begin) * layer->channels;
            memcpy(window + begin * layer->channels, input + from,
                   (size_t)((end - begin) * layer->channels));
        }
        window += run;
    }
}

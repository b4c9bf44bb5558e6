/* SPDX-License-Identifier: 0BSD */
#include "upcall_bytes_conv2d.h"

#include "upcall_bytes.h"
#include "upcall_flash.h"

void upcall_bytes_conv2d(const upcall_bytes_layer_t *in_flash, const int8_t *input, int8_t *output,
                         int8_t *scratch) {
    upcall_bytes_layer_t layer;
    upcall_flash_copy(&layer, in_flash, sizeof layer);
    const uint16_t taps = (uint16_t)(layer.rows * layer.columns * layer.channels);
    int top = -layer.pad_top;
    for (int y = layer.out_height; y > 0; y--) {
        int left = -layer.pad_left;
        for (int x = layer.out_width; x > 0; x--) {
            const int8_t *window = scratch;
            if (layer.rows == 1 && upcall_bytes_is_inside(&layer, top, left)) {
                window = input + (top * layer.width + left) * layer.channels;
            } else {
                upcall_bytes_cut(&layer, input, top, left, scratch);
            }
            upcall_bytes_vector(window, layer.weights, output, taps, (uint8_t)layer.out_channels);
            output += layer.out_channels;
            left += layer.stride_x;
        }
        top += layer.stride_y;
    }
}

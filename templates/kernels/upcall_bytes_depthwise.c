/* SPDX-License-Identifier: 0BSD */
#include "upcall_bytes_depthwise.h"

#include "upcall_bytes.h"
#include "upcall_flash.h"

void upcall_bytes_depthwise(const upcall_bytes_layer_t *in_flash, const int8_t *input,
                            int8_t *output, int8_t *scratch) {
    upcall_bytes_layer_t layer;
    upcall_flash_copy(&layer, in_flash, sizeof layer);
    const uint16_t between = (uint16_t)((layer.width - layer.columns) * layer.channels);
    upcall_bytes_window_t window;
    window.rows = (uint8_t)layer.rows;
    window.columns = (uint8_t)layer.columns;
    window.step = (uint16_t)layer.channels;
    window.channels = (uint16_t)layer.channels;
    int top = -layer.pad_top;
    for (int y = layer.out_height; y > 0; y--) {
        int left = -layer.pad_left;
        for (int x = layer.out_width; x > 0; x--) {
            const int8_t *from = scratch;
            window.skip = 0;
            if (upcall_bytes_is_inside(&layer, top, left)) {
                from = input + (top * layer.width + left) * layer.channels;
                window.skip = between;
            } else {
                upcall_bytes_cut(&layer, input, top, left, scratch);
            }
            upcall_bytes_window(&window, from, layer.weights, output);
            output += layer.channels;
            left += layer.stride_x;
        }
        top += layer.stride_y;
    }
}

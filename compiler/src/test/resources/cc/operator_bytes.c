/* SPDX-License-Identifier: 0BSD */
/* Kernels for cores of 8 bits. */
#include "operator_case.h"

#include "upcall_bytes_conv2d.h"
#include "upcall_bytes_depthwise.h"
#include "upcall_bytes_fully_connected.h"

static upcall_bytes_layer_t take_layer(const operator_case_t *c) {
    const upcall_image_t input = take_image();
    const upcall_image_t output = take_image();
    const upcall_window_t window = take_window();
    upcall_bytes_layer_t layer;
    layer.height = (int16_t)input.height;
    layer.width = (int16_t)input.width;
    layer.channels = (int16_t)input.channels;
    layer.out_height = (int16_t)output.height;
    layer.out_width = (int16_t)output.width;
    layer.out_channels = (int16_t)output.channels;
    layer.rows = (int16_t)window.height;
    layer.columns = (int16_t)window.width;
    layer.stride_y = (int16_t)window.stride_y;
    layer.stride_x = (int16_t)window.stride_x;
    layer.pad_top = (int16_t)window.pad_top;
    layer.pad_left = (int16_t)window.pad_left;
    layer.padding = (int16_t)take();
    layer.weights = c->arrays[0];
    return layer;
}

static void run_bytes_conv2d(const operator_case_t *c) {
    const upcall_bytes_layer_t layer = take_layer(c);
    upcall_bytes_conv2d(&layer, c->left, c->output, (int8_t *)c->scratch);
}

static void run_bytes_depthwise(const operator_case_t *c) {
    const upcall_bytes_layer_t layer = take_layer(c);
    upcall_bytes_depthwise(&layer, c->left, c->output, (int8_t *)c->scratch);
}

static void run_bytes_fully_connected(const operator_case_t *c) {
    const int rows = (int)take();
    const uint16_t depth = (uint16_t)take();
    const uint8_t channels = (uint8_t)take();
    upcall_bytes_fully_connected(c->arrays[0], rows, depth, channels, c->left, c->output);
}

int operator_bytes(const operator_case_t *c) {
    switch (case_kind(c)) {
        case OPERATOR(CBytesConv2D): run_bytes_conv2d(c); return 1;
        case OPERATOR(CBytesDepthwise): run_bytes_depthwise(c); return 1;
        case OPERATOR(CBytesFullyConnected): run_bytes_fully_connected(c); return 1;
        default: return 0;
    }
}

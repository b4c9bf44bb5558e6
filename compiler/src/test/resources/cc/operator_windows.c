/* SPDX-License-Identifier: 0BSD */
/* Portable kernels with weights or a window. */
#include "operator_case.h"

#include "upcall_average_pool2d.h"
#include "upcall_average_pool2d_short.h"
#include "upcall_conv2d.h"
#include "upcall_conv2d_w4.h"
#include "upcall_depthwise_conv2d.h"
#include "upcall_depthwise_conv2d_w4.h"
#include "upcall_fully_connected.h"
#include "upcall_fully_connected_w4.h"
#include "upcall_linear2d.h"
#include "upcall_max_pool2d.h"
#include "upcall_pool2d.h"
#include "upcall_resize2d.h"

static void run_average_pool2d(const int8_t *input, int8_t *output) {
    upcall_average_pool2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.count_padding = take();
    layer.zero_point = take();
    const int32_t min = take();
    const int32_t max = take();
    if (take() == 1) {
        layer.mean.rounding = take_rounding();
        upcall_average_pool2d_short(&layer, input, output);
    } else {
        layer.mean.limits.min = min;
        layer.mean.limits.max = max;
        upcall_average_pool2d(&layer, input, output);
    }
}

static void run_conv2d(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_conv2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.groups = take();
    layer.input_zero_point = take();
    layer.weights = c->arrays[0];
    layer.scaling = take_scaling(c);
    if (c->weight_bits == 4) {
        upcall_conv2d_w4(&layer, input, output);
    } else {
        upcall_conv2d(&layer, input, output);
    }
}

static void run_depthwise_conv2d(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_depthwise_conv2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.input_zero_point = take();
    layer.weights = c->arrays[0];
    layer.scaling = take_scaling(c);
    if (c->weight_bits == 4) {
        upcall_depthwise_conv2d_w4(&layer, input, output);
    } else {
        upcall_depthwise_conv2d(&layer, input, output);
    }
}

static void run_fully_connected(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_fully_connected_t layer;
    layer.rows = take();
    layer.depth = take();
    layer.channels = take();
    layer.weights = c->arrays[0];
    layer.scaling = take_scaling(c);
    if (c->weight_bits == 4) {
        upcall_fully_connected_w4(&layer, input, output);
    } else {
        upcall_fully_connected(&layer, input, output);
    }
}

/* Arrays: weights, bias, multiplier, shift. */
static void run_linear2d(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_linear2d_t layer;
    layer.bytes = take();
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.transposed = take();
    layer.depth = take();
    layer.group = take();
    layer.input_zero_point = take();
    layer.stride.channel = take();
    layer.stride.tap = take();
    layer.stride.depth = take();
    layer.wide = take();
    layer.zero_point = take();
    layer.min = take();
    layer.max = take();
    layer.weights = c->arrays[0];
    layer.bias = c->arrays[1];
    layer.multiplier = c->arrays[2];
    layer.shift = c->arrays[3];
    upcall_linear2d(&layer, input, output);
}

static void run_max_pool2d(const int8_t *input, int8_t *output) {
    upcall_max_pool2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.min = take();
    layer.max = take();
    upcall_max_pool2d(&layer, input, output);
}

static void run_pool2d(const int8_t *input, int8_t *output) {
    upcall_pool2d_t layer;
    layer.bytes = take();
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.average = take();
    layer.count_padding = take();
    layer.zero_point = take();
    layer.min = take();
    layer.max = take();
    upcall_pool2d(&layer, input, output);
}

/* Arrays: rows, their weights, columns, their weights. */
static void run_resize2d(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_resize2d_t layer;
    layer.bytes = take();
    layer.input = take_image();
    layer.output = take_image();
    layer.row_taps = take();
    layer.column_taps = take();
    layer.rows = c->arrays[0];
    layer.row_weights = c->arrays[1];
    layer.columns = c->arrays[2];
    layer.column_weights = c->arrays[3];
    upcall_resize2d(&layer, input, output);
}

int operator_windows(const operator_case_t *c) {
    switch (case_kind(c)) {
        case OPERATOR(CAveragePool2D): run_average_pool2d(c->left, c->output); return 1;
        case OPERATOR(CConv2D): run_conv2d(c, c->left, c->output); return 1;
        case OPERATOR(CDepthwiseConv2D): run_depthwise_conv2d(c, c->left, c->output); return 1;
        case OPERATOR(CFullyConnected): run_fully_connected(c, c->left, c->output); return 1;
        case OPERATOR(CMaxPool2D): run_max_pool2d(c->left, c->output); return 1;
        case OPERATOR(CLinear2D): run_linear2d(c, c->left, c->output); return 1;
        case OPERATOR(CPool2D): run_pool2d(c->left, c->output); return 1;
        case OPERATOR(CResize2D): run_resize2d(c, c->left, c->output); return 1;
        default: return 0;
    }
}

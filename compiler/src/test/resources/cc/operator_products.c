/* SPDX-License-Identifier: 0BSD */
/* Kernels for cores with a DSP extension: assembly, or the C that stands in for it. */
#include "operator_case.h"

#include "upcall_depthwise_line.h"
#include "upcall_depthwise_walk.h"
#include "upcall_products_conv2d.h"
#include "upcall_products_fully_connected.h"
#include "upcall_products_parts.h"
#include "upcall_winograd_conv2d.h"

/* Arrays: values, and if raw multiplier, right. */
static upcall_products_layer_t take_products(const operator_case_t *c) {
    upcall_products_layer_t layer;
    layer.products.groups = take();
    layer.products.blocks = take();
    layer.products.pitch = take();
    layer.products.form = take();
    layer.products.offset = take();
    layer.products.shift = take();
    layer.weights = c->arrays[0];
    layer.exact.bias = 0;
    layer.exact.multiplier = c->arrays[1];
    layer.exact.right = c->arrays[2];
    layer.exact.zero_point = take();
    layer.exact.min = take();
    layer.exact.max = take();
    return layer;
}

/* Arrays: values, bias, multiplier. */
static void run_depthwise_walk(const operator_case_t *c, const int8_t *input, int8_t *output,
                               int32_t *scratch) {
    upcall_depthwise_walk_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.stride = take();
    layer.pad_top = take();
    layer.pad_left = take();
    layer.padding = take();
    layer.pitch = take();
    layer.band = take();
    layer.shift = take();
    layer.weights = c->arrays[0];
    layer.bias = c->arrays[1];
    layer.multiplier = c->arrays[2];
    upcall_depthwise_walk(&layer, input, output, scratch);
}

/* Arrays: values, bias, multiplier, correction. */
static void run_depthwise_line(const operator_case_t *c, const int8_t *input, int8_t *output,
                               int32_t *scratch) {
    upcall_depthwise_line_t layer;
    layer.inputs = take();
    layer.channels = take();
    layer.taps = take();
    layer.offset = take();
    layer.shift = take();
    layer.weights = c->arrays[0];
    layer.bias = c->arrays[1];
    layer.multiplier = c->arrays[2];
    layer.correction = c->arrays[3];
    upcall_depthwise_line(&layer, input, output, scratch);
}

static void run_products_conv2d(const operator_case_t *c, const int8_t *input, int8_t *output,
                                int32_t *scratch) {
    upcall_products_conv2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.padding = take();
    layer.tail = take();
    layer.layer = take_products(c);
    upcall_products_conv2d(&layer, input, output, scratch);
}

static void run_products_fully_connected(const operator_case_t *c, const int8_t *input,
                                         int8_t *output, int32_t *scratch) {
    upcall_products_fully_connected_t layer;
    layer.depth = take();
    layer.layer = take_products(c);
    upcall_products_fully_connected(&layer, input, output, scratch);
}

/* Arrays: values. */
static void run_winograd_conv2d(const operator_case_t *c, const int8_t *input, int8_t *output,
                                int32_t *scratch) {
    upcall_winograd_conv2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.pad_top = take();
    layer.pad_left = take();
    layer.padding = take();
    layer.form = take();
    layer.offset = take();
    layer.shift = take();
    layer.weights = c->arrays[0];
    upcall_winograd_conv2d(&layer, input, output, scratch);
}

static void run_products_parts(const operator_case_t *c, const int8_t *input, int8_t *output,
                               int32_t *scratch) {
    upcall_products_parts_t layer;
    layer.depth = take();
    layer.part = take();
    layer.layer = take_products(c);
    upcall_products_parts(&layer, input, output, scratch);
}

int operator_products(const operator_case_t *c) {
    switch (case_kind(c)) {
        case OPERATOR(CProductsConv2D): run_products_conv2d(c, c->left, c->output, c->scratch); return 1;
        case OPERATOR(CProductsFullyConnected): run_products_fully_connected(c, c->left, c->output, c->scratch); return 1;
        case OPERATOR(CProductsParts): run_products_parts(c, c->left, c->output, c->scratch); return 1;
        case OPERATOR(CDepthwiseWalk): run_depthwise_walk(c, c->left, c->output, c->scratch); return 1;
        case OPERATOR(CDepthwiseLine): run_depthwise_line(c, c->left, c->output, c->scratch); return 1;
        case OPERATOR(CWinogradConv2D): run_winograd_conv2d(c, c->left, c->output, c->scratch); return 1;
        default: return 0;
    }
}

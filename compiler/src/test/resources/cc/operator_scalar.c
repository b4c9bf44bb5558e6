/* SPDX-License-Identifier: 0BSD */
/* Kernels for cores that multiply one pair of numbers at a time. */
#include "operator_case.h"

#include "upcall_quads_conv2d.h"
#include "upcall_quads_depthwise.h"
#include "upcall_quads_fully_connected.h"
#include "upcall_quads_line.h"
#include "upcall_scalar_conv2d.h"
#include "upcall_scalar_depthwise.h"
#include "upcall_scalar_fully_connected.h"

static upcall_scalar_t take_scalar(void) {
    upcall_scalar_t layer;
    layer.taps = take();
    layer.blocks = take();
    layer.pitch = take();
    layer.is_signed = take();
    layer.offset = take();
    layer.shift = take();
    return layer;
}

static upcall_scalar_conv2d_t take_convolution(const operator_case_t *c) {
    upcall_scalar_conv2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.padding = take();
    layer.weights = c->arrays[0];
    layer.layer = take_scalar();
    return layer;
}

static void run_scalar_conv2d(const operator_case_t *c) {
    const upcall_scalar_conv2d_t layer = take_convolution(c);
    upcall_scalar_conv2d(&layer, c->left, c->output, c->scratch);
}

static void run_quads_conv2d(const operator_case_t *c) {
    const upcall_scalar_conv2d_t layer = take_convolution(c);
    upcall_quads_conv2d(&layer, c->left, c->output, c->scratch);
}

/* Arrays: values, records. */
static void run_quads_depthwise(const operator_case_t *c) {
    upcall_quads_depthwise_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.stride = take();
    layer.pad_top = take();
    layer.pad_left = take();
    layer.padding = take();
    layer.in_place = take();
    layer.offset = take();
    layer.shift = take();
    layer.weights = c->arrays[0];
    layer.records = c->arrays[1];
    upcall_quads_depthwise(&layer, c->left, c->output, c->scratch);
}

/* Arrays: values, records. */
static void run_quads_line(const operator_case_t *c) {
    upcall_quads_line_t layer;
    layer.inputs = take();
    layer.channels = take();
    layer.taps = take();
    layer.is_signed = take();
    layer.offset = take();
    layer.shift = take();
    layer.weights = c->arrays[0];
    layer.records = c->arrays[1];
    upcall_quads_line(&layer, c->left, c->output);
}

static void run_quads_fully_connected(const operator_case_t *c) {
    upcall_quads_fully_connected_t layer;
    layer.channels = take();
    layer.weights = c->arrays[0];
    layer.layer = take_scalar();
    upcall_quads_fully_connected(&layer, c->left, c->output);
}

static void run_scalar_fully_connected(const operator_case_t *c) {
    upcall_scalar_fully_connected_t layer;
    layer.depth = take();
    layer.channels = take();
    layer.weights = c->arrays[0];
    layer.layer = take_scalar();
    upcall_scalar_fully_connected(&layer, c->left, c->output, c->scratch);
}

/* Arrays: values, start, multiplier. */
static void run_scalar_depthwise(const operator_case_t *c) {
    upcall_scalar_depthwise_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.stride = take();
    layer.pad_top = take();
    layer.pad_left = take();
    layer.padding = take();
    layer.in_place = take();
    layer.columns = take();
    layer.offset = take();
    layer.shift = take();
    layer.weights = c->arrays[0];
    layer.start = c->arrays[1];
    layer.multiplier = c->arrays[2];
    upcall_scalar_depthwise(&layer, c->left, c->output, c->scratch);
}

int operator_scalar(const operator_case_t *c) {
    switch (case_kind(c)) {
        case OPERATOR(CScalarConv2D): run_scalar_conv2d(c); return 1;
        case OPERATOR(CScalarFullyConnected): run_scalar_fully_connected(c); return 1;
        case OPERATOR(CQuadsConv2D): run_quads_conv2d(c); return 1;
        case OPERATOR(CQuadsDepthwise): run_quads_depthwise(c); return 1;
        case OPERATOR(CQuadsFullyConnected): run_quads_fully_connected(c); return 1;
        case OPERATOR(CQuadsLine): run_quads_line(c); return 1;
        case OPERATOR(CScalarDepthwise): run_scalar_depthwise(c); return 1;
        default: return 0;
    }
}

/* SPDX-License-Identifier: 0BSD */
/* Kernels for cores with MVE: assembly, or the C that stands in for it. */
#include "operator_case.h"

#include "upcall_lanes_conv2d.h"
#include "upcall_lanes_depthwise.h"
#include "upcall_lanes_fully_connected.h"
#include "upcall_lanes_taps.h"

/* Arrays: values, start, multiplier, and if signed correction. */
static upcall_lanes_layer_t take_lanes(const operator_case_t *c) {
    upcall_lanes_layer_t layer;
    layer.depth = take();
    layer.channels = take();
    layer.weights = c->arrays[0];
    layer.scale.start = c->arrays[1];
    layer.scale.multiplier = c->arrays[2];
    layer.scale.correction = take() != 0 ? c->arrays[3] : 0;
    layer.scale.offset = take();
    layer.scale.up = take();
    return layer;
}

static void run_lanes_conv2d(const operator_case_t *c) {
    upcall_lanes_conv2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.padding = take();
    layer.segment = take();
    layer.lanes = take_lanes(c);
    upcall_lanes_conv2d(&layer, c->left, c->output, c->scratch);
}

static void run_lanes_taps(const operator_case_t *c) {
    upcall_lanes_taps_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.padding = take();
    layer.lanes = take_lanes(c);
    upcall_lanes_taps(&layer, c->left, c->output, c->scratch);
}

/* Arrays: constants. */
static void run_lanes_depthwise(const operator_case_t *c) {
    upcall_lanes_depthwise_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.stride = take();
    layer.pad_top = take();
    layer.pad_left = take();
    layer.padding = take();
    layer.columns = take();
    layer.up = take();
    layer.constants = c->arrays[0];
    upcall_lanes_depthwise(&layer, c->left, c->output, c->scratch);
}

static void run_lanes_fully_connected(const operator_case_t *c) {
    const upcall_lanes_layer_t layer = take_lanes(c);
    upcall_lanes_fully_connected(&layer, c->left, c->output, c->scratch);
}

int operator_lanes(const operator_case_t *c) {
    switch (case_kind(c)) {
        case OPERATOR(CLanesConv2D): run_lanes_conv2d(c); return 1;
        case OPERATOR(CLanesFullyConnected): run_lanes_fully_connected(c); return 1;
        case OPERATOR(CLanesDepthwise): run_lanes_depthwise(c); return 1;
        case OPERATOR(CLanesTaps): run_lanes_taps(c); return 1;
        default: return 0;
    }
}

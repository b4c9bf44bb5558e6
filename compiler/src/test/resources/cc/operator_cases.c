/* SPDX-License-Identifier: 0BSD */
#include "operator_cases.h"

#include "upcall_add_broadcast.h"
#include "upcall_add_short.h"
#include "upcall_arg_reduce.h"
#include "upcall_binary.h"
#include "upcall_copy.h"
#include "upcall_gather.h"
#include "upcall_linear2d.h"
#include "upcall_lookup.h"
#include "upcall_pool2d.h"
#include "upcall_reduce.h"
#include "upcall_rescale.h"
#include "upcall_resize2d.h"
#include "upcall_average_pool2d.h"
#include "upcall_clamp.h"
#include "upcall_conv2d.h"
#include "upcall_conv2d_w4.h"
#include "upcall_depthwise_conv2d.h"
#include "upcall_depthwise_conv2d_w4.h"
#include "upcall_depthwise_walk.h"
#include "upcall_fully_connected.h"
#include "upcall_fully_connected_w4.h"
#include "upcall_max_pool2d.h"
#include "upcall_mean.h"
#include "upcall_pad.h"
#include "upcall_products_conv2d.h"
#include "upcall_products_fully_connected.h"
#include "upcall_softmax.h"
#include "upcall_transpose.h"

enum { MAX_FIELDS = 48, MAX_ARRAYS = 8, FOUR_BITS = 1000 }; /* added to an operator's code */

typedef struct {
    int32_t operator_code;
    int32_t fields[MAX_FIELDS];
    const void *arrays[MAX_ARRAYS];
    int32_t array_count;
} operator_case_t;

static int32_t next_int(const uint8_t **at) {
    const uint8_t *p = *at;
    *at += 4;
    return (int32_t)((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
                     (uint32_t)p[3] << 24);
}

/* A copy of `bytes` bytes in memory of its own, so that a sanitizer sees where it ends. */
static void *next_bytes(const uint8_t **at, int32_t bytes) {
    uint8_t *copy = operator_cases_allocate((uint32_t)bytes);
    for (int32_t i = 0; i < bytes; i++) {
        copy[i] = (*at)[i];
    }
    *at += (bytes + 3) / 4 * 4;
    return copy;
}

/* Fields in the order of the Java records. */
static const int32_t *field;

static int32_t take(void) {
    return *field++;
}

static upcall_image_t take_image(void) {
    upcall_image_t image;
    image.height = take();
    image.width = take();
    image.channels = take();
    return image;
}

static upcall_window_t take_window(void) {
    upcall_window_t window;
    window.height = take();
    window.width = take();
    window.stride_y = take();
    window.stride_x = take();
    window.dilation_y = take();
    window.dilation_x = take();
    window.pad_top = take();
    window.pad_left = take();
    return window;
}

/* Arrays: weights, bias, multiplier, right. */
static upcall_scaling_t take_scaling(const operator_case_t *c) {
    upcall_scaling_t scaling;
    scaling.bias = c->arrays[1];
    scaling.multiplier = c->arrays[2];
    scaling.right = c->arrays[3];
    scaling.zero_point = take();
    scaling.min = take();
    scaling.max = take();
    return scaling;
}

static upcall_add_t take_add(void) {
    upcall_add_t add;
    add.left_zero_point = take();
    add.right_zero_point = take();
    add.output_zero_point = take();
    add.left_multiplier = take();
    add.left_shift = take();
    add.right_multiplier = take();
    add.right_shift = take();
    add.output_multiplier = take();
    add.output_shift = take();
    add.min = take();
    add.max = take();
    return add;
}

static void take_four(int32_t four[4]) {
    for (int32_t i = 0; i < 4; i++) {
        four[i] = take();
    }
}

static void run_add(const int8_t *left, const int8_t *right, int8_t *output) {
    const upcall_add_t layer = take_add();
    upcall_add(&layer, left, right, output, take());
}

static void run_add_broadcast(const int8_t *left, const int8_t *right, int8_t *output) {
    upcall_add_broadcast_t layer;
    layer.add = take_add();
    take_four(layer.dims);
    take_four(layer.left_stride);
    take_four(layer.right_stride);
    upcall_add_broadcast(&layer, left, right, output);
}

static void run_add_short(const int8_t *left, const int8_t *right, int8_t *output) {
    upcall_add_short_t layer;
    layer.left = take();
    layer.right = take();
    layer.offset = take();
    layer.shift = take();
    upcall_add_short(&layer, left, right, output, take());
}

static void run_average_pool2d(const int8_t *input, int8_t *output) {
    upcall_average_pool2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.count_padding = take();
    layer.zero_point = take();
    layer.min = take();
    layer.max = take();
    upcall_average_pool2d(&layer, input, output);
}

static void run_clamp(const int8_t *input, int8_t *output) {
    upcall_clamp_t layer;
    layer.input_zero_point = take();
    layer.output_zero_point = take();
    layer.multiplier = take();
    layer.shift = take();
    layer.min = take();
    layer.max = take();
    upcall_clamp(&layer, input, output, take());
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
    if (c->operator_code > FOUR_BITS) {
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
    if (c->operator_code > FOUR_BITS) {
        upcall_depthwise_conv2d_w4(&layer, input, output);
    } else {
        upcall_depthwise_conv2d(&layer, input, output);
    }
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

static void run_fully_connected(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_fully_connected_t layer;
    layer.rows = take();
    layer.depth = take();
    layer.channels = take();
    layer.weights = c->arrays[0];
    layer.scaling = take_scaling(c);
    if (c->operator_code > FOUR_BITS) {
        upcall_fully_connected_w4(&layer, input, output);
    } else {
        upcall_fully_connected(&layer, input, output);
    }
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

static void run_mean(const int8_t *input, int8_t *output) {
    upcall_mean_t layer;
    layer.outer = take();
    layer.count = take();
    layer.inner = take();
    layer.offset = take();
    layer.multiplier = take();
    layer.shift = take();
    layer.zero_point = take();
    upcall_mean(&layer, input, output);
}

static void run_pad(const int8_t *input, int8_t *output) {
    upcall_pad_t layer;
    take_four(layer.input);
    take_four(layer.output);
    take_four(layer.before);
    layer.value = (int8_t)take();
    upcall_pad(&layer, input, output);
}

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

static void run_products_conv2d(const operator_case_t *c, const int8_t *input, int8_t *output,
                                int32_t *scratch) {
    upcall_products_conv2d_t layer;
    layer.input = take_image();
    layer.output = take_image();
    layer.window = take_window();
    layer.padding = take();
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

static void run_softmax(const int8_t *input, int8_t *output) {
    upcall_softmax_t layer;
    layer.rows = take();
    layer.depth = take();
    layer.multiplier = take();
    layer.shift = take();
    layer.min_difference = take();
    upcall_softmax(&layer, input, output);
}

static void run_transpose(const int8_t *input, int8_t *output) {
    upcall_transpose_t layer;
    take_four(layer.dims);
    take_four(layer.stride);
    upcall_transpose(&layer, input, output);
}

static void run_arg_reduce(const int8_t *input, int8_t *output) {
    upcall_arg_reduce_t layer;
    layer.bytes = take();
    layer.outer = take();
    layer.depth = take();
    layer.inner = take();
    layer.sign = take();
    layer.last = take();
    upcall_arg_reduce(&layer, input, output);
}

static void run_binary(const int8_t *left, const int8_t *right, int8_t *output) {
    upcall_binary_t layer;
    layer.operation = take();
    layer.bytes = take();
    layer.left_zero_point = take();
    layer.right_zero_point = take();
    layer.output_zero_point = take();
    layer.left_shift_up = take();
    layer.left_multiplier = take();
    layer.left_shift = take();
    layer.right_multiplier = take();
    layer.right_shift = take();
    layer.output_multiplier = take();
    layer.output_shift = take();
    layer.min = take();
    layer.max = take();
    take_four(layer.dims);
    take_four(layer.left_stride);
    take_four(layer.right_stride);
    upcall_binary(&layer, left, right, output);
}

static void take_axes(int32_t axes[UPCALL_COPY_AXES]) {
    for (int32_t i = 0; i < UPCALL_COPY_AXES; i++) {
        axes[i] = take();
    }
}

/* Of one operand, or of two. */
static void run_copy(const int8_t *left, const int8_t *right, int8_t *output) {
    const int32_t count = take();
    for (int32_t i = 0; i < count; i++) {
        upcall_copy_t layer;
        layer.run = take();
        layer.input_start = take();
        layer.output_start = take();
        take_axes(layer.dims);
        take_axes(layer.input_stride);
        take_axes(layer.output_stride);
        upcall_copy(&layer, i == 0 ? left : right, output);
    }
}

static void run_gather(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_gather_t layer;
    layer.rows = take();
    layer.length = take();
    layer.run = take();
    layer.count = take();
    layer.indices = c->arrays[0];
    upcall_gather(&layer, input, output);
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

static void run_lookup(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_lookup(c->arrays[0], input, output, take());
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

static void run_reduce(const int8_t *input, int8_t *output) {
    upcall_reduce_t layer;
    layer.operation = take();
    layer.bytes = take();
    layer.outer = take();
    layer.count = take();
    layer.inner = take();
    layer.offset = take();
    layer.multiplier = take();
    layer.shift = take();
    layer.zero_point = take();
    layer.min = take();
    layer.max = take();
    upcall_reduce(&layer, input, output);
}

static void run_rescale(const int8_t *input, int8_t *output) {
    upcall_rescale_t layer;
    layer.input_bytes = take();
    layer.output_bytes = take();
    layer.input_zero_point = take();
    layer.output_zero_point = take();
    layer.above_multiplier = take();
    layer.above_shift = take();
    layer.below_multiplier = take();
    layer.below_shift = take();
    layer.min = take();
    layer.max = take();
    upcall_rescale(&layer, input, output, take());
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

static void run(const operator_case_t *c, const int8_t *left, const int8_t *right, int8_t *output,
                int32_t *scratch) {
    field = c->fields;
    switch (c->operator_code % FOUR_BITS) {
        case 1: run_add(left, right, output); break;
        case 2: run_add_broadcast(left, right, output); break;
        case 3: run_average_pool2d(left, output); break;
        case 4: run_clamp(left, output); break;
        case 5: run_conv2d(c, left, output); break;
        case 6: run_depthwise_conv2d(c, left, output); break;
        case 7: run_fully_connected(c, left, output); break;
        case 8: run_max_pool2d(left, output); break;
        case 9: run_mean(left, output); break;
        case 10: run_pad(left, output); break;
        case 11: run_products_conv2d(c, left, output, scratch); break;
        case 12: run_products_fully_connected(c, left, output, scratch); break;
        case 13: run_softmax(left, output); break;
        case 14: run_transpose(left, output); break;
        case 15: run_arg_reduce(left, output); break;
        case 16: run_binary(left, right, output); break;
        case 17: run_copy(left, right, output); break;
        case 18: run_gather(c, left, output); break;
        case 19: run_linear2d(c, left, output); break;
        case 20: run_lookup(c, left, output); break;
        case 21: run_pool2d(left, output); break;
        case 22: run_reduce(left, output); break;
        case 23: run_rescale(left, output); break;
        case 24: run_resize2d(c, left, output); break;
        case 25: run_depthwise_walk(c, left, output, scratch); break;
        case 26: run_add_short(left, right, output); break;
        default: break;
    }
}

/* Whether the case at `*at` gives what was recorded; moves on to the next. */
static int passes(const uint8_t **at, int32_t operator_code) {
    operator_case_t c;
    c.operator_code = operator_code;
    const int32_t field_count = next_int(at);
    for (int32_t i = 0; i < field_count; i++) {
        c.fields[i] = next_int(at);
    }
    c.array_count = next_int(at);
    for (int32_t i = 0; i < c.array_count; i++) {
        const int32_t element_bytes = next_int(at);
        c.arrays[i] = next_bytes(at, element_bytes * next_int(at));
    }
    const int32_t arena_bytes = next_int(at);
    int32_t *words = operator_cases_allocate((uint32_t)arena_bytes);
    int8_t *arena = (int8_t *)words;
    const int32_t left_at = next_int(at);
    const int32_t right_at = next_int(at);
    int8_t *output = arena + next_int(at);
    int32_t *scratch = words + next_int(at) / 4;
    const int8_t *left = c.arrays[0];
    const int8_t *right = c.array_count > 0 ? c.arrays[c.array_count - 1] : 0;
    const int32_t left_count = next_int(at);
    const int8_t *left_bytes = next_bytes(at, left_count);
    if (left_at >= 0) {
        for (int32_t i = 0; i < left_count; i++) {
            arena[left_at + i] = left_bytes[i];
        }
        left = arena + left_at;
    }
    if (right_at >= 0) {
        const int32_t right_count = next_int(at);
        const int8_t *right_bytes = next_bytes(at, right_count);
        for (int32_t i = 0; i < right_count; i++) {
            arena[right_at + i] = right_bytes[i];
        }
        right = arena + right_at;
    }
    const int32_t count = next_int(at);
    const int8_t *expected = next_bytes(at, count);
    run(&c, left, right, output, scratch);
    int same = 1;
    for (int32_t i = 0; i < count; i++) {
        same = same && output[i] == expected[i];
    }
    operator_cases_release();
    return same;
}

operator_cases_t operator_cases_run(const uint8_t *cases) {
    operator_cases_t result = {0, 0, -1, 0};
    const uint8_t *at = cases;
    for (;;) {
        const int32_t operator_code = next_int(&at);
        if (operator_code == 0) {
            return result;
        }
        if (!passes(&at, operator_code)) {
            if (result.first < 0) {
                result.first = result.run;
                result.operator_code = operator_code;
            }
            result.failed++;
        }
        result.run++;
    }
}

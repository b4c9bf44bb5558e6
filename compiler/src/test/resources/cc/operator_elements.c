/* SPDX-License-Identifier: 0BSD */
/* Operators that take their elements one by one, or move them. */
#include "operator_case.h"

#include "upcall_add.h"
#include "upcall_add_broadcast.h"
#include "upcall_add_short.h"
#include "upcall_arg_reduce.h"
#include "upcall_binary.h"
#include "upcall_clamp.h"
#include "upcall_copy.h"
#include "upcall_gather.h"
#include "upcall_lookup.h"
#include "upcall_mean.h"
#include "upcall_mean_short.h"
#include "upcall_mul_short.h"
#include "upcall_pad.h"
#include "upcall_reduce.h"
#include "upcall_rescale.h"
#include "upcall_softmax.h"
#include "upcall_transpose.h"

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

/* A number of 64 bits is two fields, the lower word first. */
static int64_t take_long(void) {
    const uint32_t low = (uint32_t)take();
    return (int64_t)(((uint64_t)(uint32_t)take() << 32) | low);
}

static upcall_long_rounding_t take_long_rounding(void) {
    upcall_long_rounding_t rounding;
    rounding.factor = take();
    rounding.offset = take_long();
    rounding.below = take_long();
    (void)take();
    return rounding;
}

static void run_mul_short(const int8_t *left, const int8_t *right, int8_t *output) {
    upcall_mul_short_t layer;
    layer.left_zero_point = take();
    layer.right_zero_point = take();
    layer.rounding = take_long_rounding();
    layer.rows = take();
    layer.count = take();
    layer.right_step = take();
    if (take() == 1) {
        upcall_mul_short(&layer, right, left, output);
    } else {
        upcall_mul_short(&layer, left, right, output);
    }
}

static void run_mean_short(const int8_t *input, int8_t *output) {
    upcall_mean_short_t layer;
    layer.outer = take();
    layer.count = take();
    layer.inner = take();
    layer.offset = take();
    layer.rounding = take_long_rounding();
    upcall_mean_short(&layer, input, output);
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

static void run_lookup(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_lookup(c->arrays[0], input, output, take());
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

int operator_elements(const operator_case_t *c) {
    switch (case_kind(c)) {
        case OPERATOR(CAdd): run_add(c->left, c->right, c->output); return 1;
        case OPERATOR(CAddBroadcast): run_add_broadcast(c->left, c->right, c->output); return 1;
        case OPERATOR(CClamp): run_clamp(c->left, c->output); return 1;
        case OPERATOR(CMean): run_mean(c->left, c->output); return 1;
        case OPERATOR(CMeanShort): run_mean_short(c->left, c->output); return 1;
        case OPERATOR(CMulShort): run_mul_short(c->left, c->right, c->output); return 1;
        case OPERATOR(CPad): run_pad(c->left, c->output); return 1;
        case OPERATOR(CSoftmax): run_softmax(c->left, c->output); return 1;
        case OPERATOR(CTranspose): run_transpose(c->left, c->output); return 1;
        case OPERATOR(CArgReduce): run_arg_reduce(c->left, c->output); return 1;
        case OPERATOR(CBinary): run_binary(c->left, c->right, c->output); return 1;
        case OPERATOR(CCopy): run_copy(c->left, c->right, c->output); return 1;
        case OPERATOR(CGather): run_gather(c, c->left, c->output); return 1;
        case OPERATOR(CLookup): run_lookup(c, c->left, c->output); return 1;
        case OPERATOR(CReduce): run_reduce(c->left, c->output); return 1;
        case OPERATOR(CRescale): run_rescale(c->left, c->output); return 1;
        case OPERATOR(CAddShort): run_add_short(c->left, c->right, c->output); return 1;
        default: return 0;
    }
}

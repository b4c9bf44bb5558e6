/* SPDX-License-Identifier: 0BSD */
/* Operators on rows, and curves of 16-bit elements. */
#include "operator_case.h"

#include "upcall_curve_16.h"
#include "upcall_l2_normalization.h"
#include "upcall_log_softmax.h"
#include "upcall_mat_mul.h"
#include "upcall_recurrent.h"
#include "upcall_softmax_16.h"
#include "upcall_standardize.h"

static void take_two(int32_t two[2]) {
    two[0] = take();
    two[1] = take();
}

static void run_curve_16(const int8_t *input, int8_t *output) {
    upcall_curve_16_t layer;
    layer.tanh = take();
    layer.multiplier = take();
    layer.shift = take();
    upcall_curve_16(&layer, input, output, take());
}

static void run_l2_normalization(const int8_t *input, int8_t *output) {
    upcall_l2_normalization_t layer;
    layer.rows = take();
    layer.depth = take();
    layer.zero_point = take();
    upcall_l2_normalization(&layer, input, output);
}

static void run_log_softmax(const int8_t *input, int8_t *output) {
    upcall_log_softmax_t layer;
    layer.rows = take();
    layer.depth = take();
    layer.multiplier = take();
    layer.shift = take();
    layer.min_difference = take();
    layer.inverse_multiplier = take();
    layer.inverse_shift = take();
    upcall_log_softmax(&layer, input, output);
}

static void run_mat_mul(const int8_t *left, const int8_t *right, int8_t *output) {
    upcall_mat_mul_t layer;
    layer.bytes = take();
    layer.rows = take();
    layer.depth = take();
    layer.columns = take();
    take_two(layer.batches);
    take_two(layer.left_stride);
    take_two(layer.right_stride);
    layer.left_zero_point = take();
    layer.right_zero_point = take();
    layer.output_zero_point = take();
    layer.multiplier = take();
    layer.shift = take();
    upcall_mat_mul(&layer, left, right, output);
}

/* Arrays: weights, recurrence, bias, multiplier, shift, hidden, and of an LSTM the cell state. */
static void run_recurrent(const operator_case_t *c) {
    upcall_recurrent_t layer;
    layer.cell = (upcall_cell_t)take();
    layer.steps = take();
    layer.batch = take();
    layer.width = take();
    layer.size = take();
    layer.gates = take();
    layer.reverse = take();
    layer.zero_point = take();
    layer.product_multiplier = take();
    layer.product_shift = take();
    layer.output_multiplier = take();
    layer.output_shift = take();
    layer.inverse_multiplier = take();
    layer.inverse_shift = take();
    layer.curve_multiplier = take();
    layer.curve_shift = take();
    layer.cell_clip = take();
    layer.weights = c->arrays[0];
    layer.recurrence = c->arrays[1];
    layer.bias = c->arrays[2];
    layer.multiplier = c->arrays[3];
    layer.shift = c->arrays[4];
    layer.hidden = c->arrays[5];
    layer.cell_state = c->array_count > 6 ? c->arrays[6] : 0;
    upcall_recurrent(&layer, c->left, c->output, c->scratch);
}

/* Arrays: exponentials, reciprocals. */
static void run_softmax_16(const operator_case_t *c, const int8_t *input, int8_t *output) {
    upcall_softmax_16_t layer;
    layer.rows = take();
    layer.depth = take();
    layer.multiplier = take();
    layer.shift = take();
    layer.exponentials = c->arrays[0];
    layer.reciprocals = c->arrays[1];
    upcall_softmax_16(&layer, input, output);
}

static void run_standardize(const int8_t *input, int8_t *output) {
    upcall_standardize_t layer;
    layer.rows = take();
    layer.depth = take();
    layer.epsilon = take();
    layer.epsilon_shift = take();
    layer.multiplier = take();
    layer.shift = take();
    layer.zero_point = take();
    upcall_standardize(&layer, input, output);
}

int operator_rows(const operator_case_t *c) {
    switch (case_kind(c)) {
        case OPERATOR(CLogSoftmax): run_log_softmax(c->left, c->output); return 1;
        case OPERATOR(CL2Normalization): run_l2_normalization(c->left, c->output); return 1;
        case OPERATOR(CMatMul): run_mat_mul(c->left, c->right, c->output); return 1;
        case OPERATOR(CSoftmax16): run_softmax_16(c, c->left, c->output); return 1;
        case OPERATOR(CCurve16): run_curve_16(c->left, c->output); return 1;
        case OPERATOR(CRecurrent): run_recurrent(c); return 1;
        case OPERATOR(CStandardize): run_standardize(c->left, c->output); return 1;
        default: return 0;
    }
}

/* SPDX-License-Identifier: 0BSD */
/*
 * Written by Upcall 1.0 for made.
 * Changes are lost when it is written again:
 *
 *     upcall compile made
 *
 * model   made.onnx
 *         SHA-256 0000000000000000000000000000000000000000000000000000000000000000
 * arena   64 bytes
 * MACs    888
 */
#include "upcall_stage_first.h"

#include "upcall_add.h"
#include "upcall_conv2d.h"
#include "upcall_depthwise_conv2d.h"
#include "upcall_fully_connected.h"
#include "upcall_max_pool2d.h"
#include "upcall_model.h"

/*
 * The arena; a column per layer, the input before them, the output after them.
 *
 *   offset    bytes  live      value
 *        0       32  ##......  %0 input
 *        0       32  ..##....  %8 depthwise1
 *        0       32  ...##...  %10 add2
 *        0        3  ......##  %17 fc5
 *       32       32  .###....  %4 conv0
 *       32        8  ....###.  %12 max3
 * peak 64 bytes, lower bound 64, optimal
 */

static const int8_t upcall_weights_0_values[36] = {
    111, 44, 14, 85, -5, -35, 104, -123, -110, -85, -7, -88, 77, -43, 104, -39, -4, -66, -52, -9,
    44, 104, 53, 8, -16, -13, -72, -75, 70, 114, 9, -27, -27, -112, -15, 1,
};

static const int32_t upcall_weights_0_bias[2] = {
    1263, -4438,
};

static const int32_t upcall_weights_0_multiplier[2] = {
    1746273866, 1746273866,
};

static const int8_t upcall_weights_0_right[2] = {
    6, 6,
};

/*
 * Layer 0: conv2d stride=1 pad=1 act=relu
 * from    made.onnx, node #0 "node0" (Conv)
 * in      %0 [1,4,4,2] scale 0.0780878 zero point 88
 * out     %4 [1,4,4,2] scale 0.335244 zero point 49
 * weights 44 bytes, 576 MACs
 */
static void layer_0_conv2d(void) {
    static const upcall_conv2d_t layer = {
        .input = {.height = 4, .width = 4, .channels = 2},
        .output = {.height = 4, .width = 4, .channels = 2},
        .window = {.height = 3, .width = 3,
                   .stride_y = 1, .stride_x = 1,
                   .dilation_y = 1, .dilation_x = 1,
                   .pad_top = 1, .pad_left = 1},
        .groups = 1,
        .input_zero_point = 88,
        .weights = upcall_weights_0_values,
        .scaling = {.bias = upcall_weights_0_bias,
                    .multiplier = upcall_weights_0_multiplier,
                    .right = upcall_weights_0_right,
                    .zero_point = 49, .min = 49, .max = 127},
    };
    upcall_conv2d(&layer, upcall_arena + 0, upcall_arena + 32);
}

static const int8_t upcall_weights_1_values[18] = {
    -4, 12, 52, -23, -87, -99, -28, -17, 59, -62, -79, 124, -127, 55, -83, 101, -104, 120,
};

static const int32_t upcall_weights_1_bias[2] = {
    2959, -6702,
};

static const int32_t upcall_weights_1_multiplier[2] = {
    1565024620, 1941962206,
};

static const int8_t upcall_weights_1_right[2] = {
    7, 7,
};

/*
 * Layer 1: depthwise_conv2d stride=1 pad=1
 * from    made.onnx, node #1 "node1" (Conv)
 * in      %4 [1,4,4,2] scale 0.335244 zero point 49
 * out     %8 [1,4,4,2] scale 1.31739 zero point 123
 * weights 26 bytes, 288 MACs
 */
static void layer_1_depthwise_conv2d(void) {
    static const upcall_depthwise_conv2d_t layer = {
        .input = {.height = 4, .width = 4, .channels = 2},
        .output = {.height = 4, .width = 4, .channels = 2},
        .window = {.height = 3, .width = 3,
                   .stride_y = 1, .stride_x = 1,
                   .dilation_y = 1, .dilation_x = 1,
                   .pad_top = 1, .pad_left = 1},
        .input_zero_point = 49,
        .weights = upcall_weights_1_values,
        .scaling = {.bias = upcall_weights_1_bias,
                    .multiplier = upcall_weights_1_multiplier,
                    .right = upcall_weights_1_right,
                    .zero_point = 123, .min = -128, .max = 127},
    };
    upcall_depthwise_conv2d(&layer, upcall_arena + 32, upcall_arena + 0);
}

/*
 * Layer 2: add act=relu6
 * from    made.onnx, node #2 "node2" (Add)
 * in      %4 [1,4,4,2] scale 0.335244 zero point 49
 * in      %8 [1,4,4,2] scale 1.31739 zero point 123
 * out     %10 [1,4,4,2] scale 1.15685 zero point 76
 */
static void layer_2_add(void) {
    static const upcall_add_t layer = {
        .left_zero_point = 49,
        .right_zero_point = 123,
        .output_zero_point = 76,
        .left_multiplier = 1092963497, .left_shift = -2,
        .right_multiplier = 1073741824, .right_shift = 0,
        .output_multiplier = 1222755659, .output_shift = -18,
        .min = 76, .max = 81,
    };
    upcall_add(&layer, upcall_arena + 32, upcall_arena + 0, upcall_arena + 0, 32);
}

/*
 * Layer 3: max_pool2d kernel=2 stride=2
 * from    made.onnx, node #3 "node3" (MaxPool)
 * in      %10 [1,4,4,2] scale 1.15685 zero point 76
 * out     %12 [1,2,2,2] scale 1.15685 zero point 76
 */
static void layer_3_max_pool2d(void) {
    static const upcall_max_pool2d_t layer = {
        .input = {.height = 4, .width = 4, .channels = 2},
        .output = {.height = 2, .width = 2, .channels = 2},
        .window = {.height = 2, .width = 2,
                   .stride_y = 2, .stride_x = 2,
                   .dilation_y = 1, .dilation_x = 1,
                   .pad_top = 0, .pad_left = 0},
        .min = -128, .max = 127,
    };
    upcall_max_pool2d(&layer, upcall_arena + 0, upcall_arena + 32);
}

static const int8_t upcall_weights_4_values[24] = {
    -22, -127, -42, -70, 65, -18, -59, -88, -115, 124, -83, 16, 86, -44, -107, 10, 71, -112, 32, 40,
    -26, 28, -3, -62,
};

static const int32_t upcall_weights_4_bias[3] = {
    24467, 17632, -2091,
};

static const int32_t upcall_weights_4_multiplier[3] = {
    2053276455, 1082335584, 1282593226,
};

static const int8_t upcall_weights_4_right[3] = {
    5, 5, 4,
};

/*
 * Layer 4: fully_connected
 * from    made.onnx, node #5 "node5" (Gemm)
 * in      %13 [1,8] scale 1.15685 zero point 76
 * out     %17 [1,3] scale 1.58583 zero point -21
 * weights 36 bytes, 24 MACs
 */
static void layer_4_fully_connected(void) {
    static const upcall_fully_connected_t layer = {
        .rows = 1, .depth = 8, .channels = 3,
        .weights = upcall_weights_4_values,
        .scaling = {.bias = upcall_weights_4_bias,
                    .multiplier = upcall_weights_4_multiplier,
                    .right = upcall_weights_4_right,
                    .zero_point = -21, .min = -128, .max = 127},
    };
    upcall_fully_connected(&layer, upcall_arena + 32, upcall_arena + 0);
}

int8_t *upcall_stage_first_input(void) {
    return upcall_arena + 0;
}

void upcall_stage_first_run(void) {
    layer_0_conv2d();
    layer_1_depthwise_conv2d();
    layer_2_add();
    layer_3_max_pool2d();
    layer_4_fully_connected();
}

const int8_t *upcall_stage_first_output(void) {
    return upcall_arena + 0;
}

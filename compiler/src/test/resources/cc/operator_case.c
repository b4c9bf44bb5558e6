/* SPDX-License-Identifier: 0BSD */
#include "operator_case.h"

static const int32_t *field;

int32_t case_kind(const operator_case_t *c) {
    field = c->fields;
    return c->operator_code;
}

int32_t take(void) {
    return *field++;
}

upcall_image_t take_image(void) {
    upcall_image_t image;
    image.height = take();
    image.width = take();
    image.channels = take();
    return image;
}

upcall_window_t take_window(void) {
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

void take_four(int32_t four[4]) {
    for (int32_t i = 0; i < 4; i++) {
        four[i] = take();
    }
}

upcall_rounding_t take_rounding(void) {
    upcall_rounding_t rounding;
    rounding.factor = take();
    rounding.offset = take();
    (void)take(); /* its upper word, and the same below 0 */
    (void)take();
    (void)take();
    rounding.shift = take();
    return rounding;
}

upcall_scaling_t take_scaling(const operator_case_t *c) {
    upcall_scaling_t scaling;
    scaling.bias = c->arrays[1];
    scaling.multiplier = c->arrays[2];
    scaling.right = c->arrays[3];
    scaling.zero_point = take();
    scaling.min = take();
    scaling.max = take();
    return scaling;
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_conv2d_patches_f32.h"

#define PIXELS 4

static float *upcall_zeros_f32(float *to, int32_t count) {
    for (; count > 0; count--) {
        *to++ = 0;
    }
    return to;
}

static float *upcall_copy_f32(float *to, const float *from, int32_t count) {
    for (; count >= 4; count -= 4) {
        const upcall_lanes_f32_t four = upcall_load_f32(from);
        to[0] = four.a;
        to[1] = four.b;
        to[2] = four.c;
        to[3] = four.d;
        to += 4;
        from += 4;
    }
    for (; count > 0; count--) {
        *to++ = *from++;
    }
    return to;
}

/* The patch of output pixel (y, x). */
static float *upcall_patch_f32(const upcall_conv2d_patches_f32_t *layer, int32_t y, int32_t x,
                               const float *input, float *to) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    const int32_t top = y * window->stride_y - window->pad_top;
    const int32_t left = x * window->stride_x - window->pad_left;
    const upcall_taps_t columns =
        upcall_taps_inside(left, layer->input.width, window->width, 1);
    for (int32_t row = top; row < top + window->height; row++) {
        if (row < 0 || row >= layer->input.height) {
            to = upcall_zeros_f32(to, window->width * channels);
        } else {
            const int32_t first = row * layer->input.width + left + columns.begin;
            to = upcall_zeros_f32(to, columns.begin * channels);
            to = upcall_copy_f32(to, input + first * channels,
                                 (columns.end - columns.begin) * channels);
            to = upcall_zeros_f32(to, (window->width - columns.end) * channels);
        }
    }
    return to;
}

/* Four filters with four patches: 16 multiply-accumulates for 8 loads. */
static const float *upcall_product_f32(const float *x, int32_t taps, const float *w,
                                       const float *bias, const upcall_range_f32_t *range,
                                       float *y, int32_t step) {
    upcall_lanes_f32_t sum0 = upcall_load_f32(bias);
    upcall_lanes_f32_t sum1 = sum0;
    upcall_lanes_f32_t sum2 = sum0;
    upcall_lanes_f32_t sum3 = sum0;
    const float *const end = x + taps;
    const float *x1 = x + taps;
    const float *x2 = x1 + taps;
    const float *x3 = x2 + taps;
    while (x != end) {
        const upcall_lanes_f32_t weights = upcall_load_f32(w);
        sum0 = upcall_scale_f32(sum0, *x++, weights);
        sum1 = upcall_scale_f32(sum1, *x1++, weights);
        sum2 = upcall_scale_f32(sum2, *x2++, weights);
        sum3 = upcall_scale_f32(sum3, *x3++, weights);
        w += 4;
    }
    upcall_store_f32(y, sum0, range);
    upcall_store_f32(y + step, sum1, range);
    upcall_store_f32(y + 2 * step, sum2, range);
    upcall_store_f32(y + 3 * step, sum3, range);
    return w;
}

/* All channels of the pixels whose patches are in scratch. */
static void upcall_pixels_f32(const upcall_conv2d_patches_f32_t *layer, int32_t pixels,
                              float *output) {
    const int32_t taps = layer->window.height * layer->window.width * layer->input.channels;
    const int32_t channels = layer->output.channels;
    const upcall_patch_f32_t row = {
        .rows = 1, .spans = 1, .run = taps, .filter = taps, .block = layer->block};
    const float *w = layer->weights;
    int32_t channel = 0;
    for (; pixels == PIXELS && channel + 4 <= channels; channel += 4) {
        w = upcall_product_f32(layer->scratch, taps, w, layer->bias + channel, &layer->range,
                               output + channel, channels);
    }
    for (int32_t pixel = 0; pixel < pixels; pixel++) {
        upcall_dot_f32(&row, channels - channel, layer->scratch + pixel * taps, w,
                       layer->bias + channel, &layer->range, output + channel);
        output += channels;
    }
}

void upcall_conv2d_patches_f32(const upcall_conv2d_patches_f32_t *layer, const float *input,
                               float *output) {
    for (int32_t image = 0; image < layer->batch; image++) {
        float *to = layer->scratch;
        int32_t pixels = 0;
        for (int32_t y = 0; y < layer->output.height; y++) {
            for (int32_t x = 0; x < layer->output.width; x++) {
                to = upcall_patch_f32(layer, y, x, input, to);
                pixels++;
                if (pixels == PIXELS) {
                    upcall_pixels_f32(layer, pixels, output);
                    output += pixels * layer->output.channels;
                    to = layer->scratch;
                    pixels = 0;
                }
            }
        }
        upcall_pixels_f32(layer, pixels, output);
        output += pixels * layer->output.channels;
        input += layer->input.height * layer->input.width * layer->input.channels;
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_pool2d_f32.h"

#include "upcall_real.h"

/* Takes one tap, `channels` inputs, into the states of an output pixel's channels. */
typedef void (*upcall_pool2d_f32_tap_t)(const float *input, float *state, int32_t channels);

/* Makes outputs of the states, when `count` taps have been taken. */
typedef void (*upcall_pool2d_f32_end_t)(const upcall_pool2d_f32_t *layer, float *state,
                                        int32_t count);

/* Every output pixel: states `start`, then all taps inside the image, then the end. */
static void upcall_pool2d_f32_image(const upcall_pool2d_f32_t *layer, const float *input,
                                    float *output, float start, upcall_pool2d_f32_tap_t tap,
                                    upcall_pool2d_f32_end_t end) {
    const upcall_window_t *window = &layer->window;
    const int32_t channels = layer->input.channels;
    for (int32_t y = 0; y < layer->output.height; y++) {
        const int32_t top = y * window->stride_y - window->pad_top;
        const upcall_taps_t rows =
            upcall_taps_inside(top, layer->input.height, window->height, window->dilation_y);
        for (int32_t x = 0; x < layer->output.width; x++) {
            const int32_t left = x * window->stride_x - window->pad_left;
            const upcall_taps_t columns =
                upcall_taps_inside(left, layer->input.width, window->width, window->dilation_x);
            int32_t count = 0;
            for (int32_t c = 0; c < channels; c++) {
                output[c] = start;
            }
            for (int32_t ky = rows.begin; ky < rows.end; ky++) {
                const int32_t row = (top + ky * window->dilation_y) * layer->input.width + left;
                for (int32_t kx = columns.begin; kx < columns.end; kx++) {
                    tap(input + (row + kx * window->dilation_x) * channels, output, channels);
                    count++;
                }
            }
            end(layer, output, count);
            output += channels;
        }
    }
}

static void upcall_pool2d_f32(const upcall_pool2d_f32_t *layer, const float *input, float *output,
                              float start, upcall_pool2d_f32_tap_t tap,
                              upcall_pool2d_f32_end_t end) {
    for (int32_t image = 0; image < layer->batch; image++) {
        upcall_pool2d_f32_image(layer, input, output, start, tap, end);
        input += layer->input.height * layer->input.width * layer->input.channels;
        output += layer->output.height * layer->output.width * layer->output.channels;
    }
}

static void upcall_max_pool2d_f32_tap(const float *input, float *state, int32_t channels) {
    for (int32_t c = 0; c < channels; c++) {
        state[c] = upcall_max(input[c], state[c]);
    }
}

static void upcall_max_pool2d_f32_end(const upcall_pool2d_f32_t *layer, float *state,
                                      int32_t count) {
    (void)count;
    for (int32_t c = 0; c < layer->input.channels; c++) {
        state[c] = upcall_clip(state[c], layer->min, layer->max);
    }
}

void upcall_max_pool2d_f32(const upcall_pool2d_f32_t *layer, const float *input, float *output) {
    upcall_pool2d_f32(layer, input, output, -UPCALL_INFINITY, upcall_max_pool2d_f32_tap,
                      upcall_max_pool2d_f32_end);
}

static void upcall_average_pool2d_f32_tap(const float *input, float *state, int32_t channels) {
    for (int32_t c = 0; c < channels; c++) {
        state[c] += input[c];
    }
}

static void upcall_average_pool2d_f32_end(const upcall_pool2d_f32_t *layer, float *state,
                                          int32_t count) {
    const float divisor = (float)(layer->divisor > 0 ? layer->divisor : count);
    for (int32_t c = 0; c < layer->input.channels; c++) {
        state[c] = upcall_clip(state[c] / divisor, layer->min, layer->max);
    }
}

void upcall_average_pool2d_f32(const upcall_pool2d_f32_t *layer, const float *input,
                               float *output) {
    upcall_pool2d_f32(layer, input, output, 0.0f, upcall_average_pool2d_f32_tap,
                      upcall_average_pool2d_f32_end);
}

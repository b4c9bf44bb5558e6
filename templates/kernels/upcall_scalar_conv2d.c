/* SPDX-License-Identifier: 0BSD */
#include "upcall_scalar_conv2d.h"

#include <string.h>

#include "upcall_padded_patch.h"

/* The inputs of an output pixel: runs `pitch` inputs apart. */
typedef struct {
    const int8_t *at;
    int32_t pitch;
} upcall_runs_t;

static upcall_runs_t upcall_runs_of(const upcall_scalar_conv2d_t *layer, const int8_t *input,
                                    int32_t top, int32_t left, int8_t *spare) {
    const upcall_image_t *image = &layer->input;
    const upcall_window_t *window = &layer->window;
    upcall_runs_t runs = {spare, window->width * image->channels};
    if (top >= 0 && left >= 0 && top + window->height <= image->height &&
        left + window->width <= image->width) {
        runs.at = input + (top * image->width + left) * image->channels;
        runs.pitch = image->width * image->channels;
    } else {
        upcall_padded_patch(image, window, layer->padding, input, top, left, spare);
    }
    return runs;
}

/* Two pixels' inputs as every other word of `to`. */
static void upcall_pair(int32_t rows, int32_t run, upcall_runs_t first, upcall_runs_t second,
                        int32_t *to) {
    for (; rows > 0; rows--) {
        const int8_t *a = first.at;
        const int8_t *b = second.at;
        const int8_t *end = a + run;
        do {
            *to = upcall_both(*a++, *b++);
            to += 2;
        } while (a != end);
        first.at += first.pitch;
        second.at += second.pitch;
    }
}

void upcall_scalar_conv2d(const upcall_scalar_conv2d_t *layer, const int8_t *input, int8_t *output,
                          int32_t *scratch) {
    const upcall_window_t *window = &layer->window;
    const int32_t run = window->width * layer->input.channels;
    const int32_t patch = window->height * run;
    const int32_t channels = layer->output.channels;
    const int32_t words = 2 * layer->layer.taps;
    int8_t *spare = (int8_t *)(scratch + words);
    upcall_runs_t pair[2] = {{0, 0}, {0, 0}};
    int32_t pixels = 0;
    memset(scratch + 2 * patch, 0, (size_t)(words - 2 * patch) * sizeof *scratch);
    int32_t top = -window->pad_top;
    for (int32_t y = layer->output.height; y > 0; y--) {
        int32_t left = -window->pad_left;
        for (int32_t x = layer->output.width; x > 0; x--) {
            const int32_t second = pixels & 1;
            pair[second] = upcall_runs_of(layer, input, top, left, spare + second * patch);
            if (second != 0) {
                upcall_pair(window->height, run, pair[0], pair[1], scratch + pixels / 2);
            }
            left += window->stride_x;
            pixels++;
            if (pixels == UPCALL_SCALAR_PIXELS) {
                upcall_scalar_4x1(&layer->layer, scratch, layer->weights, output);
                output += pixels * channels;
                pixels = 0;
            }
        }
        top += window->stride_y;
    }
    if (pixels > 0) {
        if (pixels % 2 != 0) {
            upcall_pair(window->height, run, pair[0], pair[0], scratch + pixels / 2);
        }
        upcall_scalar_4x1(&layer->layer, scratch, layer->weights, spare);
        memcpy(output, spare, (size_t)(pixels * channels));
    }
}

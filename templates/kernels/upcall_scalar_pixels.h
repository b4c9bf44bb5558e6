/* SPDX-License-Identifier: 0BSD */
/*
 * Convolution of int8 images [H,W,C] by blocks of four output pixels: their patches are laid side by
 * side as words, and then multiplied with all channels' weights. For the two files that include it:
 * UPCALL_MULTIPLY is upcall_scalar_4x1 or another function of that type, UPCALL_PAIR, if there is one
 * in assembly, does what upcall_pair does.
 */
#ifndef UPCALL_SCALAR_PIXELS_H
#define UPCALL_SCALAR_PIXELS_H

#include <stdint.h>
#include <string.h>

#include "upcall_padded_patch.h"
#include "upcall_scalar_patches.h"

#ifndef UPCALL_PAIR
#define UPCALL_PAIR upcall_pair

/* Two pixels' inputs as every other word of `to`. */
static void upcall_pair(int32_t rows, int32_t run, upcall_runs_t first, upcall_runs_t second,
                        int32_t *to) {
    for (; rows > 0; rows--) {
        const int8_t *a = first.at;
        const int8_t *b = second.at;
        const int8_t *end = a + run;
        if (run % 4 == 0) {
            do {
                to[0] = upcall_both(a[0], b[0]);
                to[2] = upcall_both(a[1], b[1]);
                to[4] = upcall_both(a[2], b[2]);
                to[6] = upcall_both(a[3], b[3]);
                to += 8;
                a += 4;
                b += 4;
            } while (a != end);
        } else {
            do {
                *to = upcall_both(*a++, *b++);
                to += 2;
            } while (a != end);
        }
        first.at += first.pitch;
        second.at += second.pitch;
    }
}

#endif

/* Pixels whose patch is the pixel itself, wherever in the image they lie. */
static void upcall_pointwise(const upcall_scalar_conv2d_t *layer, const int8_t *input,
                             int8_t *output, int32_t *scratch) {
    const int32_t depth = layer->input.channels;
    const int32_t channels = layer->output.channels;
    int32_t pixels = layer->output.height * layer->output.width;
    for (; pixels >= UPCALL_SCALAR_PIXELS; pixels -= UPCALL_SCALAR_PIXELS) {
        for (int32_t half = 0; half < 2; half++) {
            const upcall_runs_t first = {input, 0};
            const upcall_runs_t second = {input + depth, 0};
            UPCALL_PAIR(1, depth, first, second, scratch + half);
            input += 2 * depth;
        }
        UPCALL_MULTIPLY(&layer->layer, scratch, layer->weights, output);
        output += UPCALL_SCALAR_PIXELS * channels;
    }
    if (pixels > 0) {
        int8_t *spare = (int8_t *)(scratch + 2 * layer->layer.taps);
        for (int32_t half = 0; half < 2; half++) {
            /* Pixels beyond the last are the last once more. */
            const int32_t first = 2 * half < pixels ? 2 * half : pixels - 1;
            const int32_t second = first + 1 < pixels ? first + 1 : pixels - 1;
            const upcall_runs_t of_first = {input + first * depth, 0};
            const upcall_runs_t of_second = {input + second * depth, 0};
            UPCALL_PAIR(1, depth, of_first, of_second, scratch + half);
        }
        UPCALL_MULTIPLY(&layer->layer, scratch, layer->weights, spare);
        memcpy(output, spare, (size_t)(pixels * channels));
    }
}

static int upcall_is_plain(const upcall_window_t *window) {
    return window->height * window->width == 1 && window->stride_y * window->stride_x == 1 &&
           window->pad_top + window->pad_left == 0;
}

/*
 * Writes the output block by block in order, after all reads for the block are done. `scratch`: 2
 * words a tap, then spare memory of one patch for each of two pixels if the window is padded, of
 * four output pixels if their number is no multiple of four; whichever is more.
 */
static void upcall_convolve_pixels(const upcall_scalar_conv2d_t *layer, const int8_t *input,
                                   int8_t *output, int32_t *scratch) {
    const upcall_window_t *window = &layer->window;
    const int32_t run = window->width * layer->input.channels;
    const int32_t patch = window->height * run;
    const int32_t channels = layer->output.channels;
    const int32_t depth = layer->input.channels;
    const int32_t line = layer->input.width * depth;
    const int32_t words = 2 * layer->layer.taps;
    int8_t *spare = (int8_t *)(scratch + words);
    upcall_runs_t pair[2] = {{0, 0}, {0, 0}};
    int32_t pixels = 0;
    memset(scratch + 2 * patch, 0, (size_t)(words - 2 * patch) * sizeof *scratch);
    if (upcall_is_plain(window) && layer->output.width == layer->input.width &&
        layer->output.height == layer->input.height) {
        upcall_pointwise(layer, input, output, scratch);
        return;
    }
    int32_t top = -window->pad_top;
    for (int32_t y = layer->output.height; y > 0; y--) {
        const int is_inside = top >= 0 && top + window->height <= layer->input.height;
        const int8_t *row = is_inside ? input + top * line : input;
        const int32_t last = is_inside ? layer->input.width - window->width : -1;
        int32_t left = -window->pad_left;
        for (int32_t x = layer->output.width; x > 0; x--) {
            const int32_t second = pixels & 1;
            upcall_runs_t *runs = &pair[second];
            if (left >= 0 && left <= last) {
                runs->at = row + left * depth;
                runs->pitch = line;
            } else {
                int8_t *copy = spare + second * patch;
                upcall_padded_patch(&layer->input, window, layer->padding, input, top, left, copy);
                runs->at = copy;
                runs->pitch = run;
            }
            if (second != 0) {
                UPCALL_PAIR(window->height, run, pair[0], pair[1], scratch + pixels / 2);
            }
            left += window->stride_x;
            pixels++;
            if (pixels == UPCALL_SCALAR_PIXELS) {
                UPCALL_MULTIPLY(&layer->layer, scratch, layer->weights, output);
                output += pixels * channels;
                pixels = 0;
            }
        }
        top += window->stride_y;
    }
    if (pixels > 0) {
        if (pixels % 2 != 0) {
            UPCALL_PAIR(window->height, run, pair[0], pair[0], scratch + pixels / 2);
        }
        UPCALL_MULTIPLY(&layer->layer, scratch, layer->weights, spare);
        memcpy(output, spare, (size_t)(pixels * channels));
    }
}

#endif

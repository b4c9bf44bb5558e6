/* SPDX-License-Identifier: 0BSD */
#include "upcall_lanes_taps.h"

#include <string.h>

#if !UPCALL_MVE

void upcall_lanes_sums(const upcall_lanes_sums_t *sums) {
    for (int32_t channel = 0; channel < sums->count; channel++) {
        int32_t acc = 0;
        for (int32_t tap = 0; tap < sums->taps; tap++) {
            acc += sums->x[tap][sums->begin + channel] *
                   sums->weights[tap * sums->pitch + channel];
        }
        sums->acc[channel] = acc;
    }
}

#endif

/* All channels of a pixel, from the addresses of its taps. */
static void upcall_lanes_pixel(const upcall_lanes_layer_t *lanes, const int8_t *const *x,
                               int8_t *output, int32_t *acc) {
    upcall_lanes_sums_t sums = {
        .x = x, .acc = acc, .pitch = lanes->channels, .taps = lanes->depth};
    for (; sums.begin < lanes->channels; sums.begin += UPCALL_LANES_TAPS_ROW) {
        const int32_t left = lanes->channels - sums.begin;
        const upcall_lanes_scale_t scale = upcall_lanes_scale_from(&lanes->scale, sums.begin);
        sums.weights = lanes->weights + sums.begin;
        sums.count = left < UPCALL_LANES_TAPS_ROW ? left : UPCALL_LANES_TAPS_ROW;
        upcall_lanes_sums(&sums);
        upcall_lanes_scale_1(&scale, sums.count, acc, output + sums.begin);
    }
}

void upcall_lanes_taps(const upcall_lanes_taps_t *layer, const int8_t *input, int8_t *output,
                       int32_t *scratch) {
    const upcall_window_t *window = &layer->window;
    const upcall_image_t *image = &layer->input;
    const int32_t channels = image->channels;
    const int32_t at_once =
        channels < UPCALL_LANES_TAPS_ROW ? channels : UPCALL_LANES_TAPS_ROW;
    const int32_t groups = (at_once + UPCALL_LANES_TAPS_GROUP - 1) / UPCALL_LANES_TAPS_GROUP;
    int8_t *const padding = (int8_t *)(scratch + groups * UPCALL_LANES_TAPS_GROUP);
    const int8_t *x[UPCALL_LANES_TAPS];
    memset(padding, layer->padding, (size_t)channels);
    for (int32_t row = 0; row < layer->output.height; row++) {
        const int32_t top = row * window->stride_y - window->pad_top;
        int32_t left = -window->pad_left;
        for (int32_t column = 0; column < layer->output.width; column++) {
            int32_t tap = 0;
            for (int32_t ky = 0; ky < window->height; ky++) {
                const int32_t at_y = top + ky * window->dilation_y;
                for (int32_t kx = 0; kx < window->width; kx++) {
                    const int32_t at_x = left + kx * window->dilation_x;
                    const int inside =
                        at_y >= 0 && at_y < image->height && at_x >= 0 && at_x < image->width;
                    x[tap++] =
                        inside ? input + (at_y * image->width + at_x) * channels : padding;
                }
            }
            upcall_lanes_pixel(&layer->lanes, x, output, scratch);
            output += channels;
            left += window->stride_x;
        }
    }
}

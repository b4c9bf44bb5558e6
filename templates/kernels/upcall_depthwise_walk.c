/* SPDX-License-Identifier: 0BSD */
#include "upcall_depthwise_walk.h"

#include <string.h>

#include "upcall_column_walk.h"

enum { COLUMN_WORDS = UPCALL_WALK_CHANNELS, COLUMN_BYTES = 4 * COLUMN_WORDS, WEIGHTS = 3, SLACK = 8 };

/* A band of four channels. */
typedef struct {
    const upcall_depthwise_walk_t *layer;
    int32_t channel; /* the first of the four */
    int32_t first;   /* row of pairs */
    int32_t rows;    /* of pairs */
    int32_t *pairs;
    int8_t *outputs;
    int32_t weights[2 * WEIGHTS * COLUMN_WORDS]; /* of rows 0 and 1, then of rows 1 and 2 */
} upcall_band_t;

static void upcall_fill_columns(const upcall_depthwise_walk_t *layer, int32_t *columns,
                                int32_t count) {
    const uint32_t half = (uint32_t)layer->padding & 0xFFFFu;
    for (int32_t i = 0; i < count * COLUMN_WORDS; i++) {
        columns[i] = (int32_t)(half | half << 16);
    }
}

/* What lies outside the image: before the rows of pairs, between them and right behind them. Beyond
   that windows are read whose outputs nobody wants. */
static void upcall_fill_outside(const upcall_depthwise_walk_t *layer, int32_t *pairs) {
    const int32_t width = layer->input.width;
    upcall_fill_columns(layer, pairs, layer->pad_left);
    pairs += layer->pad_left * COLUMN_WORDS;
    for (int32_t row = 0; row <= layer->band; row++) {
        upcall_fill_columns(layer, pairs + width * COLUMN_WORDS, layer->pitch - width);
        pairs += layer->pitch * COLUMN_WORDS;
    }
}

/* Rows of pairs from `row` up to `end`. What lies on the left and right of the image is there. */
static void upcall_gather_rows(const upcall_band_t *band, const int8_t *input, int32_t row,
                               int32_t end) {
    const upcall_depthwise_walk_t *layer = band->layer;
    const upcall_image_t *image = &layer->input;
    const int32_t line = image->width * image->channels;
    const int8_t padding[UPCALL_WALK_CHANNELS] = {(int8_t)layer->padding, (int8_t)layer->padding,
                                                  (int8_t)layer->padding, (int8_t)layer->padding};
    while (row < end) {
        const int32_t upper = 2 * (band->first + row) - layer->pad_top;
        const int32_t whole = upper < 0 ? 0 : (image->height - upper) / 2;
        upcall_row_pairs_t rows = {padding, padding, 0, 0, 1, line, 0};
        if (upper >= 0 && upper < image->height) {
            rows.upper = input + upper * line + band->channel;
            rows.upper_step = image->channels;
        }
        if (upper + 1 < image->height) {
            rows.lower = input + (upper + 1) * line + band->channel;
            rows.lower_step = image->channels;
        }
        if (whole > 0) {
            rows.rows = whole < end - row ? whole : end - row;
            rows.skip = (layer->pitch - image->width) * COLUMN_BYTES;
        }
        upcall_gather_pair(&rows, band->pairs + (layer->pad_left + row * layer->pitch) * COLUMN_WORDS,
                           image->width);
        row += rows.rows;
    }
}

/* The upper row of a pair, which is all that windows at every second row need of the last. */
static void upcall_gather_last(const upcall_band_t *band, const int8_t *input) {
    const upcall_depthwise_walk_t *layer = band->layer;
    const upcall_image_t *image = &layer->input;
    const int32_t y = 2 * (band->first + band->rows) - layer->pad_top;
    const int8_t padding[UPCALL_WALK_CHANNELS] = {(int8_t)layer->padding, (int8_t)layer->padding,
                                                  (int8_t)layer->padding, (int8_t)layer->padding};
    const int inside = y < image->height;
    upcall_gather_row(inside ? input + y * image->width * image->channels + band->channel : padding,
                      band->pairs + (layer->pad_left + band->rows * layer->pitch) * COLUMN_WORDS,
                      image->width, inside ? image->channels : 0);
}

static void upcall_take_weights(upcall_band_t *band) {
    const int32_t step = band->layer->input.channels;
    const int8_t *weights = band->layer->weights + band->channel;
    const upcall_row_pairs_t rows = {weights, weights + WEIGHTS * step, step, step, 2, 0, 0};
    upcall_gather_weights(&rows, band->weights, WEIGHTS);
}

/* `rows` rows of outputs, the first of them `y`, from the band's first row of pairs on. */
static void upcall_walk_band(const upcall_band_t *band, int32_t window, int32_t rows, int32_t y,
                             int8_t *output) {
    const upcall_depthwise_walk_t *layer = band->layer;
    const upcall_image_t *image = &layer->output;
    const int32_t pitch = layer->pitch / layer->stride;
    const int32_t step = image->channels;
    const int32_t *upper = band->weights;
    const int32_t *lower = band->weights + WEIGHTS * COLUMN_WORDS;
    const int swap = window == UPCALL_WALK_LOWER;
    const upcall_column_walk_t walk = {swap ? lower : upper, swap ? upper : lower,
                                       layer->multiplier + band->channel,
                                       layer->bias + band->channel, layer->pitch * COLUMN_BYTES};
    if (rows <= 0) {
        return;
    }
    /* Up to the last that counts, and to a multiple of four. */
    const int32_t count = ((rows - 1) * pitch + image->width + 3) / 4 * 4;
    upcall_walk(window, layer->shift, &walk, band->pairs, band->outputs,
                band->outputs + count * UPCALL_WALK_CHANNELS);
    const upcall_output_rows_t made = {rows, image->width,
                                       (pitch - image->width) * UPCALL_WALK_CHANNELS,
                                       (2 - layer->stride) * image->width * step, step};
    upcall_scatter_rows(&made, band->outputs, output + y * image->width * step + band->channel);
}

/* Gathers the band's rows from `row` on, those before being there, and computes its outputs. */
static void upcall_run_band(const upcall_band_t *band, int32_t row, const int8_t *input,
                            int8_t *output) {
    const upcall_depthwise_walk_t *layer = band->layer;
    upcall_gather_rows(band, input, row, band->rows + (layer->stride == 1 ? 1 : 0));
    if (layer->stride == 1) {
        const int32_t y = 2 * band->first;
        const int32_t lower = (layer->output.height - y) / 2;
        upcall_walk_band(band, UPCALL_WALK_UPPER, band->rows, y, output);
        upcall_walk_band(band, UPCALL_WALK_LOWER, lower < band->rows ? lower : band->rows, y + 1,
                         output);
    } else {
        upcall_gather_last(band, input);
        upcall_walk_band(band, UPCALL_WALK_HALF, band->rows, band->first, output);
    }
}

/* All bands of four channels. A band leaves its last row of pairs to the next, which may find the
   inputs overwritten. */
static void upcall_run_channels(upcall_band_t *band, int32_t rows, const int8_t *input,
                                int8_t *output) {
    const upcall_depthwise_walk_t *layer = band->layer;
    const int32_t line = layer->pitch * COLUMN_WORDS;
    int32_t *lines = band->pairs + layer->pad_left * COLUMN_WORDS;
    upcall_take_weights(band);
    for (band->first = 0; band->first < rows; band->first += layer->band) {
        const int32_t left = rows - band->first;
        band->rows = left < layer->band ? left : layer->band;
        upcall_run_band(band, band->first == 0 ? 0 : 1, input, output);
        if (band->rows < left) {
            memcpy(lines, lines + band->rows * line, (size_t)line * sizeof *lines);
        }
    }
}

void upcall_depthwise_walk(const upcall_depthwise_walk_t *layer, const int8_t *input,
                           int8_t *output, int32_t *scratch) {
    const int32_t pairs = ((layer->band + 1) * layer->pitch + SLACK) * COLUMN_WORDS;
    const int32_t height = layer->output.height;
    upcall_band_t band = {.layer = layer, .pairs = scratch, .outputs = (int8_t *)(scratch + pairs)};
    upcall_fill_outside(layer, scratch);
    if (layer->stride == 1) {
        for (; band.channel < layer->input.channels; band.channel += UPCALL_WALK_CHANNELS) {
            upcall_run_channels(&band, (height + 1) / 2, input, output);
        }
        return;
    }
    for (; band.first < height; band.first += layer->band) {
        band.rows = height - band.first < layer->band ? height - band.first : layer->band;
        for (band.channel = 0; band.channel < layer->input.channels;
             band.channel += UPCALL_WALK_CHANNELS) {
            upcall_take_weights(&band);
            upcall_run_band(&band, 0, input, output);
        }
    }
}

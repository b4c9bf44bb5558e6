/* SPDX-License-Identifier: 0BSD */
#include "upcall_rows.h"

#include <string.h>

static inline int32_t upcall_top(const upcall_segment_t *segment, const upcall_rows_layer_t *layer) {
    return segment->states[layer->output].end * layer->stride - layer->pad_top;
}

/* The first row of an image that some layer still needs. */
static int32_t upcall_rows_needed(const upcall_segment_t *segment, int32_t image) {
    int32_t needed = segment->states[image].end;
    for (int32_t i = 0; i < segment->layer_count; i++) {
        const upcall_rows_layer_t *layer = &segment->layers[i];
        if ((layer->left == image || layer->right == image) &&
            segment->states[layer->output].end < segment->images[layer->output].height) {
            const int32_t top = upcall_top(segment, layer);
            needed = top < needed ? top : needed;
        }
    }
    return needed < segment->images[image].first ? segment->images[image].first : needed;
}

/* A place for so many rows behind the last; they count from then on. */
static int8_t *upcall_rows_extend(const upcall_segment_t *segment, int32_t index, int32_t count) {
    const upcall_rows_image_t *image = &segment->images[index];
    upcall_rows_state_t *state = &segment->states[index];
    if (state->end + count - state->first > image->rows) {
        const int32_t needed = upcall_rows_needed(segment, index);
        memmove(image->data, image->data + (needed - state->first) * image->row_bytes,
                (size_t)((state->end - needed) * image->row_bytes));
        state->first = (int16_t)needed;
    }
    int8_t *row = image->data + (state->end - state->first) * image->row_bytes;
    state->end = (int16_t)(state->end + count);
    return row;
}

static const int8_t *upcall_rows_at(const upcall_segment_t *segment, int32_t index, int32_t row) {
    const upcall_rows_image_t *image = &segment->images[index];
    return image->data + (row - segment->states[index].first) * image->row_bytes;
}

/* Computes a layer's next rows, unless it has to wait for what it reads, or is done. */
static int upcall_rows_compute(const upcall_segment_t *segment, const upcall_rows_layer_t *layer) {
    const int32_t height = segment->images[layer->left].height;
    const int32_t left = segment->images[layer->output].height - segment->states[layer->output].end;
    upcall_band_t band;
    band.output_rows = left < layer->rows ? left : layer->rows;
    const int32_t top = upcall_top(segment, layer);
    int32_t bottom = top + (band.output_rows - 1) * layer->stride + layer->reach;
    bottom = bottom < height ? bottom : height;
    if (left == 0 || segment->states[layer->left].end < bottom ||
        segment->states[layer->right].end < bottom) {
        return 0;
    }
    const int32_t first = top < 0 ? 0 : top;
    band.pad_top = first - top;
    band.input_rows = bottom - first;
    band.left = upcall_rows_at(segment, layer->left, first);
    band.right = upcall_rows_at(segment, layer->right, first);
    band.output = upcall_rows_extend(segment, layer->output, band.output_rows);
    layer->compute(&band);
    return 1;
}

void upcall_rows_begin(const upcall_segment_t *segment) {
    for (int32_t i = 0; i < segment->image_count; i++) {
        segment->states[i].first = segment->images[i].first;
        segment->states[i].end = segment->images[i].present;
    }
}

int8_t *upcall_rows_next(const upcall_segment_t *segment, int32_t image) {
    return upcall_rows_extend(segment, image, 1);
}

void upcall_rows_run(const upcall_segment_t *segment) {
    int32_t i = segment->layer_count - 1;
    while (i >= 0) {
        /* Only the layers that read what is new may go on now and could not before. */
        i = upcall_rows_compute(segment, &segment->layers[i]) ? segment->layers[i].deepest : i - 1;
    }
}

/* SPDX-License-Identifier: 0BSD */
#include "upcall_rows.h"

#include <string.h>

static inline int32_t upcall_top(const upcall_rows_layer_t *layer) {
    return layer->output->state->end * layer->stride - layer->pad_top;
}

/* The first row of an image that some layer still needs. */
static int32_t upcall_rows_needed(const upcall_segment_t *segment,
                                  const upcall_rows_image_t *image) {
    int32_t needed = image->state->end;
    for (int32_t i = 0; i < segment->layer_count; i++) {
        const upcall_rows_layer_t *layer = &segment->layers[i];
        if ((layer->left == image || layer->right == image) &&
            layer->output->state->end < layer->output->height) {
            const int32_t top = upcall_top(layer);
            needed = top < needed ? top : needed;
        }
    }
    return needed < image->first ? image->first : needed;
}

/* A place for so many rows behind the last; they count from then on. */
static int8_t *upcall_rows_extend(const upcall_segment_t *segment, const upcall_rows_image_t *image,
                                  int32_t count) {
    upcall_rows_state_t *state = image->state;
    if (state->end + count - state->first > image->rows) {
        const int32_t needed = upcall_rows_needed(segment, image);
        memmove(image->data, image->data + (needed - state->first) * image->row_bytes,
                (size_t)((state->end - needed) * image->row_bytes));
        state->first = (int16_t)needed;
    }
    int8_t *row = image->data + (state->end - state->first) * image->row_bytes;
    state->end = (int16_t)(state->end + count);
    return row;
}

static inline const int8_t *upcall_rows_at(const upcall_rows_image_t *image, int32_t row) {
    return image->data + (row - image->state->first) * image->row_bytes;
}

/* Computes a layer's next rows, unless it has to wait for what it reads, or is done. */
static int upcall_rows_compute(const upcall_segment_t *segment, const upcall_rows_layer_t *layer) {
    const int32_t left = layer->output->height - layer->output->state->end;
    const int32_t rows = left < layer->rows ? left : layer->rows;
    const int32_t top = upcall_top(layer);
    const int32_t height = layer->left->height;
    int32_t bottom = top + (rows - 1) * layer->stride + layer->reach;
    bottom = bottom < height ? bottom : height;
    if (left == 0 || layer->left->state->end < bottom || layer->right->state->end < bottom) {
        return 0;
    }
    const int32_t first = top < 0 ? 0 : top;
    upcall_band_t band;
    band.output_rows = rows;
    band.pad_top = first - top;
    band.input_rows = bottom - first;
    band.left = upcall_rows_at(layer->left, first);
    band.right = upcall_rows_at(layer->right, first);
    band.output = upcall_rows_extend(segment, layer->output, rows);
    layer->compute(&band);
    return 1;
}

void upcall_rows_begin(const upcall_segment_t *segment) {
    for (int32_t i = 0; i < segment->image_count; i++) {
        segment->images[i].state->first = segment->images[i].first;
        segment->images[i].state->end = segment->images[i].present;
    }
}

int8_t *upcall_rows_next(const upcall_segment_t *segment, const upcall_rows_image_t *image) {
    return upcall_rows_extend(segment, image, 1);
}

void upcall_rows_run(const upcall_segment_t *segment) {
    int32_t i = segment->layer_count - 1;
    while (i >= 0) {
        /* Only the layers that read what is new may go on now and could not before. */
        i = upcall_rows_compute(segment, &segment->layers[i]) ? segment->layers[i].deepest : i - 1;
    }
}

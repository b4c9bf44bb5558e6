/* SPDX-License-Identifier: 0BSD */
#include "upcall_recurrent_f32.h"

#include "upcall_real.h"

/* The scratch memory, divided. */
typedef struct {
    float *input;  /* [gates * size] of a row times the weights, with bias */
    float *hidden; /* [gates * size] of the hidden state times the recurrence, with bias */
    float *state;  /* [size] the hidden state */
    float *cell;   /* [size] the cell state */
    float *kept;   /* [size] what a reset gate leaves of the hidden state */
} upcall_step_f32_t;

/* y = bias + matrix x, for `rows` rows of `depth`. */
static void upcall_product_f32(int32_t rows, int32_t depth, const float *matrix, const float *bias,
                               const float *x, float *y) {
    for (int32_t row = 0; row < rows; row++) {
        float sum = bias[row];
        for (int32_t i = 0; i < depth; i++) {
            sum += matrix[i] * x[i];
        }
        matrix += depth;
        y[row] = sum;
    }
}

static void upcall_simple_f32(const upcall_recurrent_f32_t *layer, const upcall_step_f32_t *step) {
    for (int32_t i = 0; i < layer->size; i++) {
        const float sum = step->input[i] + step->hidden[i];
        step->state[i] =
            layer->cell == UPCALL_RNN_TANH ? upcall_tanh(sum) : upcall_max(sum, 0.0f);
    }
}

static void upcall_gru_f32(const upcall_recurrent_f32_t *layer, const upcall_step_f32_t *step) {
    const int32_t size = layer->size;
    const int32_t last = 2 * size;
    for (int32_t i = 0; i < size; i++) {
        const float reset = upcall_sigmoid(step->input[size + i] + step->hidden[size + i]);
        step->kept[i] = reset * step->state[i];
        step->hidden[last + i] *= reset;
    }
    if (layer->cell == UPCALL_GRU) {
        upcall_product_f32(size, size, layer->recurrence + last * size,
                           layer->recurrence_bias + last, step->kept, step->hidden + last);
    }
    for (int32_t i = 0; i < size; i++) {
        const float update = upcall_sigmoid(step->input[i] + step->hidden[i]);
        const float candidate = upcall_tanh(step->input[last + i] + step->hidden[last + i]);
        step->state[i] = (1.0f - update) * candidate + update * step->state[i];
    }
}

static void upcall_lstm_f32(const upcall_recurrent_f32_t *layer, const upcall_step_f32_t *step) {
    const int32_t size = layer->size;
    const float *in = layer->peephole;
    const float *out = in + size;
    const float *forget = out + size;
    for (int32_t i = 0; i < size; i++) {
        const float before = step->cell[i];
        const float input = step->input[i] + step->hidden[i] + in[i] * before;
        const float kept = step->input[2 * size + i] + step->hidden[2 * size + i];
        const float candidate = step->input[3 * size + i] + step->hidden[3 * size + i];
        float now = upcall_sigmoid(kept + forget[i] * before) * before +
                    upcall_sigmoid(input) * upcall_tanh(candidate);
        if (layer->cell_clip > 0.0f) {
            now = upcall_max(-layer->cell_clip, upcall_min(layer->cell_clip, now));
        }
        const float output = step->input[size + i] + step->hidden[size + i] + out[i] * now;
        step->cell[i] = now;
        step->state[i] = upcall_sigmoid(output) * upcall_tanh(now);
    }
}

static void upcall_step_f32(const upcall_recurrent_f32_t *layer, const upcall_step_f32_t *step,
                            const float *x) {
    const int32_t rows = layer->gates * layer->size;
    upcall_product_f32(rows, layer->width, layer->weights, layer->bias, x, step->input);
    upcall_product_f32(rows, layer->size, layer->recurrence, layer->recurrence_bias, step->state,
                       step->hidden);
    switch (layer->cell) {
        case UPCALL_LSTM: upcall_lstm_f32(layer, step); break;
        case UPCALL_GRU:
        case UPCALL_GRU_RESET_AFTER: upcall_gru_f32(layer, step); break;
        case UPCALL_RNN_TANH:
        case UPCALL_RNN_RELU:
        default: upcall_simple_f32(layer, step); break;
    }
}

void upcall_recurrent_f32(const upcall_recurrent_f32_t *layer, const float *input, float *output) {
    const int32_t size = layer->size;
    const int32_t rows = layer->gates * size;
    upcall_step_f32_t step;
    step.input = layer->scratch;
    step.hidden = step.input + rows;
    step.state = step.hidden + rows;
    step.cell = step.state + size;
    step.kept = step.cell + size;
    const float *result = layer->cell_is_result ? step.cell : step.state;
    for (int32_t n = 0; n < layer->batch; n++) {
        for (int32_t i = 0; i < size; i++) {
            step.state[i] = layer->hidden[n * size + i];
            step.cell[i] = layer->cell_state[n * size + i];
        }
        for (int32_t i = 0; i < layer->steps; i++) {
            const int32_t time = layer->reverse ? layer->steps - 1 - i : i;
            const int32_t row = time * layer->batch + n;
            upcall_step_f32(layer, &step, input + row * layer->width);
            for (int32_t k = 0; k < size; k++) {
                output[row * size + k] = result[k];
            }
        }
    }
}

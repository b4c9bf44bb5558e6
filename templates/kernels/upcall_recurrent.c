/* SPDX-License-Identifier: 0BSD */
/* Products are brought to Q3.12, gates are Q0.15. The LSTM is that of TensorFlow Lite's reference
   kernels, whose cell state has 16 bits. A GRU keeps its hidden state as Q0.15. */
#include "upcall_recurrent.h"

#include "upcall_curve_16.h"
#include "upcall_elements.h"
#include "upcall_requantize.h"

/* What a step reads and changes. */
typedef struct {
    const int8_t *input;  /* a row */
    const int8_t *hidden; /* the state before */
    int16_t *state;       /* cell state, or the hidden one in 16 bits */
    int8_t *kept;         /* of a GRU: what the reset gate leaves of the hidden state */
} upcall_recurrent_step_t;

static int32_t upcall_recurrent_limit(int32_t value) {
    return upcall_limit(value, -32768, 32767);
}

/* A row times a vector in Q3.12; numbers of the recurrence lie behind those of the weights. */
static int32_t upcall_recurrent_row(const upcall_recurrent_t *layer, const int8_t *row,
                                    int32_t depth, int32_t number, const int8_t *vector) {
    uint32_t sum = (uint32_t)layer->bias[number];
    for (int32_t i = 0; i < depth; i++) {
        sum += (uint32_t)(row[i] * vector[i]);
    }
    return upcall_recurrent_limit(
        upcall_requantize((int32_t)sum, layer->multiplier[number], layer->shift[number]));
}

static int32_t upcall_recurrent_input(const upcall_recurrent_t *layer, int32_t row,
                                      const upcall_recurrent_step_t *step) {
    return upcall_recurrent_row(layer, layer->weights + row * layer->width, layer->width, row,
                                step->input);
}

static int32_t upcall_recurrent_hidden(const upcall_recurrent_t *layer, int32_t row,
                                       const int8_t *hidden) {
    return upcall_recurrent_row(layer, layer->recurrence + row * layer->size, layer->size,
                                layer->gates * layer->size + row, hidden);
}

static int32_t upcall_recurrent_sum(const upcall_recurrent_t *layer, int32_t row,
                                    const upcall_recurrent_step_t *step) {
    return upcall_recurrent_limit(upcall_recurrent_input(layer, row, step) +
                                  upcall_recurrent_hidden(layer, row, step->hidden));
}

/* Functions of Q3.12. */
static int32_t upcall_recurrent_sigmoid(int32_t x) {
    return upcall_sigmoid_16(3 * x);
}

static int32_t upcall_recurrent_tanh(int32_t x) {
    return upcall_tanh_16(3 * x);
}

static int32_t upcall_recurrent_gate(const upcall_recurrent_t *layer, int32_t gate, int32_t i,
                                     const upcall_recurrent_step_t *step) {
    return upcall_recurrent_sigmoid(upcall_recurrent_sum(layer, gate * layer->size + i, step));
}

/* To steps of the hidden state. */
static int8_t upcall_recurrent_output(const upcall_recurrent_t *layer, int32_t value) {
    const int32_t scaled =
        upcall_requantize(value, layer->output_multiplier, layer->output_shift);
    return upcall_clamp_to(upcall_wrapping_add(scaled, layer->zero_point), -128, 127);
}

/* a * b of Q0.15 each, rounded. */
static int32_t upcall_recurrent_part(int32_t a, int32_t b) {
    return (a * b + (1 << 14)) >> 15;
}

/* The hidden state in Q0.30. */
static int32_t upcall_recurrent_lstm(const upcall_recurrent_t *layer, int32_t i,
                                     const upcall_recurrent_step_t *step) {
    const upcall_curve_16_t curve = {1, layer->curve_multiplier, layer->curve_shift};
    const int32_t in = upcall_recurrent_gate(layer, 0, i, step);
    const int32_t out = upcall_recurrent_gate(layer, 1, i, step);
    const int32_t forget = upcall_recurrent_gate(layer, 2, i, step);
    const int32_t candidate =
        upcall_recurrent_tanh(upcall_recurrent_sum(layer, 3 * layer->size + i, step));
    const int32_t kept =
        upcall_recurrent_limit(upcall_requantize(forget * step->state[i], (int32_t)1 << 30, -14));
    const int32_t added = upcall_recurrent_limit(upcall_requantize(
        in * candidate, layer->product_multiplier, layer->product_shift));
    const int32_t sum = upcall_recurrent_limit(kept + added);
    const int32_t state = upcall_limit(sum, -layer->cell_clip, layer->cell_clip);
    step->state[i] = (int16_t)state;
    return upcall_curve_16_of(&curve, state) * out;
}

/* The hidden state in Q0.15. */
static int32_t upcall_recurrent_gru(const upcall_recurrent_t *layer, int32_t i,
                                    const upcall_recurrent_step_t *step) {
    const int32_t last = 2 * layer->size + i;
    const int32_t update = upcall_recurrent_gate(layer, 0, i, step);
    int32_t recurrent;
    if (layer->cell == UPCALL_GRU) {
        recurrent = upcall_recurrent_hidden(layer, last, step->kept);
    } else {
        const int32_t reset = upcall_recurrent_gate(layer, 1, i, step);
        recurrent =
            upcall_recurrent_part(reset, upcall_recurrent_hidden(layer, last, step->hidden));
    }
    const int32_t sum =
        upcall_recurrent_limit(upcall_recurrent_input(layer, last, step) + recurrent);
    const int32_t candidate = upcall_recurrent_tanh(sum);
    const int32_t state =
        (update * step->state[i] + (32768 - update) * candidate + (1 << 14)) >> 15;
    step->state[i] = (int16_t)state;
    return state;
}

static void upcall_recurrent_step(const upcall_recurrent_t *layer,
                                  const upcall_recurrent_step_t *step, int8_t *output) {
    for (int32_t i = 0; layer->cell == UPCALL_GRU && i < layer->size; i++) {
        const int32_t reset = upcall_recurrent_gate(layer, 1, i, step);
        step->kept[i] =
            upcall_recurrent_output(layer, upcall_recurrent_part(reset, step->state[i]));
    }
    for (int32_t i = 0; i < layer->size; i++) {
        int32_t value;
        if (layer->cell == UPCALL_LSTM) {
            value = upcall_recurrent_lstm(layer, i, step);
        } else if (layer->cell == UPCALL_RNN_TANH) {
            value = upcall_recurrent_tanh(upcall_recurrent_sum(layer, i, step));
        } else {
            value = upcall_recurrent_gru(layer, i, step);
        }
        output[i] = upcall_recurrent_output(layer, value);
    }
}

/* The 16-bit state before the first step. */
static void upcall_recurrent_begin(const upcall_recurrent_t *layer, int32_t n, int16_t *state) {
    for (int32_t i = 0; i < layer->size; i++) {
        const int32_t at = n * layer->size + i;
        if (layer->cell == UPCALL_LSTM) {
            state[i] = (int16_t)upcall_load(layer->cell_state + 2 * at, 2);
        } else {
            state[i] = (int16_t)upcall_recurrent_limit(
                upcall_requantize(layer->hidden[at] - layer->zero_point,
                                  layer->inverse_multiplier, layer->inverse_shift));
        }
    }
}

void upcall_recurrent(const upcall_recurrent_t *layer, const int8_t *input, int8_t *output,
                      int32_t *scratch) {
    upcall_recurrent_step_t step;
    step.state = (int16_t *)scratch;
    step.kept = (int8_t *)(step.state + layer->size);
    for (int32_t n = 0; n < layer->batch; n++) {
        step.hidden = layer->hidden + n * layer->size;
        upcall_recurrent_begin(layer, n, step.state);
        for (int32_t i = 0; i < layer->steps; i++) {
            const int32_t time = layer->reverse != 0 ? layer->steps - 1 - i : i;
            const int32_t row = time * layer->batch + n;
            step.input = input + row * layer->width;
            upcall_recurrent_step(layer, &step, output + row * layer->size);
            step.hidden = output + row * layer->size;
        }
    }
}
